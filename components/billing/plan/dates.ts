import { deflateSync } from "node:zlib";
import { known } from "../../tenant/known";
import { versionsScript } from "./dated-script";
import {
  entriesOf,
  hasDates,
  plansOf,
  type Entry,
  type Named,
  type PricedProject,
} from "./entries";
import { pricesIn } from "./priced";
import { hoursScript, type ScriptArgs } from "./script";
import { isAfter, subscriptionsOf, versionAt } from "./timeline";
import type { Billing, Hours, Plan } from "./types";

/** What CloudKitty runs after hashmap, and what it knows. */
export interface RatingScript {
  /** Python for the module pyscripts. */
  data: string;
  /** By plan, the versions whose prices it has, by when they begin. */
  dated: Record<string, string[]>;
  /** By tenant, the changes of its plan that it makes, by when they are. */
  changes: Record<string, string[]>;
  /** The versions to come that it has no room for, and those just before the ones in force. */
  leftOut: string[];
}

/** Compressed bytes of a script: CloudKitty's column takes 65535, and other zlibs may need some more. */
export const ROOM = 60_000;

/**
 * Whether prices go by what CloudKitty's rules cannot say: by the hour, or by when a version holds.
 * @param named the plans that tenants name
 * @param now ISO 8601
 */
export function needsScript(billing: Billing, named: readonly Named[], now: string): boolean {
  return Object.keys(hoursNow(billing, now)).length > 0 || hasDates(billing, named, now);
}

/**
 * What CloudKitty's rules cannot say. By it every period is rated by the version that holds when the
 * period begins, whenever that is done. Of versions that there is no room for, those that are farthest from
 * the ones in force are left out, and their periods rated by the rules that are there then.
 * @param now ISO 8601
 * @param room for how many bytes, compressed
 */
export function ratingScript(
  billing: Billing,
  projects: readonly PricedProject[],
  now: string,
  room = ROOM,
): RatingScript {
  const all = projects.map((project) => ({
    ...project,
    subscriptions: subscriptionsOf(billing, project.plan),
  }));
  const others = all.flatMap(({ projectId, subscriptions: [first] }) =>
    first === undefined || first.name === billing.plan ? [] : [[projectId, first.name] as const],
  );
  const args: ScriptArgs = {
    timeZone: billing.timeZone,
    holidays: billing.holidays,
    hours: hoursNow(billing, now),
    plan: billing.plan ?? "",
    projects: Object.fromEntries(others),
  };
  if (!hasDates(billing, projects, now)) {
    return { data: hoursScript(args), dated: {}, changes: {}, leftOut: [] };
  }
  const plans = plansOf(billing, projects);
  const changing = all.filter(({ subscriptions }) => subscriptions.length > 1);
  const changes = Object.fromEntries(
    changing.map(({ projectId, subscriptions }) => [projectId, subscriptions.slice(1)]),
  );
  const { entries, own } = entriesOf(billing, plans, projects, now);
  const meters = [...new Set(plans.flatMap((plan) => metersIn(known(billing.plans, plan))))];
  entries.sort((a, b) => a.distance - b.distance);
  for (let kept = entries.length; ; kept--) {
    const there = entries.slice(0, kept).sort((a, b) => a.place - b.place);
    const of = (plan: string): Entry[] => there.filter((one) => one.plan === plan);
    const versions = Object.fromEntries(plans.map((plan) => [plan, of(plan)]));
    const data = versionsScript(args, { versions, own, changes, meters });
    if (kept > 0 && deflateSync(data).length > room) continue;
    return {
      data,
      dated: Object.fromEntries(
        plans.map((plan) => [plan, of(plan).flatMap(({ begins }) => begins)]),
      ),
      changes: Object.fromEntries(
        changing.map(({ tenant, subscriptions }) => [
          tenant,
          subscriptions.flatMap(({ name, from }) =>
            from !== undefined && of(name).some((entry) => holds(entry, from)) ? [from] : [],
          ),
        ]),
      ),
      leftOut: entries.slice(kept).flatMap(({ missed }) => missed),
    };
  }
}

const holds = ({ from, until }: Entry, instant: string): boolean =>
  (from === undefined || !isAfter(from, instant)) &&
  (until === undefined || isAfter(until, instant));

/** The hours of what is in force, by plan. */
const hoursNow = ({ plans }: Billing, now: string): Record<string, Hours[]> =>
  Object.fromEntries(
    Object.entries(plans).flatMap(([name, plan]): [string, Hours[]][] => {
      const hours = versionAt(plan, now)?.hours ?? [];
      return hours.length === 0 ? [] : [[name, hours]];
    }),
  );

const metersIn = ({ versions }: Plan): string[] =>
  versions.flatMap(({ prices, tenants }) =>
    [prices, ...Object.values(tenants)].flatMap(pricesIn).map(({ meter }) => meter),
  );
