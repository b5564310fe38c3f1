import type { Decimal } from "decimal.js";
import { rounded } from "../plan/rounding";
import type { Rounding } from "../plan/types";
import { amount, Exact } from "../rating/decimal";
import type { Amount } from "../rating/types";

export { Exact, amount as text };
export type { Rounding };

export const ZERO = new Exact(0);

/** What CloudKitty keeps are doubles: millions of them are off by less than this, and one wrong price by more. */
export const TOLERANCE = "0.000001";

export const sum = (amounts: Iterable<Amount>): Decimal => {
  let total: Decimal = ZERO;
  for (const one of amounts) total = total.plus(one);
  return total;
};

/** An amount of money as it is paid: always with all its decimals, such as 12.30. */
export const money = (value: Decimal | Amount, decimals: number, rounding: Rounding): Amount =>
  rounded(value, { decimals, rounding });
