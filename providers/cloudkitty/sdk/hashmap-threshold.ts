// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface HashmapThresholdArgs {
  /**
   * The service that it prices as a whole: the id of a HashmapService. It or fieldId.
   * A change replaces the resource.
   */
  serviceId?: pulumi.Input<string>;
  /**
   * The field that it prices: the id of a HashmapField. It or serviceId.
   * A change replaces the resource.
   */
  fieldId?: pulumi.Input<string>;
  /** From how much on it holds, a decimal number such as "500". The highest one reached wins. */
  level: pulumi.Input<string>;
  /**
   * Flat is a price for each unit and period; rate multiplies the flat price of the same group, and is worth nothing where there is none.
   * One of flat, rate.
   * @default "flat"
   */
  type?: pulumi.Input<string>;
  /** The price or the factor, a decimal number such as "0.02". */
  cost: pulumi.Input<string>;
  /** Its group: the id of a HashmapGroup. Taking it away replaces the resource. */
  groupId?: pulumi.Input<string>;
  /** The project for which alone it holds. It takes the place of the price for all then. */
  tenantId?: pulumi.Input<string>;
}

/** A price or a factor that holds from a quantity on. */
export class HashmapThreshold extends pulumi.CustomResource {
  /** One that exists already, by its id or natural key. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): HashmapThreshold {
    return new HashmapThreshold(name, undefined, { ...options, id });
  }

  /**
   * The service that it prices as a whole: the id of a HashmapService. It or fieldId.
   * A change replaces the resource.
   */
  declare readonly serviceId: pulumi.Output<string | undefined>;
  /**
   * The field that it prices: the id of a HashmapField. It or serviceId.
   * A change replaces the resource.
   */
  declare readonly fieldId: pulumi.Output<string | undefined>;
  /** From how much on it holds, a decimal number such as "500". The highest one reached wins. */
  declare readonly level: pulumi.Output<string>;
  /**
   * Flat is a price for each unit and period; rate multiplies the flat price of the same group, and is worth nothing where there is none.
   * One of flat, rate.
   * @default "flat"
   */
  declare readonly type: pulumi.Output<string>;
  /** The price or the factor, a decimal number such as "0.02". */
  declare readonly cost: pulumi.Output<string>;
  /** Its group: the id of a HashmapGroup. Taking it away replaces the resource. */
  declare readonly groupId: pulumi.Output<string | undefined>;
  /** The project for which alone it holds. It takes the place of the price for all then. */
  declare readonly tenantId: pulumi.Output<string | undefined>;

  constructor(name: string, args: HashmapThresholdArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link HashmapThreshold.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: HashmapThresholdArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("cloudkitty:index:HashmapThreshold", name, { ...names(), ...args }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return {
    serviceId: undefined,
    fieldId: undefined,
    level: undefined,
    type: undefined,
    cost: undefined,
    groupId: undefined,
    tenantId: undefined,
  };
}
