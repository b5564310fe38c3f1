import type { Amount } from "../../rating/types";
import { Exact, text } from "../decimal";
import type { Budget } from "../settings";
import type { Forecast } from "./forecast";
import type { Totals } from "./totals";

/** Quotas are what was used when it began: until the month ends, or the budget is raised. */
export interface Freeze {
  since: string;
  until: string;
}

export interface BudgetUse {
  amount: Amount;
  action: Budget["action"];
  /** Share of it that is spent: 0.8125; four digits. */
  used: Amount;
  left: Amount;
  /** The thresholds that are reached, smallest first. */
  reached: Amount[];
  /** Share of it that the forecast is. */
  expected?: Amount;
  /** Where quotas are frozen now. */
  frozen?: Freeze;
}

/** How much of its budget a tenant has spent: by what it pays so far. */
export function budgetUse(budget: Budget, totals: Totals, expected?: Forecast): BudgetUse {
  const { amount, action } = budget;
  const share = (part: Amount): Amount =>
    new Exact(amount).isZero() ? "1" : text(new Exact(part).div(amount).toDecimalPlaces(4));
  return {
    amount,
    action,
    used: share(totals.total),
    left: text(new Exact(amount).minus(totals.total)),
    reached: budget.thresholds
      // Not by the rounded share: 0.99996 of a budget is not all of it.
      .filter((threshold) => new Exact(amount).times(threshold).lte(totals.total))
      .sort((a, b) => new Exact(a).cmp(b)),
    ...(expected === undefined ? {} : { expected: share(expected.amount) }),
  };
}
