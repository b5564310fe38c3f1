// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";
import type { QuotedResource } from "./types";

/** A quoted price. */
export interface RatingQuote {
  /** What it costs in all, a decimal number such as "0.4". */
  price: string;
}

export interface RatingQuoteArgs {
  /** The usage of one period to be priced. */
  resources: pulumi.Input<pulumi.Input<QuotedResource>[]>;
}

/** What usage would cost for one period, by the prices of now. */
export function ratingQuote(
  args: RatingQuoteArgs,
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<RatingQuote> {
  return pulumi.runtime.invokeOutput<RatingQuote>(
    "cloudkitty:index:ratingQuote",
    { ...args },
    options ?? {},
  );
}
