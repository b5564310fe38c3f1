import { meterOf } from "../plan/priced";
import type { Billing, Day, Hours } from "../plan/types";
import type { Amount } from "./types";
import { clock, iso, seconds } from "./wall-clock";

const WEEK = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** A time on the wall: the day as 2026-12-25, and minutes since midnight. */
interface Local {
  date: string;
  minute: number;
}

/** What the time does to prices: the same as the script that CloudKitty runs. */
export class Clock {
  private readonly timeZone: string;
  private readonly holidays: ReadonlySet<string>;
  private last: { instant: string; local: Local } | undefined;

  constructor({ timeZone, holidays }: Pick<Billing, "timeZone" | "holidays">) {
    this.timeZone = timeZone;
    this.holidays = new Set(holidays);
  }

  /** The factor for a meter in a period that begins at an instant; nothing where its price is the plain one. */
  factor(hours: readonly Hours[], meter: string, instant: string): Amount | undefined {
    if (hours.length === 0) return undefined;
    const local = this.localOf(instant);
    return hours.find((rule) => holdsFor(rule, meter) && this.holds(rule, local))?.factor;
  }

  private holds({ days, from, to }: Hours, { date, minute }: Local): boolean {
    if (!days.includes(this.dayOf(date))) return false;
    return from < to ? from <= minute && minute < to : minute >= from || minute < to;
  }

  private dayOf(date: string): Day {
    if (this.holidays.has(date)) return "holiday";
    return WEEK[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? "sun";
  }

  private localOf(instant: string): Local {
    // Usage comes period by period.
    if (this.last?.instant === instant) return this.last.local;
    const shown = iso(clock(seconds(instant), this.timeZone));
    const [hour, minute] = [shown.slice(11, 13), shown.slice(14, 16)].map(Number);
    const local = { date: shown.slice(0, 10), minute: (hour ?? 0) * 60 + (minute ?? 0) };
    this.last = { instant, local };
    return local;
  }
}

/** Whether hours are for a meter. */
export const holdsFor = ({ meters }: Hours, meter: string): boolean =>
  meters === undefined || meters.some((name) => meterOf(name) === meter);
