// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface HashmapGroupArgs {
  /**
   * Its name, such as uptime. Within a group the prices are combined; groups add up.
   * A change replaces the resource.
   */
  name: pulumi.Input<string>;
  /**
   * Whether deleting it takes along mappings and thresholds that others made, and their prices. It is refused else.
   * @default false
   */
  forceDestroy?: pulumi.Input<boolean>;
}

/** Prices that are combined. */
export class HashmapGroup extends pulumi.CustomResource {
  /** One that exists already, by its id or natural key. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): HashmapGroup {
    return new HashmapGroup(name, undefined, { ...options, id });
  }

  /**
   * Its name, such as uptime. Within a group the prices are combined; groups add up.
   * A change replaces the resource.
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * Whether deleting it takes along mappings and thresholds that others made, and their prices. It is refused else.
   * @default false
   */
  declare readonly forceDestroy: pulumi.Output<boolean>;

  constructor(name: string, args: HashmapGroupArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link HashmapGroup.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: HashmapGroupArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("cloudkitty:index:HashmapGroup", name, { ...names(), ...args }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return { name: undefined, forceDestroy: undefined };
}
