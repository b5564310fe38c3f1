import { Decimal } from "decimal.js";
import type { ExpectedReport } from "./expected-report";

/** To read: 1,234.5, six decimals at most, and never less than given. */
function readable(value: string, least: number, most: number): string {
  const short = new Decimal(value).toDecimalPlaces(most);
  const [whole = "", fraction] = short.toFixed(Math.max(least, short.decimalPlaces())).split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

const money = (value: string): string => readable(value, 2, 6);
const minutes = (instant: string): string => `${instant.slice(0, 16).replace("T", " ")} UTC`;

/** RFC 4180, as docs/billing.md has it. */
export function expectedCsv({ tenant, period, lines, credits, totals }: ExpectedReport): string {
  const head = ["", tenant.name, tenant.projectId, period.begin, period.end];
  const none = (count: number): string[] => Array<string>(count).fill("");
  const rows = [
    [
      ...["report", "tenant", "project_id", "period_begin", "period_end", "category", "service"],
      ...["resource", "name", "kind", "price_list", "quantity", "unit", "unit_price", "list"],
      ...["discount", "tier", "off_peak", "amount", "currency"],
    ],
    ...lines.map((line) => [
      ...[...head, "usage", line.service, line.resource, line.name, line.kind, line.version],
      ...[line.quantity, line.unit, line.unitPrice, line.list, line.discount, line.tier, line.time],
      ...[line.amount, "EUR"],
    ]),
    ...credits.map(({ reason, amount }) => [
      ...[...head, "credit", ...none(2), reason, ...none(9), amount, "EUR"],
    ]),
    [...head, "rounding", ...none(12), totals.rounding, "EUR"],
    [...head, "total", ...none(12), totals.total, "EUR"],
    [],
  ];
  return rows.map((row) => row.join(",")).join("\r\n");
}

/** The rows of the sums, of what is not nothing. */
function sums({ totals }: ExpectedReport): [string, string][] {
  const named: [string, string, always?: boolean][] = [
    ["By the price list", totals.list, true],
    ["Discounts", totals.discounts],
    ["Tiers", totals.tiers],
    ["Off-peak and holidays", totals.offPeak],
    ["Usage", totals.usage, true],
    ["Credits", totals.credits],
    ["Subtotal", totals.subtotal, true],
    ["Rounding", totals.rounding],
  ];
  return [
    ...named
      .filter(([, amount, always]) => always === true || Number(amount) !== 0)
      .map(([name, amount]): [string, string] => [name, readable(amount, 2, 8)]),
    ["Total in EUR", totals.total],
  ];
}

const remarks = ({ gaps, versions }: ExpectedReport): string[] => [
  "All of the period is rated.",
  ...gaps.map(({ begin, end }) => `Nothing was metered from ${minutes(begin)} to ${minutes(end)}.`),
  `Price list: ${versions.join(", ")}.`,
  "Agrees with CloudKitty's own total.",
];

const PARTS = ["discount", "tier", "time"] as const;
const HEADS = { discount: "Discount", tier: "Tier", time: "Off-peak" };

/** The cells of all tables of the HTML, row by row, and its remarks as rows of one cell. */
export function expectedHtml(report: ExpectedReport): string[][] {
  const { lines, credits } = report;
  const own = PARTS.filter((part) => lines.some((line) => Number(line[part]) !== 0));
  const shown = (["list", ...own] as const).slice(own.length === 0 ? 1 : 0);
  const services = [...new Set(lines.map(({ service }) => service))];
  const usage = services.flatMap((service) => {
    const of = lines.filter((line) => line.service === service);
    const whole = of.reduce((total, { amount }) => total.plus(amount), new Decimal(0));
    return [
      [of[0]?.title ?? "", money(whole.toFixed())],
      ...of.map((line) => [
        line.name === "" ? line.resource : `${line.name} ${line.resource}`,
        ...[line.kind, `${readable(line.quantity, 0, 3)} ${line.unit}`],
        ...[readable(line.unitPrice, 0, 8), ...shown.map((part) => money(line[part]))],
        money(line.amount),
      ]),
    ];
  });
  return [
    [
      ...["Resource", "Kind", "Quantity", "Unit price"],
      ...shown.map((part) => (part === "list" ? "List" : HEADS[part])),
      "Amount",
    ],
    ...usage,
    ["For", "From", "To", "Amount"],
    ...credits.map((one) => [one.reason, minutes(one.from), minutes(one.to), money(one.amount)]),
    ...sums(report),
    ...remarks(report).map((remark) => [remark]),
  ];
}

/** The texts of the PDF from the usage to the last remark, without page numbers. */
export function expectedPdf(report: ExpectedReport): string[] {
  const { lines, credits } = report;
  const usage = lines.flatMap((line, at) => [
    ...(lines[at - 1]?.service === line.service ? [] : [line.title]),
    line.name === "" ? line.resource : line.name,
    ...(line.kind === "" ? [] : [line.kind]),
    `${readable(line.quantity, 0, 3)} ${line.unit}`,
    ...[readable(line.unitPrice, 0, 6), money(line.amount)],
  ]);
  return [
    ...["Usage", "Resource", "Kind", "Quantity", "Unit price", "Amount", ...usage],
    "Credits",
    ...credits.flatMap(({ reason, from, to, amount }) => [
      ...[`${reason}: ${minutes(from)} to ${minutes(to)}`, money(amount)],
    ]),
    ...["Sum", ...sums(report).flat(), "Remarks", ...remarks(report)],
  ];
}

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&#39;": "'" };

/** The cells of a page's table rows, and the entries of its lists, without what is markup. */
export function rowsOf(page: string): string[][] {
  const words = (markup: string): string =>
    markup
      .replace(/<[^>]*>/g, " ")
      .replace(/&[^;]+;/g, (entity) => ENTITIES[entity] ?? entity)
      .replace(/\s+/g, " ")
      .trim();
  return [...page.matchAll(/<(tr|li)\b[^>]*>(.*?)<\/\1>/gs)].map(([, kind, row = ""]) =>
    kind === "li"
      ? [words(row)]
      : [...row.matchAll(/<(td|th)\b[^>]*>(.*?)<\/\1>/gs)].map(([, , cell = ""]) => words(cell)),
  );
}
