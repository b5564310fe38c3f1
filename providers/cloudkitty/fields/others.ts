import { instantMistake, nameMistake, normalInstant, tenantMistake } from "../checks";
import { decimalMistake } from "../decimal";
import type { Field, Fields } from "../../fields/field";
import type { Value } from "../../server";
import { dates } from "./hashmap";

export const moduleInputs: Fields = {
  moduleId: {
    kind: "string",
    required: true,
    change: "replace",
    description: "The module: hashmap, pyscripts, noop, or another one that CloudKitty has loaded.",
    mistake: nameMistake,
  },
  enabled: { kind: "boolean", default: true, description: "Whether it takes part in rating." },
  priority: {
    kind: "integer",
    description:
      "Its place in the order: the higher one rates first. Two should not have the same.",
    defaultText: "what it was",
    mistake: (value: Value) =>
      Number(value) < 0 ? `expected 0 or more, found ${JSON.stringify(value)}` : undefined,
  },
};

export const scopeInputs: Fields = {
  scopeId: {
    kind: "string",
    required: true,
    change: "replace",
    description: "The project, by its id.",
    mistake: tenantMistake,
  },
  active: { kind: "boolean", default: true, description: "Whether the project is rated." },
  rateAgainFrom: {
    kind: "string",
    description:
      "What was rated since this instant is rated again, once, when it is set or set to another one.",
    mistake: instantMistake,
    normal: normalInstant,
  },
};

const amount = (description: string, more: Partial<Field> = {}): Field => ({
  kind: "string",
  description,
  mistake: decimalMistake({ before: 20, behind: 28 }, "1"),
  ...more,
});

/** A map of texts, as usage has them. */
const texts = (description: string): Field => ({
  kind: "map",
  description,
  mistake: (value) =>
    Object.values(value as { [key: string]: Value }).every((item) => typeof item === "string")
      ? undefined
      : "expected a string for each key",
});

const usage: Fields = {
  service: {
    kind: "string",
    required: true,
    description: "The metric, such as instance.",
    mistake: nameMistake,
  },
  groupby: texts("What usage is grouped by, such as {project_id}."),
  metadata: texts("What else is known of it, such as {flavor_name}."),
};

/** Usage on which a script is tried. */
export const sampleFrame: Fields = {
  ...usage,
  quantity: amount("How much of it.", { defaultText: "1" }),
  unit: { kind: "string", description: "Of what.", defaultText: "unit" },
  price: amount("What modules before have made of it.", { defaultText: "1" }),
};

export const pyscriptInputs: Fields = {
  name: { kind: "string", required: true, description: "Its name.", mistake: nameMistake },
  data: {
    kind: "string",
    required: true,
    description:
      "The script: Python, which finds a period and its usage in `data` and changes prices there.",
  },
  sample: {
    kind: "list",
    fields: sampleFrame,
    type: "SampleFrame",
    description: "The usage on which it is tried before it is posted, for each hour of a week.",
    defaultText: "instances, volumes and addresses of one project",
  },
  ...dates,
};

/** Of what a price is asked. */
export const quoteArgs: Fields = {
  resources: {
    kind: "list",
    required: true,
    type: "QuotedResource",
    description: "The usage of one period to be priced.",
    fields: { ...usage, volume: amount("How much of it.", { required: true }) },
  },
};
