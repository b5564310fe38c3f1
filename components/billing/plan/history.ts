import { pricesIn } from "./priced";
import { DAYS, type Billing, type Hours, type PriceTable, type Version } from "./types";

/** A version by the places where it says something, as the state keeps it and previews show it. */
export interface Written {
  from: string;
  prices: Record<string, string>;
  /** By tenant and place. */
  tenants: Record<string, string>;
}

/** What a version says, so that two of them can be compared place by place. */
export function written({ from, prices, tiers, tenants, hours }: Version): Written {
  const tierTexts = Object.entries(tiers).flatMap(([name, all]) =>
    all.map(({ from: level, factor }): [string, string] => [`tiers.${name}.${level}`, factor]),
  );
  return {
    from,
    prices: Object.fromEntries([
      ...texts(prices),
      ...tierTexts,
      ...hours.map((rule): [string, string] => [`hours.${rule.name}`, hoursText(rule)]),
    ]),
    tenants: Object.fromEntries(
      Object.entries(tenants).flatMap(([tenant, { discount, ...own }]) =>
        [...(discount === "0" ? [] : [["discount", discount] as const]), ...texts(own)].map(
          ([key, text]) => [`${tenant}.${key}`, text],
        ),
      ),
    ),
  };
}

/** What is not part of a version and still says what its prices mean. */
export const fixed = ({ currency, period, timeZone }: Billing): Record<string, string> => ({
  currency,
  period: String(period),
  timeZone,
});

const texts = (table: Partial<PriceTable>): [string, string][] =>
  pricesIn(table).map(({ key, price }) => [key, price]);

function hoursText({ days, from, to, factor, meters }: Hours): string {
  const all = days.length === DAYS.length ? "every day" : days.join(" ");
  return `${all} ${clock(from)}-${clock(to)} x ${factor} for ${meters?.join(" ") ?? "all"}`;
}

/** Minutes since midnight as 20:00. */
export const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
