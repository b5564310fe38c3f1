import { Decimal } from "decimal.js";
import { TENANTS } from "../../cases";
import { monthsOf } from "../../declared/program";
import { nameOf } from "../../declared/resource";
import type { Rule } from "../../rule";
import { months } from "./cases";

export const freeTenant: Rule = {
  id: "BIL-07",
  title: "Every tenant's usage costs something where there is rating",
  severity: "low",
  level: "advisory",
  reason:
    "whatever its quotas let in costs nothing: that may be meant, and it may be a discount of all that " +
    "was for another tenant",
  sources: ["own"],
  remedy: "give it prices, or waive it where the tenant is to be free",
  checkStack: (stack) => {
    const all = monthsOf(stack);
    return stack
      .tenants()
      .filter((tenant) => isNothing(all.get(nameOf(tenant))?.atMost))
      .map((resource) => ({ resource, found: `${nameOf(resource)} may use all for nothing` }));
  },
  cases: {
    passes: [
      {
        of: "tenants that cost something, or have no limit",
        resources: {
          ...TENANTS,
          ...months({ acme: { atMost: "0.01" }, globex: { atMost: "unlimited" } }),
        },
      },
    ],
    fails: [
      {
        of: "a tenant that costs nothing",
        resources: {
          ...TENANTS,
          ...months({ acme: { atMost: "0.00" }, globex: { atMost: "5.00" } }),
        },
        finds: { acme: ["acme may use all for nothing"] },
      },
    ],
  },
};

const isNothing = (atMost: string | undefined): boolean =>
  atMost !== undefined && atMost !== "unlimited" && new Decimal(atMost).isZero();
