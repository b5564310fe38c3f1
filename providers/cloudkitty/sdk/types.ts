// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface SampleFrame {
  /** The metric, such as instance. */
  service: pulumi.Input<string>;
  /** What usage is grouped by, such as {project_id}. */
  groupby?: pulumi.Input<pulumi.Inputs>;
  /** What else is known of it, such as {flavor_name}. */
  metadata?: pulumi.Input<pulumi.Inputs>;
  /**
   * How much of it.
   * @default 1
   */
  quantity?: pulumi.Input<string>;
  /**
   * Of what.
   * @default unit
   */
  unit?: pulumi.Input<string>;
  /**
   * What modules before have made of it.
   * @default 1
   */
  price?: pulumi.Input<string>;
}

export interface RateVersion {
  /** When it begins to hold, such as 2026-12-01T00:00:00Z. */
  from: pulumi.Input<string>;
  /** What it says, by the place where it says it: {instance.small: 0.02}. */
  prices: pulumi.Input<pulumi.Inputs>;
  /** What it says for one tenant, by the tenant's name: {acme.discount: 0.1}. */
  tenants?: pulumi.Input<pulumi.Inputs>;
}

export interface QuotedResource {
  /** The metric, such as instance. */
  service: pulumi.Input<string>;
  /** What usage is grouped by, such as {project_id}. */
  groupby?: pulumi.Input<pulumi.Inputs>;
  /** What else is known of it, such as {flavor_name}. */
  metadata?: pulumi.Input<pulumi.Inputs>;
  /** How much of it. */
  volume: pulumi.Input<string>;
}
