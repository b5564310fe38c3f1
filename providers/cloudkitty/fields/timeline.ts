import { instantMistake, nameMistake, tenantMistake } from "../checks";
import type { Field, Fields } from "../../fields/field";
import { containsUnknown, type Value } from "../../server";

const texts = (description: string, more: Partial<Field> = {}): Field => ({
  kind: "map",
  description,
  mistake: (value) =>
    Object.values(value as { [key: string]: Value }).every((item) => typeof item === "string")
      ? undefined
      : "expected a string for each key",
  ...more,
});

const list = (description: string, more: Partial<Field> = {}): Field => ({
  kind: "list",
  items: "string",
  description,
  ...more,
});

/** Of a rate timeline: a price list as it holds from an instant on. */
export const rateVersion: Fields = {
  from: {
    kind: "string",
    required: true,
    description: "When it begins to hold, such as 2026-12-01T00:00:00Z.",
    mistake: instantMistake,
  },
  prices: texts("What it says, by the place where it says it: {instance.small: 0.02}.", {
    required: true,
  }),
  tenants: texts("What it says for one tenant, by the tenant's name: {acme.discount: 0.1}."),
};

export const timelineInputs: Fields = {
  name: {
    kind: "string",
    required: true,
    change: "replace",
    description: "The price list.",
    mistake: nameMistake,
  },
  versions: {
    kind: "list",
    required: true,
    type: "RateVersion",
    fields: rateVersion,
    description: "All that it has said and will say, the earliest first.",
  },
  inForce: {
    kind: "string",
    description:
      "The version whose prices are declared, by when it begins. When a later one comes into force, " +
      "what was rated since it began is rated again, unless it is in `dated`.",
    defaultText: "none has begun",
    mistake: instantMistake,
  },
  dated: list(
    "The versions, by when they begin, that CloudKitty rates by from then on without being told.",
    { defaultText: "none: rules have no dates" },
  ),
  fixed: texts("What may not change once a version has begun: the currency, the period."),
  holidays: list("Days with other prices, such as 2026-12-25. Those that are over do not change."),
  tenants: list(
    "The tenants that are on it at some time: what a version says for others may go, and may come.",
  ),
  projects: list("The projects that it prices, by their ids.", {
    mistake: (value) => {
      const ids = Array.isArray(value) ? value : [];
      return ids.flatMap((id) => (containsUnknown(id) ? [] : (tenantMistake(id) ?? [])))[0];
    },
  }),
};
