import { known } from "../../tenant/known";
import type { HashmapRule } from "../rating/hashmap";
import type { Dated } from "./dated-script";
import { listRules, tenantRules } from "./rules";
import { versionName } from "./timeline";
import type { Billing, Version } from "./types";

/** A project whose usage is priced. */
export interface PricedProject {
  /** The tenant's name. */
  tenant: string;
  projectId: string;
  /** @default the cloud's default plan */
  plan?: string;
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

/** A version, and since when it holds. */
interface Held {
  version: Version;
  since: string;
}

/** Whether the default plan or any of these has prices of more than one time. */
export function hasDates(billing: Billing, plans: readonly string[], now: string): boolean {
  const all = billing.plan === undefined ? plans : [billing.plan, ...plans];
  return all.some((plan) => {
    const [first, second] = heldOf(billing, plan);
    return first !== undefined && (second !== undefined || isAfter(first.since, now));
  });
}

/** All versions of plans, and numbers for projects that have something of their own, by their ids. */
export function entriesOf(
  billing: Billing,
  plans: readonly string[],
  projects: readonly PricedProject[],
  now: string,
): { entries: Entry[]; own: Record<string, number> } {
  const numbers = new Map<string, number>();
  const own: Record<string, number> = {};
  const entries = plans.flatMap((plan) => {
    const held = heldOf(billing, plan);
    const members = projects.filter((project) => (project.plan ?? billing.plan) === plan);
    const theirs: Record<number, HashmapRule[]>[] = held.map(() => ({}));
    for (const { tenant, projectId } of members) {
      const rules = held.map(({ version }) => ownRules(tenant, version, billing.period));
      if (rules.every(({ length }) => length === 0)) continue;
      // Whoever has the same shares it: there may be a thousand with one discount.
      const key = JSON.stringify([plan, rules]);
      const number = numbers.get(key) ?? numbers.size + 1;
      numbers.set(key, number);
      own[projectId] = number;
      for (const [i, all] of theirs.entries()) {
        const mine = rules[i] ?? [];
        if (mine.length > 0) all[number] = mine;
      }
    }
    const present = held.findLastIndex(({ since }) => !isAfter(since, now));
    const before: Dated = { until: held[0]?.since, rules: [], own: {}, hours: [] };
    const dated = held.map(({ version, since }, i): Entry => {
      const missed = i === present - 1 || i > present;
      return {
        ...placed(plan, i, present),
        from: since,
        until: held[i + 1]?.since,
        rules: listRules(version, billing.period),
        own: theirs[i] ?? {},
        hours: version.hours,
        begins: [version.from],
        missed: missed ? [versionName(plan, version)] : [],
      };
    });
    return [{ ...placed(plan, -1, present), ...before, begins: [], missed: [] }, ...dated];
  });
  return { entries, own };
}

/** Its rules, that hold in the place of its plan's. */
const ownRules = (tenant: string, version: Version, period: number): HashmapRule[] =>
  tenantRules(tenant, version, version, period).map(({ tenant: _, ...rule }) => rule);

/**
 * What comes next is needed most, for it may begin before anybody runs this again; then what was before, for
 * periods that are late; then what is in force, which hashmap has, but while its rules are changed.
 */
function placed(plan: string, place: number, present: number) {
  const steps = place - present;
  const distance = steps === 0 ? 1.5 : steps > 0 ? steps : 0.25 - steps;
  return { plan, place, distance };
}

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

const isAfter = (a: string, b: string): boolean => Date.parse(a) > Date.parse(b);
