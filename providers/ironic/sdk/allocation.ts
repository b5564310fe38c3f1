// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface AllocationArgs {
  /**
   * The name of the allocation, unique in this Ironic.
   * @default the resource's name
   */
  name?: pulumi.Input<string>;
  /**
   * The class that the node has to have.
   * A change replaces the resource.
   */
  resourceClass: pulumi.Input<string>;
  /**
   * Traits that the node has to have.
   * A change replaces the resource.
   */
  traits?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The only nodes to choose from: names or UUIDs.
   * A change replaces the resource.
   */
  candidateNodes?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The project whose nodes to choose from.
   * A change replaces the resource.
   */
  owner?: pulumi.Input<string>;
  /** Anything, kept with it. */
  extra?: pulumi.Input<pulumi.Inputs>;
}

/** A node that is chosen by resource class and traits, and reserved. */
export class Allocation extends pulumi.CustomResource {
  /** One that exists already, by its name or UUID. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): Allocation {
    return new Allocation(name, undefined, { ...options, id });
  }

  /**
   * The name of the allocation, unique in this Ironic.
   * @default the resource's name
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * The class that the node has to have.
   * A change replaces the resource.
   */
  declare readonly resourceClass: pulumi.Output<string>;
  /**
   * Traits that the node has to have.
   * A change replaces the resource.
   */
  declare readonly traits: pulumi.Output<string[] | undefined>;
  /**
   * The only nodes to choose from: names or UUIDs.
   * A change replaces the resource.
   */
  declare readonly candidateNodes: pulumi.Output<string[] | undefined>;
  /**
   * The project whose nodes to choose from.
   * A change replaces the resource.
   */
  declare readonly owner: pulumi.Output<string | undefined>;
  /** Anything, kept with it. */
  declare readonly extra: pulumi.Output<Record<string, unknown> | undefined>;
  /** Its UUID. */
  declare readonly uuid: pulumi.Output<string>;
  /** The node that was chosen. */
  declare readonly nodeUuid: pulumi.Output<string>;

  constructor(name: string, args: AllocationArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link Allocation.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: AllocationArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(
      "ironic:index:Allocation",
      name,
      { ...names(), ...args, uuid: undefined, nodeUuid: undefined },
      options,
    );
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return {
    name: undefined,
    resourceClass: undefined,
    traits: undefined,
    candidateNodes: undefined,
    owner: undefined,
    extra: undefined,
  };
}
