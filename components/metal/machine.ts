import * as pulumi from "@pulumi/pulumi";
import * as ironic from "../../providers/ironic/sdk";
import type { NetworkName } from "../host";
import { interfacesOf, needsAgent, type HardwareProfile } from "./hardware";
import type { HostImage } from "./host-image";
import {
  networkData,
  type HostNetwork,
  type NetworkData,
  type NetworkedHost,
} from "./network-data";
import type { Seed } from "./seed";
import type { Inventory } from "./verify";

export interface MachineArgs extends Omit<NetworkedHost, "bonds"> {
  seed: Seed;
  image: HostImage;
  /** The management controller, which speaks Redfish over HTTPS. */
  bmc: { address: string; username: string; password: pulumi.Input<string> };
  hardware: HardwareProfile;
  networks: Record<NetworkName, HostNetwork>;
  /** Whether neither Pulumi nor Ironic lets go of it. */
  protect: boolean;
}

/** A machine that Ironic knows by its management controller and has looked at; nothing is written to it. */
export class Machine extends pulumi.ComponentResource {
  readonly uuid: pulumi.Output<string>;
  /** What inspection found. */
  readonly inventory: pulumi.Output<Inventory>;

  constructor(
    readonly host: string,
    readonly args: MachineArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("openstack-environment:metal:Machine", host, {}, opts);
    const { seed, image, bmc, hardware } = args;
    const node = new ironic.Node(
      host,
      {
        driver: "redfish",
        driverInfo: {
          redfish_address: `https://${bmc.address}`,
          redfish_username: bmc.username,
          redfish_password: pulumi.secret(bmc.password),
          redfish_verify_ca: seed.redfishVerifyCa,
          ...(needsAgent(hardware) && {
            deploy_kernel: image.agentKernel,
            deploy_ramdisk: image.agentRamdisk,
          }),
        },
        ...interfacesOf(hardware),
        properties: { capabilities: "boot_mode:uefi" },
        // The agent is on the management network alone: that is where Ironic answers it.
        ...(needsAgent(hardware) && {
          networkData: { ...this.networkData([], ["management"]) },
        }),
        ...(hardware.cleanSteps && { cleanSteps: hardware.cleanSteps }),
        automatedClean: hardware.cleaning !== "none",
        inspect: true,
        // Becoming available may clean a machine, which it must not before it is known to be the one.
        provisionState: "manageable",
      },
      {
        parent: this,
        provider: seed.provider,
        protect: args.protect,
        // Behind another controller there is another machine.
        replaceOnChanges: ["driverInfo.redfish_address"],
        deleteBeforeReplace: true,
      },
    );
    this.uuid = node.uuid;
    this.inventory = node.inventory;
    this.registerOutputs({});
  }

  /** @param only the networks to make. @default all on which the host has an address */
  networkData(dnsServers: string[], only?: NetworkName[]): NetworkData {
    const { networks, hardware, ...host } = this.args;
    return networkData({ ...host, bonds: hardware.bonds }, networks, dnsServers, only);
  }
}
