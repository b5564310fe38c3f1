import { instant } from "../checks";
import type { Scope } from "./scope";
import { findScope, rateAgain } from "./scope-state";

/** Other prices from an instant on, and what CloudKitty knew of that. All instants are ISO 8601. */
export interface Change {
  /** When prices change, in the order of time. */
  dates: string[];
  /** The last change whose prices were declared before, and are declared now; empty for none. */
  inForce: readonly [string, string];
  /** The changes that it knew of by a script. */
  dated: string[];
  /** In ms since 1970. */
  now: number;
}

/**
 * Since when usage was rated by prices that did not hold any more: the first change that was meanwhile
 * and that CloudKitty did not know of.
 */
export function firstLate({ dates, inForce: [old, present], dated, now }: Change) {
  const before = Date.parse(old) || -Infinity;
  const until = Math.max(now, Date.parse(present) || now);
  const known = dated.map((from) => Date.parse(from));
  const first = dates.find((from) => {
    const at = Date.parse(from);
    return before < at && at <= until && !known.includes(at);
  });
  return first === undefined ? undefined : instant(first);
}

/** Rates projects again since an instant; one that CloudKitty never met is none. */
export async function rateAllAgain(
  scope: Scope,
  projects: readonly string[],
  from: string,
): Promise<void> {
  for (const project of projects) {
    if ((await findScope(scope, project)) === undefined) continue;
    scope.log.progress(`rating ${project} again since ${from}`);
    await rateAgain(scope, project, from);
  }
}
