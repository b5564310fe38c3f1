import { idMistake, instantMistake, nameMistake, normalInstant, tenantMistake } from "../checks";
import { decimalMistake, normalDecimal } from "../decimal";
import type { Field, Fields } from "../../fields/field";

const name = (description: string): Field => ({
  kind: "string",
  required: true,
  change: "replace",
  description,
  mistake: nameMistake,
});

const forceDestroy = (what: string): Field => ({
  kind: "boolean",
  default: false,
  description: `Whether deleting it takes along ${what} that others made, and their prices. It is refused else.`,
});

export const serviceInputs: Fields = {
  name: name(
    "The metric, by its name (or alt_name) in CloudKitty's metrics.yml, such as instance.",
  ),
  forceDestroy: forceDestroy("fields, mappings and thresholds"),
};

export const fieldInputs: Fields = {
  serviceId: {
    kind: "string",
    required: true,
    change: "replace",
    description: "The service whose usage it looks at: the id of a HashmapService.",
    mistake: idMistake("HashmapService"),
  },
  name: name(
    "The attribute, one of the metric's groupby or metadata in metrics.yml, such as flavor_name; " +
      "project_id for a tenant's discount.",
  ),
  forceDestroy: forceDestroy("mappings and thresholds"),
};

export const groupInputs: Fields = {
  name: name("Its name, such as uptime. Within a group the prices are combined; groups add up."),
  forceDestroy: forceDestroy("mappings and thresholds"),
};

/** The dates of a rule; 22.0.0 knows none of them. */
export const dates: Fields = {
  start: {
    kind: "string",
    description:
      "When it begins to hold. CloudKitty 22.0.0 does not know it, and it is refused then.",
    mistake: instantMistake,
    normal: normalInstant,
  },
  end: {
    kind: "string",
    description:
      "When it ceases to hold. CloudKitty 22.0.0 does not know it, and it is refused then.",
    mistake: instantMistake,
    normal: normalInstant,
  },
};

const parents: Fields = {
  serviceId: {
    kind: "string",
    change: "replace",
    description:
      "The service that it prices as a whole: the id of a HashmapService. It or fieldId.",
    mistake: idMistake("HashmapService"),
  },
  fieldId: {
    kind: "string",
    change: "replace",
    description: "The field that it prices: the id of a HashmapField. It or serviceId.",
    mistake: idMistake("HashmapField"),
  },
};

const price: Fields = {
  type: {
    kind: "string",
    values: ["flat", "rate"],
    default: "flat",
    description:
      "flat is a price for each unit and period; rate multiplies the flat price of the same group, and " +
      "is worth nothing where there is none.",
  },
  cost: {
    kind: "string",
    required: true,
    description: 'The price or the factor, a decimal number such as "0.02".',
    mistake: decimalMistake({ before: 12, behind: 28 }, "0.02"),
    normal: normalDecimal,
  },
  groupId: {
    kind: "string",
    description: "Its group: the id of a HashmapGroup. Taking it away replaces the resource.",
    mistake: idMistake("HashmapGroup"),
  },
  tenantId: {
    kind: "string",
    description:
      "The project for which alone it holds. It takes the place of the price for all then.",
    mistake: tenantMistake,
  },
};

export const mappingInputs: Fields = {
  ...parents,
  value: {
    kind: "string",
    description: "The field's value that it prices, such as m1.small. Required with fieldId.",
    mistake: nameMistake,
  },
  ...price,
  ...dates,
};

export const thresholdInputs: Fields = {
  ...parents,
  level: {
    kind: "string",
    required: true,
    description:
      'From how much on it holds, a decimal number such as "500". The highest one reached wins.',
    mistake: decimalMistake({ before: 12, behind: 8 }, "500"),
    normal: normalDecimal,
  },
  ...price,
};
