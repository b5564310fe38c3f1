import type { Billing, Version } from "../components/billing/plan/types";

/** Prices of the measured program: each tenant has one of its own of each flavor. */
const RULES = 50;
export const NOW = "2026-11-26T00:00:00Z";

export const tenantNames = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `tenant-${n}`);
export const flavors = Array.from({ length: RULES }, (_, n) => `flavor-${n}`);

/** @param first the price of flavor-0 for the first tenant */
export function versionWith(names: string[], first: string): Version {
  const instance = Object.fromEntries(flavors.map((flavor, n) => [flavor, `0.${n + 100}`]));
  const none = { volume: {}, custom: {} };
  return {
    from: "2026-01-01T00:00:00Z",
    prices: { ...none, instance, floatingIp: "0.006", router: "0.012" },
    tiers: {},
    tenants: Object.fromEntries(
      names.map((name, n) => [
        name,
        {
          ...none,
          discount: "0",
          instance: n === 0 ? { ...instance, "flavor-0": first } : instance,
        },
      ]),
    ),
    hours: [],
  };
}

/** A price list. */
export const billingWith = (versions: Version[]): Billing => ({
  ...{ period: 3600, currency: "EUR", decimals: 2, rounding: "half-up", timeZone: "UTC" },
  ...{ holidays: [], plan: "standard", plans: { standard: { versions } } },
});

/** The id of a tenant's project. */
export const projectOf = (n: number): string => n.toString(16).padStart(32, "0");
