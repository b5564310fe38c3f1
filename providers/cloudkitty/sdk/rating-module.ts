// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface RatingModuleArgs {
  /**
   * The module: hashmap, pyscripts, noop, or another one that CloudKitty has loaded.
   * A change replaces the resource.
   */
  moduleId: pulumi.Input<string>;
  /**
   * Whether it takes part in rating.
   * @default true
   */
  enabled?: pulumi.Input<boolean>;
  /**
   * Its place in the order: the higher one rates first. Two should not have the same.
   * @default what it was
   */
  priority?: pulumi.Input<number>;
}

/** Whether a rating module takes part, and when. Deleting it puts back what was before. */
export class RatingModule extends pulumi.CustomResource {
  /** One that exists already, by its module's id. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): RatingModule {
    return new RatingModule(name, undefined, { ...options, id });
  }

  /**
   * The module: hashmap, pyscripts, noop, or another one that CloudKitty has loaded.
   * A change replaces the resource.
   */
  declare readonly moduleId: pulumi.Output<string>;
  /**
   * Whether it takes part in rating.
   * @default true
   */
  declare readonly enabled: pulumi.Output<boolean>;
  /**
   * Its place in the order: the higher one rates first. Two should not have the same.
   * @default what it was
   */
  declare readonly priority: pulumi.Output<number | undefined>;
  /** What CloudKitty says of it. */
  declare readonly description: pulumi.Output<string>;
  /** Whether it is configured while it runs. */
  declare readonly hotConfig: pulumi.Output<boolean>;
  /** How it was before this resource: {enabled, priority}. */
  declare readonly before: pulumi.Output<Record<string, unknown>>;

  constructor(name: string, args: RatingModuleArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link RatingModule.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: RatingModuleArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(
      "cloudkitty:index:RatingModule",
      name,
      { ...names(), ...args, description: undefined, hotConfig: undefined, before: undefined },
      options,
    );
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return { moduleId: undefined, enabled: undefined, priority: undefined };
}
