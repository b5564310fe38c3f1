import { ACME, TENANTS } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Rule } from "../../rule";
import type { Settings } from "../../settings";

const demand = { dedicatedHosts: false, encryptedVolumes: false, signedImages: false };
const billed = (budgets: Record<string, number>): Pick<Settings, "billing" | "tenants"> => ({
  billing: true,
  tenants: Object.fromEntries(
    Object.entries(budgets).map(([name, budget]) => [name, { ...demand, budget }]),
  ),
});

/** Budgets are in the settings, by the tenant's name; a cloud without rating has none. */
export const noBudget: Rule = {
  id: "BIL-01",
  title: "Every tenant has a budget where there is rating",
  severity: "medium",
  reason:
    "without one nobody is told when the tenant's costs run away: a machine that was taken over " +
    "and computes for somebody else shows in next month's bill",
  sources: ["own"],
  remedy: "state tenants.NAME.budget in the settings, what the tenant may cost in a month",
  checkStack: (stack, { billing, tenants }) =>
    billing
      ? stack
          .tenants()
          .filter((tenant) => tenants[nameOf(tenant)]?.budget === undefined)
          .map((resource) => ({ resource, found: `${nameOf(resource)} has no budget` }))
      : [],
  cases: {
    passes: [
      { of: "a cloud without rating", resources: ACME },
      {
        of: "budgets for all",
        settings: billed({ acme: 500, globex: 1200 }),
        resources: TENANTS,
      },
    ],
    fails: [
      {
        of: "a tenant without a budget",
        settings: billed({ globex: 1200 }),
        resources: TENANTS,
        finds: { acme: ["acme has no budget"] },
      },
    ],
  },
};
