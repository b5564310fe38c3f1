/** Since 1970. */
export const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** 2026-11-24T01:50:00Z. */
export const iso = (at: number): string =>
  new Date(at * 1000).toISOString().replace(/\.\d{3}Z$/, "Z");

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(timeZone, made);
  return made;
}

/** What clocks show in a time zone, as though it were UTC: seconds. */
export function clock(at: number, timeZone: string): number {
  if (timeZone === "UTC") return at;
  const parts = Object.fromEntries(
    format(timeZone)
      .formatToParts(at * 1000)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}
