import { Decimal } from "decimal.js";
import { TENANTS } from "../../cases";
import { monthsOf, type Month } from "../../declared/program";
import { nameOf } from "../../declared/resource";
import type { Rule } from "../../rule";
import { months } from "./cases";

/** Quotas hold machines back at once; a budget is looked at when the money is spent. */
export const budgetExceeded: Rule = {
  id: "BIL-02",
  title: "Quotas do not let a tenant spend more than its budget",
  severity: "medium",
  reason:
    "the tenant may spend it before anybody looks: what its quotas let in at most, for a whole month, " +
    "is more than what was agreed",
  sources: ["own"],
  remedy:
    "lower its quotas, or raise its budget; waive it where the budget is for people to keep and an " +
    "alert is enough",
  checkStack: (stack) => {
    const all = monthsOf(stack);
    return stack.tenants().flatMap((resource) => {
      const month = all.get(nameOf(resource));
      const found = month && tooMuch(month);
      return found === undefined ? [] : [{ resource, found: `${nameOf(resource)} ${found}` }];
    });
  },
  cases: {
    passes: [
      {
        of: "tenants within their budgets",
        resources: {
          ...TENANTS,
          ...months({
            acme: { atMost: "99.99", budget: "100.00" },
            globex: { atMost: "1000.00", budget: "1000.00" },
          }),
        },
      },
      {
        of: "a tenant within its budget by the prices that come next, too",
        resources: {
          ...TENANTS,
          ...months({
            acme: {
              ...{ atMost: "90.00", budget: "100.00" },
              next: { from: "2027-01-01T00:00:00Z", atMost: "100.00" },
            },
          }),
        },
      },
      {
        of: "a tenant without a budget, of which another rule tells",
        resources: {
          ...TENANTS,
          ...months({ acme: { atMost: "unlimited" }, globex: { atMost: "5.00" } }),
        },
      },
    ],
    fails: [
      {
        of: "one tenant by a cent, and one that nothing limits",
        resources: {
          ...TENANTS,
          ...months({
            acme: { atMost: "100.01", budget: "100.00" },
            globex: { atMost: "unlimited", budget: "5.00" },
          }),
        },
        finds: {
          acme: ["acme may spend 100.01 a month, and its budget is 100.00"],
          globex: ["globex may spend without a limit, and its budget is 5.00 a month"],
        },
      },
      {
        of: "a tenant by the prices that come next, or the plan that it comes to",
        resources: {
          ...TENANTS,
          ...months({
            acme: {
              ...{ atMost: "90.00", budget: "100.00" },
              next: { from: "2027-01-01T00:00:00Z", atMost: "100.01" },
            },
          }),
        },
        finds: {
          acme: [
            "acme may spend 100.01 a month from 2027-01-01T00:00:00Z on, and its budget is 100.00",
          ],
        },
      },
    ],
  },
};

function tooMuch({ atMost, budget, next }: Month): string | undefined {
  if (budget === undefined) return undefined;
  if (atMost === "unlimited")
    return `may spend without a limit, and its budget is ${budget} a month`;
  if (isOver(atMost, budget)) return `may spend ${atMost} a month, and its budget is ${budget}`;
  if (next === undefined || !isOver(next.atMost, budget)) return undefined;
  const most = next.atMost === "unlimited" ? "without a limit" : `${next.atMost} a month`;
  return `may spend ${most} from ${next.from} on, and its budget is ${budget}`;
}

const isOver = (atMost: string, budget: string): boolean =>
  atMost === "unlimited" || new Decimal(atMost).gt(budget);
