// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";
import type { RateVersion } from "./types";

export interface RateTimelineArgs {
  /**
   * The price list.
   * A change replaces the resource.
   */
  name: pulumi.Input<string>;
  /** All that it has said and will say, the earliest first. */
  versions: pulumi.Input<pulumi.Input<RateVersion>[]>;
  /**
   * The version whose prices are declared, by when it begins. When a later one comes into force, what was rated since it began is rated again, unless it is in `dated`.
   * @default none has begun
   */
  inForce?: pulumi.Input<string>;
  /**
   * The versions, by when they begin, that CloudKitty rates by from then on without being told.
   * @default none: rules have no dates
   */
  dated?: pulumi.Input<pulumi.Input<string>[]>;
  /** What may not change once a version has begun: the currency, the period. */
  fixed?: pulumi.Input<pulumi.Inputs>;
  /** Days with other prices, such as 2026-12-25. Those that are over do not change. */
  holidays?: pulumi.Input<pulumi.Input<string>[]>;
  /** The tenants that are on it at some time: what a version says for others may go, and may come. */
  tenants?: pulumi.Input<pulumi.Input<string>[]>;
  /** The projects that it prices, by their ids. */
  projects?: pulumi.Input<pulumi.Input<string>[]>;
}

/** What a price list said, says and will say: what has begun is refused to be written anew. */
export class RateTimeline extends pulumi.CustomResource {
  /** One that exists already, by its name or UUID. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): RateTimeline {
    return new RateTimeline(name, undefined, { ...options, id });
  }

  /**
   * The price list.
   * A change replaces the resource.
   */
  declare readonly name: pulumi.Output<string>;
  /** All that it has said and will say, the earliest first. */
  declare readonly versions: pulumi.Output<Record<string, unknown>[]>;
  /**
   * The version whose prices are declared, by when it begins. When a later one comes into force, what was rated since it began is rated again, unless it is in `dated`.
   * @default none has begun
   */
  declare readonly inForce: pulumi.Output<string | undefined>;
  /**
   * The versions, by when they begin, that CloudKitty rates by from then on without being told.
   * @default none: rules have no dates
   */
  declare readonly dated: pulumi.Output<string[] | undefined>;
  /** What may not change once a version has begun: the currency, the period. */
  declare readonly fixed: pulumi.Output<Record<string, unknown> | undefined>;
  /** Days with other prices, such as 2026-12-25. Those that are over do not change. */
  declare readonly holidays: pulumi.Output<string[] | undefined>;
  /** The tenants that are on it at some time: what a version says for others may go, and may come. */
  declare readonly tenants: pulumi.Output<string[] | undefined>;
  /** The projects that it prices, by their ids. */
  declare readonly projects: pulumi.Output<string[] | undefined>;

  constructor(name: string, args: RateTimelineArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link RateTimeline.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: RateTimelineArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("cloudkitty:index:RateTimeline", name, { ...names(), ...args }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return {
    name: undefined,
    versions: undefined,
    inForce: undefined,
    dated: undefined,
    fixed: undefined,
    holidays: undefined,
    tenants: undefined,
    projects: undefined,
  };
}
