// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface PortGroupArgs {
  /**
   * The node that it belongs to: the uuid of a Node.
   * A change replaces the resource.
   */
  nodeUuid: pulumi.Input<string>;
  /**
   * The name of the port group, unique in this Ironic.
   * @default the resource's name
   */
  name?: pulumi.Input<string>;
  /** The MAC address of the bond. */
  address?: pulumi.Input<string>;
  /**
   * The bond's mode, as Linux names it.
   * One of balance-rr, active-backup, balance-xor, broadcast, 802.3ad, balance-tlb, balance-alb.
   * @default Ironic's default, active-backup
   */
  mode?: pulumi.Input<string>;
  /** The bond's settings, such as {miimon}. */
  properties?: pulumi.Input<pulumi.Inputs>;
  /**
   * Whether each of its ports works alone, too, as for booting.
   * @default true
   */
  standalonePortsSupported?: pulumi.Input<boolean>;
  /** Anything, kept with it. */
  extra?: pulumi.Input<pulumi.Inputs>;
}

/** A bond of network cards of a node. */
export class PortGroup extends pulumi.CustomResource {
  /** One that exists already, by its name or UUID. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): PortGroup {
    return new PortGroup(name, undefined, { ...options, id });
  }

  /**
   * The node that it belongs to: the uuid of a Node.
   * A change replaces the resource.
   */
  declare readonly nodeUuid: pulumi.Output<string>;
  /**
   * The name of the port group, unique in this Ironic.
   * @default the resource's name
   */
  declare readonly name: pulumi.Output<string>;
  /** The MAC address of the bond. */
  declare readonly address: pulumi.Output<string | undefined>;
  /**
   * The bond's mode, as Linux names it.
   * One of balance-rr, active-backup, balance-xor, broadcast, 802.3ad, balance-tlb, balance-alb.
   * @default Ironic's default, active-backup
   */
  declare readonly mode: pulumi.Output<string | undefined>;
  /** The bond's settings, such as {miimon}. */
  declare readonly properties: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * Whether each of its ports works alone, too, as for booting.
   * @default true
   */
  declare readonly standalonePortsSupported: pulumi.Output<boolean>;
  /** Anything, kept with it. */
  declare readonly extra: pulumi.Output<Record<string, unknown> | undefined>;
  /** Its UUID. */
  declare readonly uuid: pulumi.Output<string>;

  constructor(name: string, args: PortGroupArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link PortGroup.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: PortGroupArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("ironic:index:PortGroup", name, { ...names(), ...args, uuid: undefined }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return {
    nodeUuid: undefined,
    name: undefined,
    address: undefined,
    mode: undefined,
    properties: undefined,
    standalonePortsSupported: undefined,
    extra: undefined,
  };
}
