import type { Amount, Rated } from "../../rating/types";
import { Exact, money, sum, text, type Rounding } from "../decimal";

/** `list + discounts + tiers + offPeak = usage`; `usage + fees + credits = subtotal`; with rounding: total. */
export interface Totals {
  list: Amount;
  discounts: Amount;
  tiers: Amount;
  offPeak: Amount;
  usage: Amount;
  fees: Amount;
  credits: Amount;
  subtotal: Amount;
  rounding: Amount;
  total: Amount;
}

/** @param decimals digits of the total, which alone is rounded */
export function totalsOf(
  lines: readonly Rated[],
  fees: readonly Rated[],
  credits: readonly Pick<Rated, "amount">[],
  decimals: number,
  rounding: Rounding,
): Totals {
  const of = (key: "list" | "discount" | "tier" | "time" | "amount") =>
    sum(lines.map((line) => line[key]));
  const [usage, feeSum] = [of("amount"), sum(fees.map(({ amount }) => amount))];
  const creditSum = sum(credits.map(({ amount }) => amount));
  const subtotal = usage.plus(feeSum).plus(creditSum);
  const total = money(subtotal, decimals, rounding);
  return {
    list: text(of("list")),
    discounts: text(of("discount")),
    tiers: text(of("tier")),
    offPeak: text(of("time")),
    usage: text(usage),
    fees: text(feeSum),
    credits: text(creditSum),
    subtotal: text(subtotal),
    rounding: text(new Exact(total).minus(subtotal)),
    total,
  };
}
