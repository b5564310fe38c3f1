import type { Freeze } from "../model/budget";
import type { Kind, Report } from "../model/report";

/** What lists need of a report, so that none is read as a whole for it. */
export interface About {
  number: string;
  kind: Kind;
  corrects?: string;
  issued: string;
  tenant: { name: string; projectId: string };
  month: string;
  begin: string;
  end: string;
  currency: string;
  total: string;
  /** Before rounding. */
  subtotal: string;
  /** CloudKitty's own total when it was made. */
  cloudkitty: string;
  ratedUntil?: string;
  used?: string;
  budget?: string;
  /** Since when its quotas are frozen, and until when at most. */
  frozen?: Freeze;
  forecast?: string;
  agrees: boolean;
  /** The outages that it gives credit for. */
  outages: string;
  course: { begin: string; amount: string }[];
}

export const aboutOf = (report: Report): About => ({
  number: report.number,
  kind: report.kind,
  ...(report.corrects === undefined ? {} : { corrects: report.corrects }),
  issued: report.issued,
  tenant: report.tenant,
  month: report.period.name,
  begin: report.period.begin,
  end: report.period.end,
  currency: report.currency,
  total: report.totals.total,
  subtotal: report.totals.subtotal,
  cloudkitty: report.reconciliation.cloudkitty,
  ...(report.ratedUntil === undefined ? {} : { ratedUntil: report.ratedUntil }),
  ...(report.budget === undefined
    ? {}
    : { used: report.budget.used, budget: report.budget.amount }),
  ...(report.budget?.frozen === undefined ? {} : { frozen: report.budget.frozen }),
  ...(report.forecast === undefined ? {} : { forecast: report.forecast.amount }),
  agrees: report.reconciliation.agrees,
  outages: creditsText(report.credits),
  course: report.course,
});

/** Tells whether two reports are for the same outages. */
export const creditsText = (
  outages: { from: string; to: string; reason: string; share?: string }[],
): string =>
  outages.map(({ from, to, reason, share }) => [from, to, share, reason].join(" ")).join("\n");
