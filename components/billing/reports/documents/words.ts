import type { Amount } from "../../rating/types";
import { Exact, TOLERANCE } from "../decimal";
import type { Freeze } from "../model/budget";
import type { Kind, Report } from "../model/report";

/** 1,234,567.89: groups of three, and as many decimals as there are. */
export function grouped(amount: Amount): string {
  const [whole = "", fraction] = amount.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** To read: so many decimals at most, and not less than the currency has. CSV and JSON have them all. */
export function readable(amount: Amount, least: number, most: number): string {
  const short = new Exact(amount).toDecimalPlaces(most);
  return grouped(short.toFixed(Math.max(least, short.decimalPlaces())));
}

export const percent = (share: Amount): string => `${new Exact(share).times(100).toFixed(1)} %`;

/** 2026-11-24 01:50 UTC. */
export const when = (instant: string): string => `${instant.slice(0, 16).replace("T", " ")} UTC`;

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** November 2026; what is no month stays as it is. */
export function monthName(name: string): string {
  if (!/^\d{4}-\d\d$/.test(name)) return name;
  const [year = "", month = ""] = name.split("-");
  return `${MONTHS[Number(month) - 1] ?? name} ${year}`;
}

const KINDS: Record<Kind, string> = {
  preliminary: "Preliminary report",
  final: "Report",
  correction: "Correction",
};

/** "Report R-000042", "Correction R-000043 of R-000042", "Preliminary report". */
export const titleOf = ({ kind, number, corrects }: Report): string =>
  [KINDS[kind], number, corrects === undefined ? "" : `of ${corrects}`].filter(Boolean).join(" ");

/** The sums, from the list price to what is paid: what each is called, and the amount. */
export function sumRows({ totals, currency, decimals }: Report): [string, string][] {
  const exact = (amount: Amount) => readable(amount, decimals, 8);
  const optional = (title: string, amount: Amount): [string, string][] =>
    new Exact(amount).isZero() ? [] : [[title, exact(amount)]];
  return [
    ["By the price list", exact(totals.list)],
    ...optional("Discounts", totals.discounts),
    ...optional("Tiers", totals.tiers),
    ...optional("Off-peak and holidays", totals.offPeak),
    ["Usage", exact(totals.usage)],
    ...optional("Fees", totals.fees),
    ...optional("Credits", totals.credits),
    ["Subtotal", exact(totals.subtotal)],
    ...optional("Rounding", totals.rounding),
    [`Total in ${currency}`, grouped(totals.total)],
  ];
}

/** What frames lack of CloudKitty's total, or have more than it. */
function missingWords(missing: Amount): string {
  const amount = new Exact(missing);
  if (amount.abs().lte(TOLERANCE)) return "";
  const shown = readable(amount.abs().toFixed(), 2, 8);
  return amount.isNegative()
    ? ` The frames that this was made of add up to ${shown} more.`
    : ` ${shown} of it is in no frame that this was made of.`;
}

/** Whether CloudKitty says the same, in a sentence. */
export function reconciled({ reconciliation: r, currency }: Report): string {
  if (r.agrees) return `Agrees with CloudKitty's own total.`;
  const missing = missingWords(r.missing);
  const lines =
    r.differing.length === 0
      ? ""
      : ` Differing: ${r.differing.map((d) => `${d.service} ${d.resource} (${readable(d.report, 2, 8)} here, ${readable(d.cloudkitty, 2, 8)} there)`).join("; ")}.`;
  return `Differs from CloudKitty's own total, ${readable(r.cloudkitty, 2, 8)} ${currency}, by ${readable(r.difference, 2, 8)}.${missing}${lines}`;
}

/** Whether anything of the period is rated. */
export const isRated = ({ ratedUntil, period }: Report): boolean =>
  ratedUntil !== undefined && ratedUntil > period.begin;

function ratedWords(report: Report): string {
  const { ratedUntil, period, kind, lines, fees } = report;
  if (ratedUntil === undefined || !isRated(report)) {
    return kind === "preliminary"
      ? "Nothing of this period is rated yet: what is used is measured meanwhile, and is in the report, " +
          "with a forecast, once it is rated."
      : "Nothing of this period is rated.";
  }
  if (ratedUntil >= period.end) return "All of the period is rated.";
  return lines.length + fees.length === 0
    ? `Nothing was used until ${when(ratedUntil)}, so there is no forecast; what is used after that is not rated yet.`
    : `Rated until ${when(ratedUntil)}; what is used after that is not in it yet.`;
}

/** That quotas are frozen, since when, and what ends it; nothing where they are not. */
export const frozenWords = (freeze: Freeze | undefined): string | undefined =>
  freeze &&
  `All of the budget is spent: quotas are frozen since ${when(freeze.since)} at what was used then. ` +
    `They are given back on ${when(freeze.until)}, or once the budget is raised.`;

/** Whatever a reader has to know beside the figures. */
export function remarks(report: Report): string[] {
  const { gaps, forecast, versions, budget, currency } = report;
  return [
    ratedWords(report),
    ...gaps.map(({ begin, end }) => `Nothing was metered from ${when(begin)} to ${when(end)}.`),
    ...(versions.length === 0 ? [] : [`Price list: ${versions.join(", ")}.`]),
    ...(isRated(report) ? [reconciled(report)] : []),
    ...(budget === undefined
      ? []
      : [
          `Budget: ${percent(budget.used)} of ${grouped(budget.amount)} ${currency} is spent` +
            (budget.expected === undefined ? "." : `, ${percent(budget.expected)} expected.`),
        ]),
    ...(forecast === undefined
      ? []
      : [`Forecast: ${readable(forecast.amount, 2, 2)} ${currency}. ${forecast.basis}`]),
    ...report.notes,
  ];
}
