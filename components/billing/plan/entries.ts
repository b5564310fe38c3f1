import { known } from "../../tenant/known";
import type { HashmapRule } from "../rating/hashmap";
import type { Dated } from "./dated-script";
import { listRules, tenantRules } from "./rules";
import { isAfter, subscriptionsOf, versionName } from "./timeline";
import type { Billing, Subscription, Version } from "./types";

/** A project whose usage is priced. */
export interface PricedProject {
  /** The tenant's name. */
  tenant: string;
  projectId: string;
  /** The plans that it names. @default the cloud's default plan */
  plan?: Subscription[];
}

/** A version of a plan, or the time before its first one, when nothing costs anything. */
export interface Entry extends Dated {
  plan: string;
  /** Its place in time among all of its plan. */
  place: number;
  /** How little it is needed. */
  distance: number;
  /** When the version begins; nothing for the time before the first one. */
  begins: string[];
  /** Its name, where people have to know that it is left out. */
  missed: string[];
}

/** Whoever names plans. */
export type Named = Pick<PricedProject, "plan">;

/** A version, and since when it holds. */
interface Held {
  version: Version;
  since: string;
}

/** Whether a plan has prices of more than one time, or a tenant is on more than one plan. */
export function hasDates(billing: Billing, named: readonly Named[], now: string): boolean {
  const changes = named.some(({ plan }) => subscriptionsOf(billing, plan).length > 1);
  return (
    changes ||
    plansOf(billing, named).some((plan) => {
      const [first, second] = heldOf(billing, plan);
      return first !== undefined && (second !== undefined || isAfter(first.since, now));
    })
  );
}

/** The default plan, and those that tenants are on at any time. */
export function plansOf({ plan }: Pick<Billing, "plan">, named: readonly Named[]): string[] {
  const others = named.flatMap(({ plan: all = [] }) => all.map(({ name }) => name));
  return [...new Set([...(plan === undefined ? [] : [plan]), ...others])];
}

/** All versions of plans, and numbers for projects that have something of their own, by their ids. */
export function entriesOf(
  billing: Billing,
  plans: readonly string[],
  projects: readonly PricedProject[],
  now: string,
): { entries: Entry[]; own: Record<string, number> } {
  const lists = new Map(plans.map((plan) => [plan, heldOf(billing, plan)]));
  const { own, theirs } = ownOf(billing, lists, projects);
  const changes = projects.map(({ plan }) => subscriptionsOf(billing, plan));
  const entries = plans.flatMap((plan) => {
    const held = lists.get(plan) ?? [];
    const present = heldAt(held, now);
    const needed = neededBy(changes, plan, held, now);
    const before: Dated = { until: held[0]?.since, rules: [], own: {}, hours: [] };
    const dated = held.map(({ version, since }, i): Entry => {
      const missed = i === present - 1 || i > present || needed.has(i);
      return {
        ...placed(plan, i, present, needed),
        from: since,
        until: held[i + 1]?.since,
        rules: listRules(version, billing.period),
        own: theirs.get(plan)?.[i] ?? {},
        hours: version.hours,
        begins: [version.from],
        missed: missed ? [versionName(plan, version)] : [],
      };
    });
    return [{ ...placed(plan, -1, present, needed), ...before, begins: [], missed: [] }, ...dated];
  });
  return { entries, own };
}

/** By plan, what projects have of their own in each of its versions, by their numbers. */
function ownOf(
  billing: Billing,
  lists: ReadonlyMap<string, Held[]>,
  projects: readonly PricedProject[],
) {
  const numbers = new Map<string, number>();
  const own: Record<string, number> = {};
  const theirs = new Map(
    [...lists].map(([plan, held]) => [plan, held.map((): Record<number, HashmapRule[]> => ({}))]),
  );
  for (const { tenant, projectId, plan: named } of projects) {
    const names = new Set(subscriptionsOf(billing, named).map(({ name }) => name));
    const rules = [...names].map(
      (plan) =>
        [
          plan,
          (lists.get(plan) ?? []).map(({ version }) => ownRules(tenant, version, billing.period)),
        ] as const,
    );
    if (rules.every(([, all]) => all.every(({ length }) => length === 0))) continue;
    // Whoever has the same shares it: there may be a thousand with one discount.
    const key = JSON.stringify(rules);
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    own[projectId] = number;
    for (const [plan, all] of rules) {
      for (const [i, mine] of all.entries()) {
        const version = theirs.get(plan)?.[i];
        if (version !== undefined && mine.length > 0) version[number] = mine;
      }
    }
  }
  return { own, theirs };
}

/**
 * Versions that a change of plan needs, though hashmap's rules may be those of another plan: of one to come
 * the version that holds then, of one that was the version until then. By place, how little they are needed.
 */
function neededBy(
  changes: readonly Subscription[][],
  plan: string,
  held: readonly Held[],
  now: string,
): Map<number, number> {
  const needed = new Map<number, number>();
  for (const all of changes) {
    for (const [i, { name, from }] of all.entries()) {
      if (from === undefined) continue;
      if (isAfter(from, now)) {
        if (name === plan) needed.set(heldAt(held, from), COMES);
      } else if (all[i - 1]?.name === plan) {
        const place = held.findLastIndex(({ since }) => isAfter(from, since));
        if (!needed.has(place)) needed.set(place, WAS);
      }
    }
  }
  return needed;
}

const heldAt = (held: readonly Held[], instant: string): number =>
  held.findLastIndex(({ since }) => !isAfter(since, instant));

/** Its rules, that hold in the place of its plan's. */
const ownRules = (tenant: string, version: Version, period: number): HashmapRule[] =>
  tenantRules(tenant, version, version, period).map(({ tenant: _, ...rule }) => rule);

/**
 * What comes next is needed most, for it may begin before anybody runs this again; then what was before, for
 * periods that are late; then what is in force, which hashmap has, but while its rules are changed.
 */
function placed(plan: string, place: number, present: number, needed: ReadonlyMap<number, number>) {
  const steps = place - present;
  const distance = steps === 0 ? 1.5 : steps > 0 ? steps : WAS - 1 - steps;
  return { plan, place, distance: Math.min(distance, needed.get(place) ?? distance) };
}

/** How little what comes next is needed, and what was before. */
const COMES = 1;
const WAS = 1.25;

/** The versions of a plan as they hold: nothing does before the default plan begins. */
function heldOf({ plan: base, plans }: Billing, plan: string): Held[] {
  const first = base === undefined ? undefined : known(plans, base).versions[0]?.from;
  if (first === undefined) return [];
  const { versions } = known(plans, plan);
  return versions.flatMap((version, i): Held[] => {
    const next = versions[i + 1]?.from;
    if (next !== undefined && !isAfter(next, first)) return [];
    return [{ version, since: isAfter(version.from, first) ? version.from : first }];
  });
}
