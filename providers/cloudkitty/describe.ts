import type { Field } from "../fields/field";
import type { Described, Package } from "../generate/package";
import { configFields } from "./fields/config";
import {
  fieldInputs,
  groupInputs,
  mappingInputs,
  serviceInputs,
  thresholdInputs,
} from "./fields/hashmap";
import { estimateInputs } from "./fields/estimate";
import { planTimelineInputs } from "./fields/plans";
import { timelineInputs } from "./fields/timeline";
import { moduleInputs, pyscriptInputs, quoteArgs, scopeInputs } from "./fields/others";
import { quoteResult } from "./functions";
import { INTRO } from "./generate/intro";
import { VERSION } from "./version";

const text = (description: string): Field => ({ kind: "string", description });

const KEY = "id or natural key";

const resources: readonly Described[] = [
  {
    name: "RatingModule",
    description:
      "Whether a rating module takes part, and when. Deleting it puts back what was before.",
    inputs: moduleInputs,
    outputs: {
      description: text("What CloudKitty says of it."),
      hotConfig: { kind: "boolean", description: "Whether it is configured while it runs." },
      before: { kind: "map", description: "How it was before this resource: {enabled, priority}." },
    },
    key: "module's id",
  },
  {
    name: "HashmapService",
    description: "A metric that has prices.",
    inputs: serviceInputs,
    outputs: {},
    key: KEY,
  },
  {
    name: "HashmapField",
    description: "An attribute of a metric whose values have prices.",
    inputs: fieldInputs,
    outputs: {},
    key: KEY,
  },
  {
    name: "HashmapGroup",
    description: "Prices that are combined.",
    inputs: groupInputs,
    outputs: {},
    key: KEY,
  },
  {
    name: "HashmapMapping",
    description: "A price or a factor, of a service as a whole or of one value of a field.",
    inputs: mappingInputs,
    outputs: {},
    key: KEY,
  },
  {
    name: "HashmapThreshold",
    description: "A price or a factor that holds from a quantity on.",
    inputs: thresholdInputs,
    outputs: {},
    key: KEY,
  },
  {
    name: "Pyscript",
    description:
      "A Python script that changes prices. It is compiled and tried before it is posted.",
    inputs: pyscriptInputs,
    outputs: { checksum: text("The SHA-512 of the script.") },
    key: KEY,
  },
  {
    name: "ScopeState",
    description:
      "Whether a project is rated, and from when on again. Deleting it puts back what was before.",
    inputs: scopeInputs,
    outputs: {
      scopeKey: text("What kind of id it has, such as project_id."),
      fetcher: text("What found it."),
      collector: text("Where its usage comes from."),
      lastProcessedTimestamp: text("Up to when it is rated."),
      wasActive: { kind: "boolean", description: "Whether it was rated before this resource." },
    },
    key: "project's id",
  },
  {
    name: "RateTimeline",
    description:
      "What a price list said, says and will say: what has begun is refused to be written anew.",
    inputs: timelineInputs,
    outputs: {},
  },
  {
    name: "PlanTimeline",
    description:
      "Which price lists tenants were, are and will be on: what has begun is refused to be written anew.",
    inputs: planTimelineInputs,
    outputs: {},
  },
  {
    name: "CostEstimate",
    description:
      "What tenants' months cost: kept in the state, so that a preview tells the difference that a change makes.",
    inputs: estimateInputs,
    outputs: {},
  },
];

/** All that schema, SDK and reference are made from. */
export const CLOUDKITTY: Package = {
  name: "cloudkitty",
  version: VERSION,
  description: "Prices through OpenStack CloudKitty",
  intro: INTRO,
  provider: {
    name: "Provider",
    description: "How CloudKitty is reached: with a token of Keystone.",
    inputs: configFields,
    outputs: {},
  },
  resources,
  functions: [
    {
      name: "ratingQuote",
      description: "What usage would cost for one period, by the prices of now.",
      args: quoteArgs,
      result: { name: "RatingQuote", description: "A quoted price.", fields: quoteResult },
    },
  ],
};
