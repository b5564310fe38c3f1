import { clock, iso, seconds } from "../rating/wall-clock";

export { iso, seconds };

/** A time: from `begin` until before `end`, ISO 8601 in UTC with seconds. */
export interface Period {
  begin: string;
  end: string;
}

/** A month or a day of the calendar in some time zone. */
export interface Named extends Period {
  /** 2026-11 or 2026-11-24. */
  name: string;
}

/** When clocks there first show midnight of a day, or what follows where midnight is left out. */
function midnight(year: number, month: number, day: number, timeZone: string): number {
  const wanted = Date.UTC(year, month - 1, day) / 1000;
  let at = wanted;
  // The second step corrects a change of clocks between the guess and the result.
  for (let n = 0; n < 2; n++) at -= clock(at, timeZone) - wanted;
  while (clock(at, timeZone) < wanted) at += 900;
  return at;
}

/** The day that an instant is in. */
export function dayOf(instant: string, timeZone: string): Named {
  const [year = 0, month = 1, day = 1] = iso(clock(seconds(instant), timeZone))
    .slice(0, 10)
    .split("-")
    .map(Number);
  return {
    name: iso(Date.UTC(year, month - 1, day) / 1000).slice(0, 10),
    begin: iso(midnight(year, month, day, timeZone)),
    end: iso(midnight(year, month, day + 1, timeZone)),
  };
}

/** The month that an instant is in. */
export function monthOf(instant: string, timeZone: string): Named {
  const name = dayOf(instant, timeZone).name.slice(0, 7);
  const [year = 0, month = 1] = name.split("-").map(Number);
  return {
    name,
    begin: iso(midnight(year, month, 1, timeZone)),
    end: iso(midnight(year, month + 1, 1, timeZone)),
  };
}

export const monthBefore = (month: Named, timeZone: string): Named =>
  monthOf(iso(seconds(month.begin) - 1), timeZone);

/** The days of a time, in order. */
export function daysOf({ begin, end }: Period, timeZone: string): Named[] {
  const days: Named[] = [];
  for (let at = begin; at < end;) {
    const day = dayOf(at, timeZone);
    days.push(day);
    at = day.end;
  }
  return days;
}

/** Times that touch or overlap become one; in order. */
export function merge(periods: Period[]): Period[] {
  const merged: Period[] = [];
  for (const { begin, end } of [...periods].sort((a, b) => (a.begin < b.begin ? -1 : 1))) {
    const last = merged.at(-1);
    if (last === undefined || last.end < begin) merged.push({ begin, end });
    else if (last.end < end) last.end = end;
  }
  return merged;
}
