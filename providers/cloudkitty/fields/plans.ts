import { instant, nameMistake, tenantMistake } from "../checks";
import type { Field, Fields } from "../../fields/field";
import { containsUnknown, isObject, type Value } from "../../server";

const byTenant = (
  description: string,
  mistake: (value: Value) => string | undefined,
  more: Partial<Field> = {},
): Field => ({
  kind: "map",
  description,
  mistake: (value) =>
    Object.values(value as { [tenant: string]: Value }).flatMap((item) =>
      containsUnknown(item) ? [] : (mistake(item) ?? []),
    )[0],
  ...more,
});

const found = (value: Value): string => `found ${JSON.stringify(value)}`;
const isInstant = (value: Value | undefined): boolean =>
  typeof value === "string" && instant(value) !== undefined;

/** Of a plan timeline: the price lists of one tenant, in the order of time. */
function plansMistake(value: Value): string | undefined {
  const all = Array.isArray(value) ? value : [];
  const wrong = all.some(
    (one, i) =>
      !isObject(one) ||
      typeof one.plan !== "string" ||
      Object.keys(one).some((key) => key !== "plan" && key !== "from") ||
      (i > 0 || one.from !== undefined ? !isInstant(one.from) : false),
  );
  if (all.length > 0 && !wrong) return undefined;
  const form = "[{plan: standard}, {plan: business, from: 2026-12-01T00:00:00Z}]";
  return `expected a list for each tenant such as ${form}, ${found(value)}`;
}

const instantsMistake = (value: Value): string | undefined =>
  Array.isArray(value) && value.every(isInstant)
    ? undefined
    : `expected a list of instants for each tenant, ${found(value)}`;

const instantMistake = (value: Value): string | undefined =>
  isInstant(value) ? undefined : `expected an instant for each tenant, ${found(value)}`;

export const planTimelineInputs: Fields = {
  name: {
    kind: "string",
    required: true,
    change: "replace",
    description: "What it is called.",
    mistake: nameMistake,
  },
  plans: byTenant(
    "The price lists that each tenant was, is and will be on, the earliest first: " +
      "{acme: [{plan: standard}, {plan: business, from: 2026-12-01T00:00:00Z}]}.",
    plansMistake,
    { required: true },
  ),
  inForce: byTenant(
    "Of tenants that came to a price list at some time: since when they are on the one whose prices are " +
      "declared. When a later one comes into force, what was rated since then is rated again, unless it " +
      "is in `dated`.",
    instantMistake,
    { defaultText: "none has changed its list" },
  ),
  dated: byTenant(
    "The changes, by when they are, that CloudKitty rates by from then on without being told.",
    instantsMistake,
    { defaultText: "none: rules have no dates" },
  ),
  projects: byTenant("The projects of tenants that change their lists, by their ids.", (value) =>
    tenantMistake(value),
  ),
};
