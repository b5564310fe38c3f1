// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface CostEstimateArgs {
  /** The currency, such as EUR. */
  currency: pulumi.Input<string>;
  /** Of each tenant: a map of amounts by their names, decimal numbers or words such as unlimited, {acme: {declared: 8.76}}. */
  amounts: pulumi.Input<pulumi.Inputs>;
}

/** What tenants' months cost: kept in the state, so that a preview tells the difference that a change makes. */
export class CostEstimate extends pulumi.CustomResource {
  /** One that exists already, by its name or UUID. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): CostEstimate {
    return new CostEstimate(name, undefined, { ...options, id });
  }

  /** The currency, such as EUR. */
  declare readonly currency: pulumi.Output<string>;
  /** Of each tenant: a map of amounts by their names, decimal numbers or words such as unlimited, {acme: {declared: 8.76}}. */
  declare readonly amounts: pulumi.Output<Record<string, unknown>>;

  constructor(name: string, args: CostEstimateArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link CostEstimate.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: CostEstimateArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("cloudkitty:index:CostEstimate", name, { ...names(), ...args }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return { currency: undefined, amounts: undefined };
}
