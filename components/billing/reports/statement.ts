import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Prices } from "../rating/types";
import { dayOf, iso, seconds, type Named } from "./calendar";
import { documents } from "./documents";
import { creditFor, outagesOf } from "./model/credits";
import type { Frame } from "./model/frames";
import { makeReport, type Report } from "./model/report";
import { Tallier } from "./model/tally";
import type { ReportSettings } from "./settings";
import { realFiles, replaceFile } from "./store/files";
import type { Rated } from "./store/ledger";

/** A day, which begins at the midnight of the time zone, or an instant such as 2026-11-24T12:00:00Z. */
function instant(text: string, timeZone: string): string {
  if (Number.isNaN(Date.parse(text))) {
    throw new Error(`${text} is neither a day, such as 2026-11-24, nor an instant.`);
  }
  return /^\d{4}-\d\d-\d\d$/.test(text)
    ? dayOf(`${text}T12:00:00Z`, timeZone).begin
    : iso(seconds(text));
}

/** The time from one day or instant until before another. */
export function periodFrom(from: string, to: string, timeZone: string): Named {
  const [begin, end] = [instant(from, timeZone), instant(to, timeZone)];
  if (begin >= end) throw new Error(`${to} is not after ${from}.`);
  return { name: `${from} to ${to}`, begin, end };
}

export interface StatementArgs {
  settings: ReportSettings;
  rated: Rated & { ratedUntil(): Promise<Record<string, string>> };
  prices: Prices;
  tenant: { name: string; projectId: string };
  period: Named;
  now: string;
}

/** A report for any time, without a number: made of frames that are read for it, and kept nowhere. */
export async function statement(args: StatementArgs): Promise<Report> {
  const { settings, rated, prices, tenant, period, now } = args;
  const ratedUntil = (await rated.ratedUntil())[tenant.projectId];
  const tallier = new Tallier();
  const outages = outagesOf(settings.outages ?? [], tenant.name, period);
  const met: Frame[] = [];
  for await (const frame of rated.frames(tenant.projectId, period)) {
    tallier.frame(frame, prices);
    const [begin, end] = [seconds(frame.begin), seconds(frame.end)];
    if (outages.some(({ from, to }) => begin < seconds(to) && seconds(from) < end)) met.push(frame);
  }
  const { currency, decimals, rounding, timeZone } = settings;
  return makeReport({
    kind: "preliminary",
    issued: now,
    tenant,
    period,
    currency,
    decimals,
    rounding,
    timeZone,
    ratedUntil,
    usage: tallier.result(),
    credits: outages.map((outage) => creditFor(outage, met, prices)),
    cloudkitty: await rated.total(tenant.projectId, period),
  });
}

/** Puts a report's documents into a folder. */
export async function writeDocuments(report: Report, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(await documents(report))) {
    replaceFile(realFiles, join(folder, name), content);
  }
}
