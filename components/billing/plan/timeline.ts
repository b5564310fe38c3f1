import type { Plan, Version } from "./types";

/** The version that holds at an instant (ISO 8601); nothing before the first one. */
export function versionAt({ versions }: Plan, instant: string): Version | undefined {
  const at = Date.parse(instant);
  return versions.findLast(({ from }) => Date.parse(from) <= at);
}

/** The version that is to come next. */
export function versionAfter({ versions }: Plan, instant: string): Version | undefined {
  const at = Date.parse(instant);
  return versions.find(({ from }) => Date.parse(from) > at);
}

/** A version as reports name it: the plan and the day, or the instant where it is not a day's first. */
export function versionName(plan: string, { from }: Version): string {
  return `${plan} ${from.endsWith("T00:00:00Z") ? from.slice(0, 10) : from}`;
}
