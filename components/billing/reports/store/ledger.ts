import { daysOf, seconds, type Named, type Period } from "../calendar";
import { Exact, sum, TOLERANCE } from "../decimal";
import type { Frame } from "../model/frames";
import { Tallier, type Tally } from "../model/tally";
import type { Amount, Prices } from "../../rating/types";
import type { DayTally, Store } from "./store";

/** Where rated frames come from. */
export interface Rated {
  frames(projectId: string, period: Period): AsyncIterable<Frame>;
  /** CloudKitty's own total. */
  total(projectId: string, period: Period): Promise<Amount>;
}

export interface UsageArgs {
  store: Store;
  rated: Rated;
  prices: Prices;
  projectId: string;
  period: Named;
  timeZone: string;
  ratedUntil?: string;
}

/**
 * What a project used in a period. Rated frames are read once, and kept as sums of a day: of a day that
 * goes on, only what was rated since is read. Where the days do not add up to CloudKitty's own total
 * (rated again, a sample that came late), those that differ are read anew.
 */
export async function usageOf(args: UsageArgs): Promise<{ usage: Tally; cloudkitty: Amount }> {
  const { store, rated, projectId, period, ratedUntil, timeZone } = args;
  const until = least(ratedUntil ?? period.begin, period.end);
  const days =
    ratedUntil === undefined ? [] : daysOf({ begin: period.begin, end: until }, timeZone);
  for (const day of days) await bringUpToDate(args, day, until);
  // Up to there: a frame that is rated meanwhile is one for the next time.
  const cloudkitty =
    days.length === 0 ? "0" : await rated.total(projectId, { begin: period.begin, end: until });
  let usage = addUp(store, projectId, days);
  if (differs(usage, cloudkitty)) {
    for (const day of days) {
      const kept = store.day(projectId, day.name);
      if (
        kept === undefined ||
        differs(kept, await rated.total(projectId, { ...day, end: least(day.end, until) }))
      ) {
        await read(args, day, { until: day.begin }, until);
      }
    }
    usage = addUp(store, projectId, days);
  }
  return { usage, cloudkitty };
}

async function bringUpToDate(args: UsageArgs, day: Named, until: string): Promise<void> {
  const kept = args.store.day(args.projectId, day.name);
  const end = least(day.end, until);
  if (kept !== undefined && seconds(kept.until) >= seconds(end)) return;
  await read(args, day, kept ?? { until: day.begin }, until);
}

/** Adds what was rated since to what is known of a day. */
async function read(
  { store, rated, prices, projectId }: UsageArgs,
  day: Named,
  known: DayTally | { until: string },
  until: string,
): Promise<void> {
  const tallier = new Tallier();
  if ("lines" in known) tallier.tally(known);
  const period = { begin: known.until, end: least(day.end, until) };
  for await (const frame of rated.frames(projectId, period)) {
    if (period.begin <= frame.begin && frame.begin < period.end) tallier.frame(frame, prices);
  }
  store.keepDay(projectId, day.name, { until: period.end, ...tallier.result() });
}

function addUp(store: Store, projectId: string, days: Named[]): Tally {
  const tallier = new Tallier();
  for (const { name } of days) {
    const day = store.day(projectId, name);
    if (day !== undefined) tallier.tally(day);
  }
  return tallier.result();
}

const least = (a: string, b: string): string => (a < b ? a : b);

const differs = ({ lines }: Tally, cloudkitty: Amount): boolean =>
  new Exact(cloudkitty)
    .minus(sum(lines.map((line) => line.cloudkitty)))
    .abs()
    .gt(TOLERANCE);
