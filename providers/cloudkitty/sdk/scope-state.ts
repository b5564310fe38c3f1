// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface ScopeStateArgs {
  /**
   * The project, by its id.
   * A change replaces the resource.
   */
  scopeId: pulumi.Input<string>;
  /**
   * Whether the project is rated.
   * @default true
   */
  active?: pulumi.Input<boolean>;
  /** What was rated since this instant is rated again, once, when it is set or set to another one. */
  rateAgainFrom?: pulumi.Input<string>;
}

/** Whether a project is rated, and from when on again. Deleting it puts back what was before. */
export class ScopeState extends pulumi.CustomResource {
  /** One that exists already, by its project's id. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): ScopeState {
    return new ScopeState(name, undefined, { ...options, id });
  }

  /**
   * The project, by its id.
   * A change replaces the resource.
   */
  declare readonly scopeId: pulumi.Output<string>;
  /**
   * Whether the project is rated.
   * @default true
   */
  declare readonly active: pulumi.Output<boolean>;
  /** What was rated since this instant is rated again, once, when it is set or set to another one. */
  declare readonly rateAgainFrom: pulumi.Output<string | undefined>;
  /** What kind of id it has, such as project_id. */
  declare readonly scopeKey: pulumi.Output<string>;
  /** What found it. */
  declare readonly fetcher: pulumi.Output<string>;
  /** Where its usage comes from. */
  declare readonly collector: pulumi.Output<string>;
  /** Up to when it is rated. */
  declare readonly lastProcessedTimestamp: pulumi.Output<string>;
  /** Whether it was rated before this resource. */
  declare readonly wasActive: pulumi.Output<boolean>;

  constructor(name: string, args: ScopeStateArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link ScopeState.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: ScopeStateArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(
      "cloudkitty:index:ScopeState",
      name,
      {
        ...names(),
        ...args,
        scopeKey: undefined,
        fetcher: undefined,
        collector: undefined,
        lastProcessedTimestamp: undefined,
        wasActive: undefined,
      },
      options,
    );
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return { scopeId: undefined, active: undefined, rateAgainFrom: undefined };
}
