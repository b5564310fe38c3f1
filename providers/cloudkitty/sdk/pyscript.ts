// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";
import type { SampleFrame } from "./types";

export interface PyscriptArgs {
  /** Its name. */
  name: pulumi.Input<string>;
  /** The script: Python, which finds a period and its usage in `data` and changes prices there. */
  data: pulumi.Input<string>;
  /**
   * The usage on which it is tried before it is posted, for each hour of a week.
   * @default instances, volumes and addresses of one project
   */
  sample?: pulumi.Input<pulumi.Input<SampleFrame>[]>;
  /** When it begins to hold. CloudKitty 22.0.0 does not know it, and it is refused then. */
  start?: pulumi.Input<string>;
  /** When it ceases to hold. CloudKitty 22.0.0 does not know it, and it is refused then. */
  end?: pulumi.Input<string>;
}

/** A Python script that changes prices. It is compiled and tried before it is posted. */
export class Pyscript extends pulumi.CustomResource {
  /** One that exists already, by its id or natural key. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): Pyscript {
    return new Pyscript(name, undefined, { ...options, id });
  }

  /** Its name. */
  declare readonly name: pulumi.Output<string>;
  /** The script: Python, which finds a period and its usage in `data` and changes prices there. */
  declare readonly data: pulumi.Output<string>;
  /**
   * The usage on which it is tried before it is posted, for each hour of a week.
   * @default instances, volumes and addresses of one project
   */
  declare readonly sample: pulumi.Output<Record<string, unknown>[] | undefined>;
  /** When it begins to hold. CloudKitty 22.0.0 does not know it, and it is refused then. */
  declare readonly start: pulumi.Output<string | undefined>;
  /** When it ceases to hold. CloudKitty 22.0.0 does not know it, and it is refused then. */
  declare readonly end: pulumi.Output<string | undefined>;
  /** The SHA-512 of the script. */
  declare readonly checksum: pulumi.Output<string>;

  constructor(name: string, args: PyscriptArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link Pyscript.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: PyscriptArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("cloudkitty:index:Pyscript", name, { ...names(), ...args, checksum: undefined }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return { name: undefined, data: undefined, sample: undefined, start: undefined, end: undefined };
}
