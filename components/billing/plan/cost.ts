import { Decimal } from "decimal.js";
import { amount, Exact } from "../rating/decimal";
import type { Amount } from "../rating/types";

/** What CloudKitty's database keeps of a price: Numeric(40, 28). */
const BEHIND = 28;
const HOUR = 3600;

/**
 * What a price for an hour comes to in a period.
 * @param period in seconds
 * @returns nothing where CloudKitty could not keep it to the last digit
 */
export function costOf(price: Amount, period: number): Amount | undefined {
  const cost = new Exact(price).times(period).dividedBy(HOUR);
  if (cost.decimalPlaces() > BEHIND) return undefined;
  return amount(cost);
}

/** The nearest price to this one that a period has an exact part of, and that is not 0. */
export function nearestExact(price: Amount, period: number): Amount {
  const step = oddPart(HOUR / common(HOUR, period));
  const given = new Exact(price);
  for (let places = given.decimalPlaces(); ; places++) {
    const power = new Exact(10).pow(places);
    const near = given.times(power).dividedBy(step).toNearest(1, Decimal.ROUND_HALF_UP).times(step);
    if (near.gt(0)) return amount(near.dividedBy(power));
  }
}

/** The greatest number that goes into both. */
export const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));

/** A number without its factors 2 and 5, by which decimals can be divided without end. */
function oddPart(value: number): number {
  if (value % 2 === 0) return oddPart(value / 2);
  return value % 5 === 0 ? oddPart(value / 5) : value;
}
