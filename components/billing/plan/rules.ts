import { amount, Exact } from "../rating/decimal";
import type { HashmapRule } from "../rating/hashmap";
import type { Amount } from "../rating/types";
import { costOf } from "./cost";
import { meterOf, placeOf, pricesIn, type Price } from "./priced";
import type { TenantPrices, Version } from "./types";

/** Stands for the id of the tenant's project, which a discount goes by. */
export const OWN_PROJECT = "<the tenant's project>";

/** The rules of a list for everybody, without what tenants have of their own. */
export function listRules({ prices, tiers }: Version, period: number): HashmapRule[] {
  return [...pricesIn(prices).map((price) => mapping(price, period)), ...thresholds(tiers)];
}

/**
 * What is declared beside the default plan's rules for one tenant: its own prices, its discount, and
 * where it is on another plan, all that is otherwise there.
 * @param base the version of the default plan, whose rules hold for everybody
 * @param own the version of the tenant's plan
 */
export function tenantRules(
  tenant: string,
  base: Version,
  own: Version,
  period: number,
): HashmapRule[] {
  const mine = own.tenants[tenant];
  const rules = base === own ? [] : instead(base, own, period);
  return merge(rules, mine ? pricesIn(mine).map((price) => mapping(price, period)) : [])
    .concat(mine ? discounts(own, mine) : [])
    .map((rule) => ({ ...rule, tenant }));
}

/** All rules of one list in the place of another's, each of which else holds for everybody. */
function instead(base: Version, own: Version, period: number): HashmapRule[] {
  const others = pricesIn(base.prices).map((price) => mapping({ ...price, price: "0" }, period));
  const mine = pricesIn(own.prices).map((price) => mapping(price, period));
  // The highest level counts that is reached: one of the other list's alone is told what holds here.
  const levels = Object.entries(base.tiers).flatMap(([name, tiers]) =>
    tiers.map(({ from }) => threshold(name, from, factorAt(own, name, from))),
  );
  return [...merge(others, mine), ...merge(levels, thresholds(own.tiers))];
}

/** What a list multiplies the price by from a quantity on. */
function factorAt({ tiers }: Version, name: string, quantity: Amount): Amount {
  const reached = (tiers[name] ?? []).filter(({ from }) => new Exact(from).lte(quantity));
  return reached.at(-1)?.factor ?? "1";
}

/** A rate on the project takes a discount off whatever flat price there is. */
function discounts({ prices }: Version, mine: TenantPrices): HashmapRule[] {
  const rate = amount(new Exact(1).minus(mine.discount));
  if (rate === "1") return [];
  const meters = new Set([...pricesIn(prices), ...pricesIn(mine)].map(({ meter }) => meter));
  return [...meters].map((service) => ({
    service,
    field: "project_id",
    value: OWN_PROJECT,
    type: "rate",
    cost: rate,
  }));
}

function mapping({ meter, field, value, price, per }: Price, period: number): HashmapRule {
  const cost = per === "hour" ? costOf(price, period) : amount(new Exact(price));
  if (cost === undefined) throw new Error(`${price} has no exact part for ${period} seconds`);
  return { service: meter, field, value, type: "flat", cost };
}

const thresholds = (tiers: Version["tiers"]): HashmapRule[] =>
  Object.entries(tiers).flatMap(([name, all]) =>
    all.map(({ from, factor }) => threshold(name, from, factor)),
  );

const threshold = (name: string, level: Amount, cost: Amount): HashmapRule => ({
  service: meterOf(name),
  level: amount(new Exact(level)),
  type: "rate",
  cost: amount(new Exact(cost)),
});

/** What tells rules of one tenant apart in CloudKitty: two of the same would fight. */
export const ruleKey = ({ service, field, value, level }: HashmapRule): string =>
  level === undefined
    ? placeOf({ meter: service, field, value })
    : `${placeOf({ meter: service, field })}>=${level}`;

/** Both, where the second takes the place of the first that says the same. */
function merge(first: HashmapRule[], second: HashmapRule[]): HashmapRule[] {
  return [...new Map([...first, ...second].map((rule) => [ruleKey(rule), rule])).values()];
}
