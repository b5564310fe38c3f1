// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface CleanStep {
  /** Bios, deploy, firmware, management, power, raid or vendor. */
  interface: pulumi.Input<string>;
  /** The step's name. */
  step: pulumi.Input<string>;
  /** The step's arguments. */
  args?: pulumi.Input<pulumi.Inputs>;
}

export interface LocalLinkConnection {
  /** The switch's MAC address or datapath id. */
  switchId?: pulumi.Input<string>;
  /** The switch's port, such as Ethernet1/1. */
  portId?: pulumi.Input<string>;
  /** The switch's name. */
  switchInfo?: pulumi.Input<string>;
  /** Managed or unmanaged. */
  networkType?: pulumi.Input<string>;
  /** The host of a Smart NIC. */
  hostname?: pulumi.Input<string>;
}

export interface ConfigDrive {
  /** Meta_data.json: hostname, public_keys (name → key), ... */
  metaData?: pulumi.Input<pulumi.Inputs>;
  /** Network_data.json: links (with their MAC addresses), networks and services. */
  networkData?: pulumi.Input<pulumi.Inputs>;
  /** User_data: cloud-init's #cloud-config or a script. */
  userData?: pulumi.Input<string>;
  /** Vendor_data.json. */
  vendorData?: pulumi.Input<pulumi.Inputs>;
}

export interface DeployStep {
  /** Bios, deploy, firmware, management, power or raid. */
  interface: pulumi.Input<string>;
  /** The step's name. */
  step: pulumi.Input<string>;
  /** The step's arguments. */
  args?: pulumi.Input<pulumi.Inputs>;
  /** When it runs: the highest first. */
  priority: pulumi.Input<number>;
}

export interface AnswersAt {
  /** Its address. */
  address: pulumi.Input<string>;
  /**
   * The TCP port.
   * @default 22
   */
  port?: pulumi.Input<number>;
  /**
   * How long it may take to start.
   * @default 1800
   */
  seconds?: pulumi.Input<number>;
}
