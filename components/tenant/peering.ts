import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { RuleArgs } from "./args";
import { packetsOf, ruleKey } from "./security-groups";

/** One of two tenants, with the ids of what it brings. */
export interface PeerArgs {
  tenant: string;
  projectId: pulumi.Input<string>;
  /** Its routers towards the other; none where machines of both are on one network. */
  routers: PeerRouterArgs[];
}

export interface PeerRouterArgs {
  name: string;
  id: pulumi.Input<string>;
  /** On the network between the tenants. */
  address: string;
  /** The subnets behind it that the other tenant may reach. */
  cidrs: string[];
}

/** What may pass, in one direction. */
export interface PassArgs extends Pick<RuleArgs, "protocol" | "port" | "description"> {
  from: string;
  to: string;
  /** The security group of `to` that lets it in. */
  group: string;
  groupId: pulumi.Input<string>;
  projectId: pulumi.Input<string>;
  /** The networks that it comes from. */
  sources: string[];
}

export interface PeeringArgs {
  between: readonly [PeerArgs, PeerArgs];
  by: "routers" | "network";
  /** The network between them, e.g. 100.64.3.0/26. */
  cidr: string;
  allow: PassArgs[];
  /** What has to be there before the network is shared: the cloud's quota for that. */
  after: pulumi.Resource[];
}

/** What policies know a peering by: {@link Peering} shows it as plain values. */
export interface ShownPeering {
  between: [string, string];
  by: PeeringArgs["by"];
  allow: { from: string; to: string; protocol: string; ports?: { min: number; max: number } }[];
}

/**
 * A way between two tenants that both declared. The network between them is the cloud's own, so neither
 * tenant can change it, and it counts among nobody's quota. Either their routers alone are on it, with
 * routes to what takes part; or it is shared with both, and their machines have ports there. What gets in
 * is said by rules in the reached tenant's own security groups. The provider in `opts` is the cloud's
 * administrator's.
 */
export class Peering extends pulumi.ComponentResource {
  /** Id of the network between the tenants. */
  readonly networkId: pulumi.Output<string>;
  private readonly subnet: openstack.networking.Subnet;

  constructor(
    private readonly name: string,
    private readonly args: PeeringArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("openstack-environment:tenant:Peering", name, {}, opts);
    const network = this.declareNetwork();
    this.networkId = network.id;
    this.subnet = this.declareSubnet(network);
    if (args.by === "routers") this.joinRouters(network);
    else this.share(network);
    this.letIn();
    // Policies on a whole stack see of a component what it puts out.
    this.registerOutputs({ ...shownOf(args), networkId: this.networkId });
  }

  private get label(): string {
    const [one, two] = this.args.between;
    return `peering-${one.tenant}-${two.tenant}`;
  }

  private declareNetwork(): openstack.networking.Network {
    const [one, two] = this.args.between;
    return new openstack.networking.Network(
      `${this.name}-network`,
      {
        name: this.label,
        description: `Between tenants ${one.tenant} and ${two.tenant}`,
        adminStateUp: true,
        shared: false,
        portSecurityEnabled: true,
      },
      { parent: this },
    );
  }

  private declareSubnet(network: openstack.networking.Network): openstack.networking.Subnet {
    const { by, cidr } = this.args;
    return new openstack.networking.Subnet(
      `${this.name}-subnet`,
      {
        name: this.label,
        networkId: network.id,
        cidr,
        ipVersion: 4,
        // It leads nowhere else; machines get their address on it, routers have theirs.
        noGateway: true,
        enableDhcp: by === "network",
      },
      { parent: this, deleteBeforeReplace: true },
    );
  }

  private share(network: openstack.networking.Network): void {
    for (const { tenant, projectId } of this.args.between) {
      new openstack.networking.RbacPolicyV2(
        `${this.name}-share.${tenant}`,
        {
          action: "access_as_shared",
          objectType: "network",
          objectId: network.id,
          targetTenant: projectId,
        },
        { parent: this, dependsOn: this.args.after },
      );
    }
  }

  private joinRouters(network: openstack.networking.Network): void {
    const [one, two] = this.args.between;
    for (const [peer, other] of [
      [one, two],
      [two, one],
    ] as const) {
      for (const router of peer.routers) {
        const link = this.join(network, peer, router);
        for (const { address, cidrs } of other.routers) {
          for (const cidr of cidrs) {
            new openstack.networking.RouterRoute(
              `${this.name}-route.${peer.tenant}.${router.name}.${cidr}`,
              { routerId: router.id, destinationCidr: cidr, nextHop: address },
              // Neutron takes no route that no interface leads to, and removes no interface that one needs.
              { parent: this, dependsOn: link },
            );
          }
        }
      }
    }
  }

  private join(
    network: openstack.networking.Network,
    { tenant }: PeerArgs,
    { name: router, id, address }: PeerRouterArgs,
  ): openstack.networking.RouterInterface {
    const port = new openstack.networking.Port(
      `${this.name}-port.${tenant}.${router}`,
      {
        name: `${this.label}-${tenant}-${router}`,
        networkId: network.id,
        adminStateUp: true,
        fixedIps: [{ subnetId: this.subnet.id, ipAddress: address }],
      },
      { parent: this },
    );
    return new openstack.networking.RouterInterface(
      `${this.name}-interface.${tenant}.${router}`,
      { routerId: id, portId: port.id },
      { parent: this, deleteBeforeReplace: true },
    );
  }

  private letIn(): void {
    const { allow } = this.args;
    let before: pulumi.Resource[] = [];
    for (const { from, to, group, groupId, projectId, sources, ...rest } of allow) {
      for (const source of sources) {
        const { description = `From tenant ${from}` } = rest;
        const rule = { ...rest, direction: "ingress", from: source, description } as const;
        const made = new openstack.networking.SecGroupRule(
          `${this.name}-rule.${to}.${group}.${ruleKey(rule)}`,
          {
            securityGroupId: groupId,
            tenantId: projectId,
            ...packetsOf(rule),
            remoteIpPrefix: source,
          },
          // One after the other: while Neutron makes a rule, it counts it twice against the quota.
          { parent: this, dependsOn: before, deleteBeforeReplace: true },
        );
        before = [made];
      }
    }
  }
}

function shownOf({ between: [one, two], by, allow }: PeeringArgs): ShownPeering {
  return {
    between: [one.tenant, two.tenant],
    by,
    allow: allow.map(({ from, to, protocol, port }) => ({
      from,
      to,
      protocol,
      ...(port && { ports: port }),
    })),
  };
}
