import type { Amount } from "../../rating/types";
import { daysOf, iso, seconds } from "../calendar";
import { sum, text } from "../decimal";

/** What a day or an hour cost. */
export interface Point {
  begin: string;
  amount: Amount;
}

const FEW = 3 * 86400;

/** Every day from the first that cost something to the last; hours, where those are three days at most. */
export function courseOf(hours: Record<string, Amount>, timeZone: string): Point[] {
  const times = Object.keys(hours).sort();
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (seconds(last) - seconds(first) < FEW) {
    const points: Point[] = [];
    for (let at = seconds(first); at <= seconds(last); at += 3600) {
      points.push({ begin: iso(at), amount: hours[iso(at)] ?? "0" });
    }
    return points;
  }
  return daysOf({ begin: first, end: iso(seconds(last) + 1) }, timeZone).map(
    ({ begin, end, name }) => ({
      begin: name,
      amount: text(
        sum(times.filter((at) => begin <= at && at < end).map((at) => hours[at] ?? "0")),
      ),
    }),
  );
}
