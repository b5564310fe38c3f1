import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkArgs, QuotaArgs, RouterArgs } from "./args";
import { known } from "./known";
import { Turns } from "./turns";

export interface NetworkingArgs {
  projectId: pulumi.Input<string>;
  limits: Pick<QuotaArgs["network"], "networks" | "subnets" | "routers" | "ports">;
  networks: Record<string, NetworkArgs>;
  routers: Record<string, RouterArgs>;
  /** Ids of the external networks that the tenant may use, by name. */
  externalNetworks: Record<string, pulumi.Input<string>>;
}

/** A tenant's networks with their subnets, and the routers between them and the outside. */
export class Networking extends pulumi.ComponentResource {
  /** Ids by name. */
  readonly networks: Record<string, pulumi.Output<string>> = {};
  /** Ids by `network/subnet`, or by the network's name where the subnet has it too. */
  readonly subnets: Record<string, pulumi.Output<string>> = {};
  /** Ids by name. */
  readonly routers: Record<string, pulumi.Output<string>> = {};
  private readonly turns: Record<"network" | "subnet" | "router" | "port", Turns>;

  constructor(
    private readonly name: string,
    private readonly args: NetworkingArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("openstack-environment:tenant:Networking", name, {}, opts);
    this.turns = turnsFor(args);
    for (const [network, settings] of Object.entries(args.networks)) {
      this.declareNetwork(network, settings);
    }
    for (const [router, settings] of Object.entries(args.routers)) {
      this.declareRouter(router, settings);
    }
    this.registerOutputs();
  }

  private declareNetwork(network: string, { description, subnets }: NetworkArgs): void {
    const tenantId = this.args.projectId;
    const { id } = this.turns.network.next(
      (dependsOn) =>
        new openstack.networking.Network(
          `${this.name}-network.${network}`,
          {
            name: network,
            description: description ?? "",
            tenantId,
            adminStateUp: true,
            shared: false,
            portSecurityEnabled: true,
          },
          { parent: this, dependsOn },
        ),
    );
    this.networks[network] = id;
    for (const [subnet, { cidr, gateway, dnsServers }] of Object.entries(subnets)) {
      const key = subnetKey(network, subnet);
      this.subnets[key] = this.turns.subnet.next(
        (dependsOn) =>
          new openstack.networking.Subnet(
            `${this.name}-subnet.${key}`,
            {
              name: subnet,
              networkId: id,
              tenantId,
              cidr,
              ipVersion: 4,
              enableDhcp: true,
              dnsNameservers: dnsServers,
              ...(gateway === undefined ? {} : { gatewayIp: gateway }),
            },
            // A network takes no second subnet that overlaps the first.
            { parent: this, dependsOn, deleteBeforeReplace: true },
          ),
      ).id;
    }
  }

  private declareRouter(router: string, settings: RouterArgs): void {
    const { projectId, externalNetworks, networks } = this.args;
    const { description, externalNetwork, networks: joined } = settings;
    const { id } = this.turns.router.next(
      (dependsOn) =>
        new openstack.networking.Router(
          `${this.name}-router.${router}`,
          {
            name: router,
            description: description ?? "",
            tenantId: projectId,
            adminStateUp: true,
            ...(externalNetwork === undefined
              ? {}
              : { externalNetworkId: known(externalNetworks, externalNetwork), enableSnat: true }),
          },
          { parent: this, dependsOn },
        ),
    );
    this.routers[router] = id;
    for (const network of joined) {
      for (const subnet of Object.keys(networks[network]?.subnets ?? {})) {
        const key = subnetKey(network, subnet);
        this.turns.port.next(
          (dependsOn) =>
            new openstack.networking.RouterInterface(
              `${this.name}-interface.${router}.${key}`,
              { routerId: id, subnetId: known(this.subnets, key) },
              { parent: this, dependsOn, deleteBeforeReplace: true },
            ),
        );
      }
    }
  }
}

function subnetKey(network: string, subnet: string): string {
  return network === subnet ? network : `${network}/${subnet}`;
}

function turnsFor({ limits, networks, routers }: NetworkingArgs) {
  const subnetsOf = (network: string): number =>
    Object.keys(networks[network]?.subnets ?? {}).length;
  const subnets = sum(Object.keys(networks).map(subnetsOf));
  const interfaces = sum(
    Object.values(routers).flatMap((router) => router.networks.map(subnetsOf)),
  );
  return {
    network: new Turns(Object.keys(networks).length, limits.networks),
    subnet: new Turns(subnets, limits.subnets),
    router: new Turns(Object.keys(routers).length, limits.routers),
    // The ports of DHCP, one on each network, are made at the same time.
    port: new Turns(interfaces + Object.keys(networks).length, limits.ports),
  };
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
