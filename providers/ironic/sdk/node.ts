// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.
import * as pulumi from "@pulumi/pulumi";
import type { CleanStep } from "./types";

export interface NodeArgs {
  /**
   * The node's name, unique in this Ironic.
   * @default the resource's name
   */
  name?: pulumi.Input<string>;
  /** The hardware type, such as redfish. Changes while the node is not deployed. */
  driver: pulumi.Input<string>;
  /** What the driver needs to reach the machine, by Ironic's names: redfish_address, redfish_username, redfish_password, deploy_kernel, ... Passwords in it are secrets. */
  driverInfo?: pulumi.Input<pulumi.Inputs>;
  /**
   * The driver's bios interface: how BIOS settings are made.
   * @default Ironic's default for the driver
   */
  biosInterface?: pulumi.Input<string>;
  /**
   * The driver's boot interface: how a ramdisk or an image is booted, such as redfish-virtual-media.
   * @default Ironic's default for the driver
   */
  bootInterface?: pulumi.Input<string>;
  /**
   * The driver's console interface: how the serial or graphical console is reached.
   * @default Ironic's default for the driver
   */
  consoleInterface?: pulumi.Input<string>;
  /**
   * The driver's deploy interface: how an image gets onto the machine: direct (onto its disk) or ramdisk (into memory).
   * @default Ironic's default for the driver
   */
  deployInterface?: pulumi.Input<string>;
  /**
   * The driver's firmware interface: how firmware is brought up to date.
   * @default Ironic's default for the driver
   */
  firmwareInterface?: pulumi.Input<string>;
  /**
   * The driver's inspect interface: how hardware is looked at: redfish (by its BMC) or agent (by a ramdisk).
   * @default Ironic's default for the driver
   */
  inspectInterface?: pulumi.Input<string>;
  /**
   * The driver's management interface: how boot device and boot mode are set.
   * @default Ironic's default for the driver
   */
  managementInterface?: pulumi.Input<string>;
  /**
   * The driver's network interface: how ports are connected: noop, flat or neutron.
   * @default Ironic's default for the driver
   */
  networkInterface?: pulumi.Input<string>;
  /**
   * The driver's power interface: how power is switched.
   * @default Ironic's default for the driver
   */
  powerInterface?: pulumi.Input<string>;
  /**
   * The driver's raid interface: how RAID is set up.
   * @default Ironic's default for the driver
   */
  raidInterface?: pulumi.Input<string>;
  /**
   * The driver's rescue interface: how a rescue ramdisk is booted.
   * @default Ironic's default for the driver
   */
  rescueInterface?: pulumi.Input<string>;
  /**
   * The driver's storage interface: how volumes are attached.
   * @default Ironic's default for the driver
   */
  storageInterface?: pulumi.Input<string>;
  /**
   * The driver's vendor interface: what a vendor offers beside.
   * @default Ironic's default for the driver
   */
  vendorInterface?: pulumi.Input<string>;
  /** What the machine is, by Ironic's names: cpu_arch, memory_mb, local_gb, root_device, capabilities. Keys that inspection finds beside these are left alone. */
  properties?: pulumi.Input<pulumi.Inputs>;
  /** The class that allocations and flavors ask for, such as baremetal-small. */
  resourceClass?: pulumi.Input<string>;
  /** Traits that allocations and flavors ask for: standard ones, or CUSTOM_ and a name. */
  traits?: pulumi.Input<pulumi.Input<string>[]>;
  /** For people; up to 4096 characters. */
  description?: pulumi.Input<string>;
  /** Anything, kept with the node. Keys that others add are left alone. */
  extra?: pulumi.Input<pulumi.Inputs>;
  /**
   * Whether the node is cleaned before it becomes available.
   * @default what Ironic's configuration says
   */
  automatedClean?: pulumi.Input<boolean>;
  /** Steps that the machine is cleaned by (Ironic's manual cleaning) before it becomes available, once, in this order. Other steps are done before it next becomes available, which a machine that is available at the time does at once, and one that carries a host does before its next deployment: a deployed host is left alone, and so is one that is adopted. */
  cleanSteps?: pulumi.Input<pulumi.Input<CleanStep>[]>;
  /** The group of conductors that manages the node. */
  conductorGroup?: pulumi.Input<string>;
  /** The project that owns the node. */
  owner?: pulumi.Input<string>;
  /** The project that may use the node. */
  lessee?: pulumi.Input<string>;
  /** The shard that the node belongs to. */
  shard?: pulumi.Input<string>;
  /** Network data (network_data.json) for the agent's ramdisk where there is no DHCP. */
  networkData?: pulumi.Input<pulumi.Inputs>;
  /**
   * Whether the machine is never powered off, only restarted.
   * @default false
   */
  disablePowerOff?: pulumi.Input<boolean>;
  /**
   * Whether the machine is not to be used again once it is undeployed.
   * @default false
   */
  retired?: pulumi.Input<boolean>;
  /** Why it is retired. */
  retiredReason?: pulumi.Input<string>;
  /**
   * Whether Ironic leaves the node alone. Somebody's maintenance ends with the next update.
   * @default false
   */
  maintenance?: pulumi.Input<boolean>;
  /** Why it is in maintenance. */
  maintenanceReason?: pulumi.Input<string>;
  /**
   * Whether the hardware is looked at once, before the node becomes available.
   * @default false
   */
  inspect?: pulumi.Input<boolean>;
  /**
   * How far the node is brought: enroll (only known), manageable (its BMC answers) or available (cleaned, ready for a deployment). A node with a deployment is past all three and stays as it is. For a Deployment with adopt, take manageable: becoming available may clean the machine.
   * One of enroll, manageable, available.
   * @default "available"
   */
  provisionState?: pulumi.Input<string>;
}

/** A machine that Ironic knows by its management controller, brought up to where a deployment can take it. Deleting it makes Ironic forget the machine; a node with a deployment is refused. */
export class Node extends pulumi.CustomResource {
  /** One that exists already, by its name or UUID. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): Node {
    return new Node(name, undefined, { ...options, id });
  }

  /**
   * The node's name, unique in this Ironic.
   * @default the resource's name
   */
  declare readonly name: pulumi.Output<string>;
  /** The hardware type, such as redfish. Changes while the node is not deployed. */
  declare readonly driver: pulumi.Output<string>;
  /** What the driver needs to reach the machine, by Ironic's names: redfish_address, redfish_username, redfish_password, deploy_kernel, ... Passwords in it are secrets. */
  declare readonly driverInfo: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * The driver's bios interface: how BIOS settings are made.
   * @default Ironic's default for the driver
   */
  declare readonly biosInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's boot interface: how a ramdisk or an image is booted, such as redfish-virtual-media.
   * @default Ironic's default for the driver
   */
  declare readonly bootInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's console interface: how the serial or graphical console is reached.
   * @default Ironic's default for the driver
   */
  declare readonly consoleInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's deploy interface: how an image gets onto the machine: direct (onto its disk) or ramdisk (into memory).
   * @default Ironic's default for the driver
   */
  declare readonly deployInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's firmware interface: how firmware is brought up to date.
   * @default Ironic's default for the driver
   */
  declare readonly firmwareInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's inspect interface: how hardware is looked at: redfish (by its BMC) or agent (by a ramdisk).
   * @default Ironic's default for the driver
   */
  declare readonly inspectInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's management interface: how boot device and boot mode are set.
   * @default Ironic's default for the driver
   */
  declare readonly managementInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's network interface: how ports are connected: noop, flat or neutron.
   * @default Ironic's default for the driver
   */
  declare readonly networkInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's power interface: how power is switched.
   * @default Ironic's default for the driver
   */
  declare readonly powerInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's raid interface: how RAID is set up.
   * @default Ironic's default for the driver
   */
  declare readonly raidInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's rescue interface: how a rescue ramdisk is booted.
   * @default Ironic's default for the driver
   */
  declare readonly rescueInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's storage interface: how volumes are attached.
   * @default Ironic's default for the driver
   */
  declare readonly storageInterface: pulumi.Output<string | undefined>;
  /**
   * The driver's vendor interface: what a vendor offers beside.
   * @default Ironic's default for the driver
   */
  declare readonly vendorInterface: pulumi.Output<string | undefined>;
  /** What the machine is, by Ironic's names: cpu_arch, memory_mb, local_gb, root_device, capabilities. Keys that inspection finds beside these are left alone. */
  declare readonly properties: pulumi.Output<Record<string, unknown> | undefined>;
  /** The class that allocations and flavors ask for, such as baremetal-small. */
  declare readonly resourceClass: pulumi.Output<string | undefined>;
  /** Traits that allocations and flavors ask for: standard ones, or CUSTOM_ and a name. */
  declare readonly traits: pulumi.Output<string[] | undefined>;
  /** For people; up to 4096 characters. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** Anything, kept with the node. Keys that others add are left alone. */
  declare readonly extra: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * Whether the node is cleaned before it becomes available.
   * @default what Ironic's configuration says
   */
  declare readonly automatedClean: pulumi.Output<boolean | undefined>;
  /** Steps that the machine is cleaned by (Ironic's manual cleaning) before it becomes available, once, in this order. Other steps are done before it next becomes available, which a machine that is available at the time does at once, and one that carries a host does before its next deployment: a deployed host is left alone, and so is one that is adopted. */
  declare readonly cleanSteps: pulumi.Output<Record<string, unknown>[] | undefined>;
  /** The group of conductors that manages the node. */
  declare readonly conductorGroup: pulumi.Output<string | undefined>;
  /** The project that owns the node. */
  declare readonly owner: pulumi.Output<string | undefined>;
  /** The project that may use the node. */
  declare readonly lessee: pulumi.Output<string | undefined>;
  /** The shard that the node belongs to. */
  declare readonly shard: pulumi.Output<string | undefined>;
  /** Network data (network_data.json) for the agent's ramdisk where there is no DHCP. */
  declare readonly networkData: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * Whether the machine is never powered off, only restarted.
   * @default false
   */
  declare readonly disablePowerOff: pulumi.Output<boolean | undefined>;
  /**
   * Whether the machine is not to be used again once it is undeployed.
   * @default false
   */
  declare readonly retired: pulumi.Output<boolean>;
  /** Why it is retired. */
  declare readonly retiredReason: pulumi.Output<string | undefined>;
  /**
   * Whether Ironic leaves the node alone. Somebody's maintenance ends with the next update.
   * @default false
   */
  declare readonly maintenance: pulumi.Output<boolean>;
  /** Why it is in maintenance. */
  declare readonly maintenanceReason: pulumi.Output<string | undefined>;
  /**
   * Whether the hardware is looked at once, before the node becomes available.
   * @default false
   */
  declare readonly inspect: pulumi.Output<boolean>;
  /**
   * How far the node is brought: enroll (only known), manageable (its BMC answers) or available (cleaned, ready for a deployment). A node with a deployment is past all three and stays as it is. For a Deployment with adopt, take manageable: becoming available may clean the machine.
   * One of enroll, manageable, available.
   * @default "available"
   */
  declare readonly provisionState: pulumi.Output<string>;
  /** Its UUID. */
  declare readonly uuid: pulumi.Output<string>;
  /** What inspection found: cpu, memory, disks, interfaces. */
  declare readonly inventory: pulumi.Output<Record<string, unknown>>;

  constructor(name: string, args: NodeArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link Node.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(name: string, args: NodeArgs | undefined, options?: pulumi.CustomResourceOptions) {
    super(
      "ironic:index:Node",
      name,
      { ...names(), ...args, uuid: undefined, inventory: undefined },
      options,
    );
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return {
    name: undefined,
    driver: undefined,
    driverInfo: undefined,
    biosInterface: undefined,
    bootInterface: undefined,
    consoleInterface: undefined,
    deployInterface: undefined,
    firmwareInterface: undefined,
    inspectInterface: undefined,
    managementInterface: undefined,
    networkInterface: undefined,
    powerInterface: undefined,
    raidInterface: undefined,
    rescueInterface: undefined,
    storageInterface: undefined,
    vendorInterface: undefined,
    properties: undefined,
    resourceClass: undefined,
    traits: undefined,
    description: undefined,
    extra: undefined,
    automatedClean: undefined,
    cleanSteps: undefined,
    conductorGroup: undefined,
    owner: undefined,
    lessee: undefined,
    shard: undefined,
    networkData: undefined,
    disablePowerOff: undefined,
    retired: undefined,
    retiredReason: undefined,
    maintenance: undefined,
    maintenanceReason: undefined,
    inspect: undefined,
    provisionState: undefined,
  };
}
