// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface HashmapFieldArgs {
  /**
   * The service whose usage it looks at: the id of a HashmapService.
   * A change replaces the resource.
   */
  serviceId: pulumi.Input<string>;
  /**
   * The attribute, one of the metric's groupby or metadata in metrics.yml, such as flavor_name; project_id for a tenant's discount.
   * A change replaces the resource.
   */
  name: pulumi.Input<string>;
  /**
   * Whether deleting it takes along mappings and thresholds that others made, and their prices. It is refused else.
   * @default false
   */
  forceDestroy?: pulumi.Input<boolean>;
}

/** An attribute of a metric whose values have prices. */
export class HashmapField extends pulumi.CustomResource {
  /** One that exists already, by its id or natural key. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): HashmapField {
    return new HashmapField(name, undefined, { ...options, id });
  }

  /**
   * The service whose usage it looks at: the id of a HashmapService.
   * A change replaces the resource.
   */
  declare readonly serviceId: pulumi.Output<string>;
  /**
   * The attribute, one of the metric's groupby or metadata in metrics.yml, such as flavor_name; project_id for a tenant's discount.
   * A change replaces the resource.
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * Whether deleting it takes along mappings and thresholds that others made, and their prices. It is refused else.
   * @default false
   */
  declare readonly forceDestroy: pulumi.Output<boolean>;

  constructor(name: string, args: HashmapFieldArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link HashmapField.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: HashmapFieldArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("cloudkitty:index:HashmapField", name, { ...names(), ...args }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return { serviceId: undefined, name: undefined, forceDestroy: undefined };
}
