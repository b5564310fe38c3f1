import { Decimal } from "decimal.js";
import { Exact } from "../rating/decimal";
import type { Amount } from "../rating/types";
import type { Billing, Rounding } from "./types";

const MODES: Record<Rounding, Decimal.Rounding> = {
  "half-up": Decimal.ROUND_HALF_UP,
  "half-even": Decimal.ROUND_HALF_EVEN,
  up: Decimal.ROUND_UP,
};

/** An amount with the currency's decimals: "12.50". */
export function rounded(
  value: Decimal | Amount,
  { decimals, rounding }: Pick<Billing, "decimals" | "rounding">,
): string {
  return new Exact(value).toFixed(decimals, MODES[rounding]);
}
