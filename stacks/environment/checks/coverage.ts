import { meterOf, pricesIn, PRICED } from "../../../components/billing/plan/priced";
import type { Version } from "../../../components/billing/plan/types";
import { metrics } from "../../../components/billing/metrics";
import type { Mistake } from "../mistakes";

/** Cinder's own volume type, which is the only one of this cloud. */
export const VOLUME_TYPES = ["__DEFAULT__"];
/** What a machine may be priced by in the place of its flavor. */
const OF_MACHINES = ["vcpu", "memory"] as const;
/** What is metered in every cloud, of any granularity. */
const METERS = Object.values(metrics({ billing: { period: 60 } })).map(({ alt_name }) => alt_name);

/**
 * What is metered and has no price: tenants would get it for nothing, and nobody decided that; and prices
 * of what there is not.
 * @param flavors the names of the cloud's
 * @param own the names of the environment's own meters
 */
export function checkCoverage(
  { prices }: Version,
  flavors: readonly string[],
  own: readonly string[],
  at: string,
): Mistake[] {
  const priced = new Set(pricesIn(prices).map(({ key }) => key));
  const meters = new Set(pricesIn(prices).map(({ meter }) => meter));
  const bySize = OF_MACHINES.every((key) => priced.has(key));
  const missing = [
    ...(bySize ? [] : flavors.map((flavor) => `instance.${flavor}`)),
    ...VOLUME_TYPES.map((type) => `volume.${type}`),
  ].filter((key) => !priced.has(key));
  const byKind = [...OF_MACHINES, "instance", "volume"].map(meterOf);
  const unmetered = [...METERS, ...own].filter(
    (meter) => !byKind.includes(meter) && !meters.has(meter),
  );
  return [
    ...missing.map((key) => unpriced(`${at}.prices.${key}`)),
    ...unmetered.map((meter) => unpriced(`${at}.prices.${nameOf(meter)}`)),
    ...Object.keys(prices.instance)
      .filter((flavor) => !flavors.includes(flavor))
      .map((flavor) => ({
        path: `${at}.prices.instance.${flavor}`,
        problem: "is the price of a flavor that is not in cloud.flavors",
        found: flavor,
        allowed: flavors.length === 0 ? "nothing, for there is no flavor" : flavors.join(", "),
        advice: "remove it, or declare the flavor",
      })),
    ...Object.keys(prices.custom)
      .filter((meter) => !METERS.includes(meter) && !own.includes(meter))
      .map((meter) => ({
        path: `${at}.prices.custom.${meter}`,
        problem: "is the price of what is not metered",
        found: meter,
        allowed: own.length === 0 ? "nothing, for billing.meters is empty" : own.join(", "),
        advice: "remove it, or declare the meter in billing.meters",
      })),
  ];
}

const unpriced = (path: string): Mistake => ({
  path,
  problem: "is missing: it is metered and would cost nothing",
  allowed: "a price from 0",
  advice: 'give it a price, or "0" where it is to be free',
});

/** A meter as a price list calls it. */
function nameOf(meter: string): string {
  const known = Object.entries(PRICED).find(([, priced]) => priced.meter === meter);
  return known?.[0] ?? `custom.${meter}`;
}
