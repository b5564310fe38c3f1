import { ACME, GLOBEX, TENANTS } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Rule } from "../../rule";
import type { Settings } from "../../settings";
import { months } from "./cases";

const demand = { dedicatedHosts: false, encryptedVolumes: false, signedImages: false };
const BILLED: Pick<Settings, "billing" | "tenants"> = {
  billing: true,
  tenants: { globex: { ...demand, budget: 1200 } },
};

/** Budgets are in the settings, by the tenant's name; a cloud without rating has none. */
export const noBudget: Rule = {
  id: "BIL-01",
  title: "Every tenant has a budget where there is rating",
  severity: "medium",
  reason:
    "without one nobody is told when the tenant's costs run away: a machine that was taken over " +
    "and computes for somebody else shows in next month's bill",
  sources: ["own"],
  remedy:
    "state what the tenant may cost in a month: budget in its environment, or tenants.NAME.budget in the settings",
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
        of: "a tenant with a budget",
        settings: BILLED,
        resources: GLOBEX,
      },
      {
        of: "a tenant with a budget in the program",
        resources: { ...GLOBEX, ...months({ globex: { atMost: "20.00", budget: "30.00" } }) },
      },
    ],
    fails: [
      {
        of: "a tenant without a budget",
        settings: BILLED,
        resources: TENANTS,
        finds: { acme: ["acme has no budget"] },
      },
    ],
  },
};
