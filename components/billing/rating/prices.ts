import type { Decimal } from "decimal.js";
import { PRICED, pricesIn } from "../plan/priced";
import { listRules, OWN_PROJECT, tenantRules } from "../plan/rules";
import {
  courseOf,
  isAfter,
  subscriptionAt,
  subscriptionsOf,
  versionAt,
  versionName,
} from "../plan/timeline";
import type { Billing, Hours, Plan, Subscription } from "../plan/types";
import { amount, Exact, Python } from "./decimal";
import { Hashmap, type HashmapRule, type Point } from "./hashmap";
import { Clock } from "./hours";
import type { Amount, Prices, Rated, Usage } from "./types";

/** What prices usage of one tenant while no plan changes. */
interface Rating {
  version: string;
  unitPrices: Map<string, Amount>;
  /** By the list, with what the tenant has of its own, and with tiers: as CloudKitty has it. */
  list: Hashmap;
  own: Hashmap;
  all: Hashmap;
  hours: Hours[];
}

/**
 * The prices that hold for a tenant, as CloudKitty calculates them from the rules that are declared.
 * @param named the plans that the tenant names
 */
export function pricesOf(
  billing: Billing,
  tenant: string,
  named?: readonly Subscription[],
): Prices {
  const known = new Map<string, Rating>();
  const clock = new Clock(billing);
  const base = planOf(billing, billing.plan);
  const subscriptions = subscriptionsOf(billing, named);
  const course = courseOf(billing, subscriptions);
  return {
    rate(usage) {
      const held = course.findLast(({ from }) => !isAfter(from, usage.begin));
      const baseVersion = versionAt(base, usage.begin);
      if (held === undefined || baseVersion === undefined) {
        const plan = subscriptionAt(subscriptions, usage.begin)?.name;
        throw new Error(
          `${plan} has no prices at ${usage.begin}, which is before its first version`,
        );
      }
      const ownVersion = held.version;
      const version = versionName(held.plan, ownVersion);
      const key = `${version} ${baseVersion.from}`;
      const rating = known.get(key) ?? {
        version,
        unitPrices: new Map(
          pricesIn(ownVersion.prices).map(({ meter, value = "", price }) => [
            `${meter} ${value}`,
            price,
          ]),
        ),
        ...ratings(
          listRules(ownVersion, billing.period),
          [
            ...listRules(baseVersion, billing.period),
            ...tenantRules(tenant, baseVersion, ownVersion, billing.period),
          ],
          tenant,
        ),
        hours: ownVersion.hours,
      };
      known.set(key, rating);
      return rate(rating, clock, usage);
    },
  };
}

function planOf({ plans }: Billing, name: string | undefined): Plan {
  const plan = name === undefined ? undefined : plans[name];
  if (plan === undefined) throw new Error(`There is no plan ${name ?? "by default"}`);
  return plan;
}

/** Thresholds are what its size does to a price. */
function ratings(list: HashmapRule[], declared: HashmapRule[], tenant: string) {
  const withoutTiers = (rules: HashmapRule[]): HashmapRule[] =>
    rules.filter(({ level }) => level === undefined);
  return {
    list: new Hashmap(withoutTiers(list)),
    own: new Hashmap(withoutTiers(declared), tenant),
    all: new Hashmap(declared, tenant),
  };
}

function rate(rating: Rating, clock: Clock, usage: Usage): Rated {
  const { meter: service, quantity } = usage;
  const attributes = { ...usage.attributes, project_id: OWN_PROJECT };
  const point: Point = { service, quantity, attributes };
  const unitPrice = rating.unitPrices.get(`${service} ${valueOf(usage)}`);
  if (unitPrice === undefined) {
    const of = valueOf(usage) === "" ? service : `${service} ${valueOf(usage)}`;
    throw new Error(`${rating.version} has no price of ${of}`);
  }
  const list = rating.list.price(point);
  const own = rating.own.price(point);
  const all = rating.all.price(point);
  const factor = clock.factor(rating.hours, service, usage.begin);
  const charged = factor === undefined ? all : new Python(all).times(factor);
  return {
    version: rating.version,
    unitPrice,
    list: amount(list),
    discount: difference(own, list),
    tier: difference(all, own),
    time: difference(charged, all),
    amount: amount(charged),
  };
}

const FIELDS = new Map(Object.values(PRICED).map(({ meter, field }) => [meter, field]));

/** The value of the attribute that a meter is priced by. */
function valueOf({ meter, attributes }: Usage): string {
  const field = FIELDS.get(meter);
  return field === undefined ? "" : (attributes[field] ?? "");
}

const difference = (whole: Decimal, part: Decimal): Amount => amount(new Exact(whole).minus(part));
