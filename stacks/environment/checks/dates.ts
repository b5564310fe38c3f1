import type { Mistake } from "../mistakes";

/**
 * Nothing, or the mistake that something does not begin after the one before it.
 * @param before when that one begins
 * @param what it is, such as version
 */
export function inOrder(
  path: string,
  from: string | undefined,
  before: string | undefined,
  what: string,
): Mistake[] {
  if (from === undefined || before === undefined || before < from) return [];
  return [
    {
      path,
      problem:
        before === from
          ? `is when the ${what} before it begins, too`
          : `is before the ${what} before it begins (${before})`,
      found: from,
      allowed: `a time after ${before}`,
      advice: `put the ${what}s in the order of time, with one for each time`,
    },
  ];
}

/** What began within a period would move where all later ones begin. @param period in seconds */
export function onPeriod(path: string, from: string | undefined, period: number): Mistake[] {
  const rest = from === undefined ? 0 : Date.parse(from) % (period * 1000);
  if (from === undefined || rest === 0) return [];
  const next = new Date(Date.parse(from) - rest + period * 1000);
  return [
    {
      path,
      problem: `is in the middle of a period of ${period} s`,
      found: from,
      allowed: `a multiple of ${period} s after midnight (UTC)`,
      advice: `write ${next.toISOString().replace(".000Z", "Z")}`,
    },
  ];
}
