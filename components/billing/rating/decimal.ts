import { Decimal } from "decimal.js";
import type { Amount } from "./types";

/** Numbers as CloudKitty calculates: Python's default context, 28 digits, half to even. */
export const Python = Decimal.clone({
  precision: 28,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

/** Numbers that nothing is lost of: sums and differences of what {@link Python} gives. */
export const Exact = Decimal.clone({ precision: 200, toExpNeg: -9e15, toExpPos: 9e15 });

/** A number as text, without an exponent and without zeros at its end. */
export function amount(value: Decimal): Amount {
  return value.isZero() ? "0" : value.toFixed();
}
