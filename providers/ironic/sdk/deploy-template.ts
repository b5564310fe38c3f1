// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.
import * as pulumi from "@pulumi/pulumi";
import type { DeployStep } from "./types";

export interface DeployTemplateArgs {
  /** The trait that brings these steps to a deployment: CUSTOM_ and a name. */
  name: pulumi.Input<string>;
  /** The steps. */
  steps: pulumi.Input<pulumi.Input<DeployStep>[]>;
  /** Anything, kept with it. */
  extra?: pulumi.Input<pulumi.Inputs>;
}

/** Deploy steps that a trait brings to each deployment that asks for it. */
export class DeployTemplate extends pulumi.CustomResource {
  /** One that exists already, by its name or UUID. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): DeployTemplate {
    return new DeployTemplate(name, undefined, { ...options, id });
  }

  /** The trait that brings these steps to a deployment: CUSTOM_ and a name. */
  declare readonly name: pulumi.Output<string>;
  /** The steps. */
  declare readonly steps: pulumi.Output<Record<string, unknown>[]>;
  /** Anything, kept with it. */
  declare readonly extra: pulumi.Output<Record<string, unknown> | undefined>;
  /** Its UUID. */
  declare readonly uuid: pulumi.Output<string>;

  constructor(name: string, args: DeployTemplateArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link DeployTemplate.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: DeployTemplateArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super("ironic:index:DeployTemplate", name, { ...names(), ...args, uuid: undefined }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return { name: undefined, steps: undefined, extra: undefined };
}
