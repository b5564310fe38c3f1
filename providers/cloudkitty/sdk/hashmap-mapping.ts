// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface HashmapMappingArgs {
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
  /** The field's value that it prices, such as m1.small. Required with fieldId. */
  value?: pulumi.Input<string>;
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
  /** When it begins to hold. CloudKitty 22.0.0 does not know it, and it is refused then. */
  start?: pulumi.Input<string>;
  /** When it ceases to hold. CloudKitty 22.0.0 does not know it, and it is refused then. */
  end?: pulumi.Input<string>;
}

/** A price or a factor, of a service as a whole or of one value of a field. */
export class HashmapMapping extends pulumi.CustomResource {
  /** One that exists already, by its id or natural key. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): HashmapMapping {
    return new HashmapMapping(name, undefined, { ...options, id });
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
  /** The field's value that it prices, such as m1.small. Required with fieldId. */
  declare readonly value: pulumi.Output<string | undefined>;
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
  /** When it begins to hold. CloudKitty 22.0.0 does not know it, and it is refused then. */
  declare readonly start: pulumi.Output<string | undefined>;
  /** When it ceases to hold. CloudKitty 22.0.0 does not know it, and it is refused then. */
  declare readonly end: pulumi.Output<string | undefined>;

  constructor(name: string, args: HashmapMappingArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link HashmapMapping.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: HashmapMappingArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("cloudkitty:index:HashmapMapping", name, { ...names(), ...args }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return {
    serviceId: undefined,
    fieldId: undefined,
    value: undefined,
    type: undefined,
    cost: undefined,
    groupId: undefined,
    tenantId: undefined,
    start: undefined,
    end: undefined,
  };
}
