import { Decimal } from "decimal.js";
import type { Amount } from "../rating/types";

/** Sums stay exact: amounts have 28 digits behind the point at most, and no tenant has 10^30 in front of it. */
export const Exact = Decimal.clone({ precision: 80, toExpNeg: -60, toExpPos: 60 });
export type Exact = Decimal;

export const ZERO = new Exact(0);

/** Decimal text without exponent and without superfluous zeros: 0.06, -12. */
export const text = (value: Decimal): Amount => value.toFixed();

export const sum = (amounts: Iterable<Amount>): Decimal => {
  let total: Decimal = ZERO;
  for (const amount of amounts) total = total.plus(amount);
  return total;
};

export type Rounding = "half-up" | "half-even" | "up";

const MODES = {
  "half-up": Decimal.ROUND_HALF_UP,
  "half-even": Decimal.ROUND_HALF_EVEN,
  up: Decimal.ROUND_UP,
};

/** An amount of money as it is paid: always with all its decimals, such as 12.30. */
export const money = (value: Decimal | Amount, decimals: number, rounding: Rounding): Amount =>
  new Exact(value).toFixed(decimals, MODES[rounding]);
