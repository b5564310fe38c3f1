// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.
import * as pulumi from "@pulumi/pulumi";

/** What there is to know of a node. */
export interface NodeFacts {
  /** Its UUID. */
  uuid?: string;
  /** Its provision state. */
  state?: string;
  /** Its power state. */
  powerState?: string;
  /** The instance that it carries. */
  instanceUuid?: string;
  /** What went wrong last; it may be long past. */
  lastError?: string;
  /** The node's name, unique in this Ironic. */
  name?: string;
  /** The hardware type, such as redfish. Changes while the node is not deployed. */
  driver?: string;
  /** The driver's bios interface: how BIOS settings are made. */
  biosInterface?: string;
  /** The driver's boot interface: how a ramdisk or an image is booted, such as redfish-virtual-media. */
  bootInterface?: string;
  /** The driver's console interface: how the serial or graphical console is reached. */
  consoleInterface?: string;
  /** The driver's deploy interface: how an image gets onto the machine: direct (onto its disk) or ramdisk (into memory). */
  deployInterface?: string;
  /** The driver's firmware interface: how firmware is brought up to date. */
  firmwareInterface?: string;
  /** The driver's inspect interface: how hardware is looked at: redfish (by its BMC) or agent (by a ramdisk). */
  inspectInterface?: string;
  /** The driver's management interface: how boot device and boot mode are set. */
  managementInterface?: string;
  /** The driver's network interface: how ports are connected: noop, flat or neutron. */
  networkInterface?: string;
  /** The driver's power interface: how power is switched. */
  powerInterface?: string;
  /** The driver's raid interface: how RAID is set up. */
  raidInterface?: string;
  /** The driver's rescue interface: how a rescue ramdisk is booted. */
  rescueInterface?: string;
  /** The driver's storage interface: how volumes are attached. */
  storageInterface?: string;
  /** The driver's vendor interface: what a vendor offers beside. */
  vendorInterface?: string;
  /** What the machine is, by Ironic's names: cpu_arch, memory_mb, local_gb, root_device, capabilities. Keys that inspection finds beside these are left alone. */
  properties?: Record<string, unknown>;
  /** The class that allocations and flavors ask for, such as baremetal-small. */
  resourceClass?: string;
  /** Traits that allocations and flavors ask for: standard ones, or CUSTOM_ and a name. */
  traits?: string[];
  /** For people; up to 4096 characters. */
  description?: string;
  /** Anything, kept with the node. Keys that others add are left alone. */
  extra?: Record<string, unknown>;
  /** Whether the node is cleaned before it becomes available. */
  automatedClean?: boolean;
  /** Steps that the machine is cleaned by (Ironic's manual cleaning) before it becomes available, once, in this order. Other steps are done before it next becomes available, which a machine that is available at the time does at once, and one that carries a host does before its next deployment: a deployed host is left alone, and so is one that is adopted. */
  cleanSteps?: Record<string, unknown>[];
  /** The group of conductors that manages the node. */
  conductorGroup?: string;
  /** The project that owns the node. */
  owner?: string;
  /** The project that may use the node. */
  lessee?: string;
  /** The shard that the node belongs to. */
  shard?: string;
  /** Whether the machine is never powered off, only restarted. */
  disablePowerOff?: boolean;
  /** Whether the machine is not to be used again once it is undeployed. */
  retired?: boolean;
  /** Why it is retired. */
  retiredReason?: string;
  /** Whether Ironic leaves the node alone. Somebody's maintenance ends with the next update. */
  maintenance?: boolean;
  /** Why it is in maintenance. */
  maintenanceReason?: string;
}

export interface GetNodeArgs {
  /** The node's name or UUID. */
  node: pulumi.Input<string>;
}

/** Looks a node up. */
export function getNode(
  args: GetNodeArgs,
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<NodeFacts> {
  return pulumi.runtime.invokeOutput<NodeFacts>("ironic:index:getNode", { ...args }, options ?? {});
}

export interface GetNodesArgs {
  /** Only nodes of this resource class. */
  resourceClass?: pulumi.Input<string>;
  /** Only nodes in this state, such as available. */
  provisionState?: pulumi.Input<string>;
  /** Only nodes with this driver. */
  driver?: pulumi.Input<string>;
  /** Only nodes of this conductor group. */
  conductorGroup?: pulumi.Input<string>;
  /** Only nodes of this project. */
  owner?: pulumi.Input<string>;
  /** Only nodes that are, or are not, in maintenance. */
  maintenance?: pulumi.Input<boolean>;
  /** Only nodes that have, or have not, an instance. */
  associated?: pulumi.Input<boolean>;
}

/** Lists nodes. */
export function getNodes(
  args: GetNodesArgs = {},
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<{ nodes: NodeFacts[] }> {
  return pulumi.runtime.invokeOutput<{ nodes: NodeFacts[] }>(
    "ironic:index:getNodes",
    { ...args },
    options ?? {},
  );
}
