import type { Amount } from "../../rating/types";
import { seconds, type Period } from "../calendar";
import { Exact, sum, text } from "../decimal";
import type { Totals } from "./totals";
import type { Tally } from "./tally";

export interface Forecast {
  /** What the whole period will cost, in whole cents. */
  amount: Amount;
  /** How it was reckoned. */
  basis: string;
}

/**
 * A straight line: what was used goes on at the same cost an hour until the period's end. Fees and credits
 * are as they stand. Counted from the first use, so that a tenant that began in the middle is not
 * thought half as dear.
 */
export function forecast(
  totals: Totals,
  { covered }: Tally,
  period: Period,
  ratedUntil?: string,
): Forecast | undefined {
  const [first] = covered;
  if (first === undefined || ratedUntil === undefined) return undefined;
  const rated = seconds(ratedUntil) - seconds(first.begin);
  const left = seconds(period.end) - seconds(ratedUntil);
  if (rated <= 0 || left <= 0) return undefined;
  const more = new Exact(totals.usage).times(left).div(rated);
  return {
    amount: text(sum([totals.subtotal]).plus(more).toDecimalPlaces(2)),
    basis:
      `Straight line: ${totals.usage} in ${hours(rated)} hours of use since ${first.begin}, ` +
      `for the ${hours(left)} hours that are left; fees and credits as they stand.`,
  };
}

const hours = (length: number): string => text(new Exact(length).div(3600).toDecimalPlaces(2));
