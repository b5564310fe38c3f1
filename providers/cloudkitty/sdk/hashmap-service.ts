// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface HashmapServiceArgs {
  /**
   * The metric, by its name (or alt_name) in CloudKitty's metrics.yml, such as instance.
   * A change replaces the resource.
   */
  name: pulumi.Input<string>;
  /**
   * Whether deleting it takes along fields, mappings and thresholds that others made, and their prices. It is refused else.
   * @default false
   */
  forceDestroy?: pulumi.Input<boolean>;
}

/** A metric that has prices. */
export class HashmapService extends pulumi.CustomResource {
  /** One that exists already, by its id or natural key. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): HashmapService {
    return new HashmapService(name, undefined, { ...options, id });
  }

  /**
   * The metric, by its name (or alt_name) in CloudKitty's metrics.yml, such as instance.
   * A change replaces the resource.
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * Whether deleting it takes along fields, mappings and thresholds that others made, and their prices. It is refused else.
   * @default false
   */
  declare readonly forceDestroy: pulumi.Output<boolean>;

  constructor(name: string, args: HashmapServiceArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link HashmapService.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: HashmapServiceArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("cloudkitty:index:HashmapService", name, { ...names(), ...args }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return { name: undefined, forceDestroy: undefined };
}
