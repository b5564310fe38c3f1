// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface PlanTimelineArgs {
  /**
   * What it is called.
   * A change replaces the resource.
   */
  name: pulumi.Input<string>;
  /** The price lists that each tenant was, is and will be on, the earliest first: {acme: [{plan: standard}, {plan: business, from: 2026-12-01T00:00:00Z}]}. */
  plans: pulumi.Input<pulumi.Inputs>;
  /**
   * Of tenants that came to a price list at some time: since when they are on the one whose prices are declared. When a later one comes into force, what was rated since then is rated again, unless it is in `dated`.
   * @default none has changed its list
   */
  inForce?: pulumi.Input<pulumi.Inputs>;
  /**
   * The changes, by when they are, that CloudKitty rates by from then on without being told.
   * @default none: rules have no dates
   */
  dated?: pulumi.Input<pulumi.Inputs>;
  /** The projects of tenants that change their lists, by their ids. */
  projects?: pulumi.Input<pulumi.Inputs>;
}

/** Which price lists tenants were, are and will be on: what has begun is refused to be written anew. */
export class PlanTimeline extends pulumi.CustomResource {
  /** One that exists already, by its name or UUID. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): PlanTimeline {
    return new PlanTimeline(name, undefined, { ...options, id });
  }

  /**
   * What it is called.
   * A change replaces the resource.
   */
  declare readonly name: pulumi.Output<string>;
  /** The price lists that each tenant was, is and will be on, the earliest first: {acme: [{plan: standard}, {plan: business, from: 2026-12-01T00:00:00Z}]}. */
  declare readonly plans: pulumi.Output<Record<string, unknown>>;
  /**
   * Of tenants that came to a price list at some time: since when they are on the one whose prices are declared. When a later one comes into force, what was rated since then is rated again, unless it is in `dated`.
   * @default none has changed its list
   */
  declare readonly inForce: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * The changes, by when they are, that CloudKitty rates by from then on without being told.
   * @default none: rules have no dates
   */
  declare readonly dated: pulumi.Output<Record<string, unknown> | undefined>;
  /** The projects of tenants that change their lists, by their ids. */
  declare readonly projects: pulumi.Output<Record<string, unknown> | undefined>;

  constructor(name: string, args: PlanTimelineArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link PlanTimeline.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: PlanTimelineArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("cloudkitty:index:PlanTimeline", name, { ...names(), ...args }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return {
    name: undefined,
    plans: undefined,
    inForce: undefined,
    dated: undefined,
    projects: undefined,
  };
}
