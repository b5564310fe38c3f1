import type { Amount, Rated } from "../../rating/types";
import { merge, seconds, type Named, type Period } from "../calendar";
import { Exact, text, type Rounding } from "../decimal";
import { budgetUse, type BudgetUse } from "./budget";
import { courseOf, type Point } from "./course";
import { forecast, type Forecast } from "./forecast";
import { isFee, titleOf } from "./meters";
import { reconcile, type Reconciliation } from "./reconcile";
import type { Tallied, Tally } from "./tally";
import { totalsOf, type Totals } from "./totals";
import type { Budget } from "../settings";

export const FORMAT = "openstack-environment/report/1";

export type Kind = "preliminary" | "final" | "correction";

/**
 * One resource at one price. Its version is empty where the price list has no price, and CloudKitty's amount
 * stands.
 */
export interface Line extends Rated {
  service: string;
  title: string;
  resource: string;
  name: string;
  kind: string;
  quantity: Amount;
  unit: string;
}

/** What is given back for an outage; below 0. */
export interface Credit {
  from: string;
  to: string;
  reason: string;
  share: Amount;
  amount: Amount;
}

/** What is shown, sent and kept: docs/billing.md has it field by field. */
export interface Report {
  format: typeof FORMAT;
  /** R-000042; empty while it is preliminary. */
  number: string;
  kind: Kind;
  /** The number of the report that this one takes the place of. */
  corrects?: string;
  issued: string;
  tenant: { name: string; projectId: string };
  period: Named;
  currency: string;
  decimals: number;
  timeZone: string;
  /** Everything before it is rated; left out where nothing is. */
  ratedUntil?: string;
  /** Times before that for which nothing was metered, though the tenant used something before. */
  gaps: Period[];
  versions: string[];
  lines: Line[];
  fees: Line[];
  credits: Credit[];
  totals: Totals;
  budget?: BudgetUse;
  forecast?: Forecast;
  reconciliation: Reconciliation;
  /** What it cost by the day, or by the hour where it is three days at most. */
  course: Point[];
  notes: string[];
}

type Given =
  | "kind"
  | "corrects"
  | "issued"
  | "tenant"
  | "period"
  | "currency"
  | "decimals"
  | "timeZone"
  | "ratedUntil";

export interface ReportArgs extends Pick<Report, Given> {
  number?: string;
  rounding: Rounding;
  usage: Tally;
  credits?: Credit[];
  budget?: Budget;
  /** CloudKitty's own total of that project and time. */
  cloudkitty: Amount;
  notes?: string[];
}

/** A line as it is shown: quantities by the hour, or by the piece. */
function lineOf(tallied: Tallied): Line {
  const { meter, resource, name, kind, version, unitPrice } = tallied;
  const { list, discount, tier, time, amount } = tallied;
  const { title, unit, per } = titleOf(meter, tallied.unit);
  const quantity =
    per === "use"
      ? tallied.units
      : text(new Exact(tallied.unitSeconds).div(3600).toDecimalPlaces(10));
  const parts = { list, discount, tier, time, amount };
  return {
    service: meter,
    title,
    resource,
    name,
    kind,
    version,
    quantity,
    unit,
    unitPrice,
    ...parts,
  };
}

/**
 * The report of one tenant for one period. Lines stay exact; the total is rounded once, and what that
 * puts on or takes off is told: rounded lines would not add up to it, and ten thousand of them would
 * move it by a lot.
 */
export function makeReport(args: ReportArgs): Report {
  const { kind, period, decimals, usage, credits = [], ratedUntil, budget } = args;
  const all = usage.lines.map(lineOf);
  const fees = all.filter(({ service }) => isFee(service));
  const lines = all.filter(({ service }) => !isFee(service));
  const totals = totalsOf(lines, fees, credits, decimals, args.rounding);
  const unpriced = [
    ...new Set(lines.filter(({ version }) => version === "").map((l) => l.service)),
  ];
  const expected = kind === "preliminary" ? forecast(totals, usage, period, ratedUntil) : undefined;
  return {
    format: FORMAT,
    number: args.number ?? "",
    kind,
    ...(args.corrects === undefined ? {} : { corrects: args.corrects }),
    issued: args.issued,
    tenant: args.tenant,
    period,
    currency: args.currency,
    decimals,
    timeZone: args.timeZone,
    ...(ratedUntil === undefined ? {} : { ratedUntil }),
    gaps: gapsOf(usage.covered, period, ratedUntil),
    versions: [...new Set(lines.map(({ version }) => version))].filter((v) => v !== "").sort(),
    lines,
    fees,
    credits,
    totals,
    ...(budget === undefined ? {} : { budget: budgetUse(budget, totals, expected) }),
    ...(expected === undefined ? {} : { forecast: expected }),
    reconciliation: reconcile(args.cloudkitty, usage.lines),
    course: courseOf(usage.hours, args.timeZone),
    notes: [
      ...(unpriced.length === 0
        ? []
        : [`The price list has no price for ${unpriced.join(", ")}: CloudKitty's amounts stand.`]),
      ...(args.notes ?? []),
    ],
  };
}

/** The times between the first frame and the end of what is rated that no frame is for. */
function gapsOf(covered: Period[], period: Period, ratedUntil?: string): Period[] {
  const times = merge(covered);
  const [first] = times;
  if (first === undefined || ratedUntil === undefined) return [];
  const until = seconds(ratedUntil) < seconds(period.end) ? ratedUntil : period.end;
  const ends = [...times.slice(1).map(({ begin }) => begin), until];
  return times.flatMap(({ end }, n) => {
    const next = ends[n] ?? until;
    return end < next ? [{ begin: end, end: next }] : [];
  });
}
