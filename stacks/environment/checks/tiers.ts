import { meterOf, PRICED, pricesIn } from "../../../components/billing/plan/priced";
import type { Version } from "../../../components/billing/plan/types";
import { Exact } from "../../../components/billing/rating/decimal";
import type { Mistake } from "../mistakes";

/** Tiers of nothing, and tiers that say two things of one quantity. Custom prices that a list has a name for. */
export function checkTiers({ prices, tiers }: Version, at: string): Mistake[] {
  const meters = new Set(pricesIn(prices).map(({ meter }) => meter));
  const named = Object.entries(PRICED).map(([name, { meter }]) => ({ name, meter }));
  return [
    ...Object.entries(tiers).flatMap(([name, all]) => [
      ...(meters.has(meterOf(name)) ? [] : [ofNothing(`${at}.tiers.${name}`, name, prices)]),
      ...all.flatMap(({ from }, i) => {
        const before = all[i - 1]?.from;
        if (before === undefined || new Exact(from).gt(before)) return [];
        return [
          {
            path: `${at}.tiers.${name}[${i}].from`,
            problem: `is not above the tier before it (${before})`,
            found: from,
            allowed: `a quantity above ${before}`,
            advice: "put the tiers in order, with one for each quantity",
          },
        ];
      }),
    ]),
    ...named
      .filter(({ meter }) => meter in prices.custom)
      .map(({ name, meter }) => ({
        path: `${at}.prices.custom.${meter}`,
        problem: `is a second price of what ${name} is`,
        found: prices.custom[meter],
        allowed: "meters that a price list has no name for",
        advice: `write it as ${name}`,
      })),
  ];
}

/** A name of tiers or hours that nothing is priced by. */
export function ofNothing(path: string, found: string, prices: Version["prices"]): Mistake {
  const known = [...new Set(pricesIn(prices).map(({ key }) => nameIn(key)))];
  return {
    path,
    problem: "is nothing that the list has a price of",
    found,
    allowed: known.join(", "),
    advice: "name one of these, or give it a price",
  };
}

/** `instance.tiny` is called instance, and `custom.requests` by its meter. */
function nameIn(key: string): string {
  const [kind = "", ...value] = key.split(".");
  return kind === "custom" ? value.join(".") : kind;
}
