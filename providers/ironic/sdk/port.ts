// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.
import * as pulumi from "@pulumi/pulumi";
import type { LocalLinkConnection } from "./types";

export interface PortArgs {
  /**
   * The node that it belongs to: the uuid of a Node.
   * A change replaces the resource.
   */
  nodeUuid: pulumi.Input<string>;
  /** The MAC address of the network card. */
  address: pulumi.Input<string>;
  /** The name of the port, unique in this Ironic. */
  name?: pulumi.Input<string>;
  /**
   * Whether the machine may be booted through this card.
   * @default true
   */
  pxeEnabled?: pulumi.Input<boolean>;
  /** The physical network that the card is plugged into. */
  physicalNetwork?: pulumi.Input<string>;
  /** The uuid of its PortGroup. */
  portgroupUuid?: pulumi.Input<string>;
  /**
   * Whether it is a Smart NIC.
   * @default false
   */
  isSmartnic?: pulumi.Input<boolean>;
  /** The port of the switch that the card is plugged into. */
  localLinkConnection?: pulumi.Input<LocalLinkConnection>;
  /** Anything, kept with it. */
  extra?: pulumi.Input<pulumi.Inputs>;
}

/** A network card of a node. One that inspection made already, on the same node, is taken over. */
export class Port extends pulumi.CustomResource {
  /** One that exists already, by its name or UUID. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): Port {
    return new Port(name, undefined, { ...options, id });
  }

  /**
   * The node that it belongs to: the uuid of a Node.
   * A change replaces the resource.
   */
  declare readonly nodeUuid: pulumi.Output<string>;
  /** The MAC address of the network card. */
  declare readonly address: pulumi.Output<string>;
  /** The name of the port, unique in this Ironic. */
  declare readonly name: pulumi.Output<string | undefined>;
  /**
   * Whether the machine may be booted through this card.
   * @default true
   */
  declare readonly pxeEnabled: pulumi.Output<boolean>;
  /** The physical network that the card is plugged into. */
  declare readonly physicalNetwork: pulumi.Output<string | undefined>;
  /** The uuid of its PortGroup. */
  declare readonly portgroupUuid: pulumi.Output<string | undefined>;
  /**
   * Whether it is a Smart NIC.
   * @default false
   */
  declare readonly isSmartnic: pulumi.Output<boolean>;
  /** The port of the switch that the card is plugged into. */
  declare readonly localLinkConnection: pulumi.Output<Record<string, unknown> | undefined>;
  /** Anything, kept with it. */
  declare readonly extra: pulumi.Output<Record<string, unknown> | undefined>;
  /** Its UUID. */
  declare readonly uuid: pulumi.Output<string>;

  constructor(name: string, args: PortArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link Port.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(name: string, args: PortArgs | undefined, options?: pulumi.CustomResourceOptions) {
    super("ironic:index:Port", name, { ...names(), ...args, uuid: undefined }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return {
    nodeUuid: undefined,
    address: undefined,
    name: undefined,
    pxeEnabled: undefined,
    physicalNetwork: undefined,
    portgroupUuid: undefined,
    isSmartnic: undefined,
    localLinkConnection: undefined,
    extra: undefined,
  };
}
