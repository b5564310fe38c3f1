import type { Billing, Plan, Subscription, Version } from "./types";

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

/**
 * The plans that a tenant was, is and will be on, in the order of time: the cloud's own one where it names
 * none, and until the first one that it names begins.
 */
export function subscriptionsOf(
  { plan }: Pick<Billing, "plan">,
  named: readonly Subscription[] = [],
): Subscription[] {
  const since = named.length > 0 && named[0]?.from === undefined;
  const all = plan === undefined || since ? named : [{ name: plan }, ...named];
  return all.filter(({ name }, i) => all[i - 1]?.name !== name);
}

/** The plan that a tenant is on at an instant. */
export function subscriptionAt(
  subscriptions: readonly Subscription[],
  instant: string,
): Subscription | undefined {
  return subscriptions.findLast(({ from }) => from === undefined || !isAfter(from, instant));
}

/** A version of a plan, as long as it holds for a tenant. */
export interface Priced {
  plan: string;
  version: Version;
  /** Since when: the later one of when it begins and when the tenant comes to the plan. */
  from: string;
}

/** What a tenant's usage is priced by, in the order of time. */
export function courseOf(
  { plans }: Pick<Billing, "plans">,
  subscriptions: readonly Subscription[],
): Priced[] {
  return subscriptions.flatMap(({ name, from: came }, i) => {
    const left = subscriptions[i + 1]?.from;
    const versions = plans[name]?.versions;
    if (versions === undefined) throw new Error(`There is no plan ${name}`);
    return versions.flatMap((version, n): Priced[] => {
      const from = came !== undefined && isAfter(came, version.from) ? came : version.from;
      const ends = [left, versions[n + 1]?.from].flatMap((end) => end ?? []);
      if (ends.some((end) => !isAfter(end, from))) return [];
      return [{ plan: name, version, from }];
    });
  });
}

export const isAfter = (a: string, b: string): boolean => Date.parse(a) > Date.parse(b);
