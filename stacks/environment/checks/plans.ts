import { subscriptionsOf } from "../../../components/billing/plan/timeline";
import type { Billing, Subscription, Version } from "../../../components/billing/plan/types";
import { unknownName, type Mistake } from "../mistakes";
import type { TenantSettings } from "../tenant";
import { inOrder, onPeriod } from "./dates";

type Tenants = ReadonlyMap<string, TenantSettings>;

/** Plans of tenants that are not there, and dates of them that do not follow on one another. */
export function checkPlans({ plans, period }: Billing, tenants: Tenants): Mistake[] {
  const known = Object.keys(plans);
  return [...tenants].flatMap(([tenant, { plan: named = [] }]) => {
    const at = `tenants.${tenant}.plan`;
    const plain = named.length === 1 && named[0]?.from === undefined;
    return named.flatMap(({ name, from }, i) => {
      const here = `${at}[${i}]`;
      return [
        ...unknownName(plain ? at : `${here}.name`, name, known, "billing.plans"),
        ...(i > 0 && from === undefined ? [undated(`${here}.from`, name)] : []),
        ...inOrder(`${here}.from`, from, before(named, i), "plan"),
        ...onPeriod(`${here}.from`, from, period),
      ];
    });
  });
}

/** When the last one before it that has a date begins. */
const before = (named: readonly Subscription[], i: number): string | undefined =>
  named.slice(0, i).findLast(({ from }) => from !== undefined)?.from;

const undated = (path: string, name: string): Mistake => ({
  path,
  problem: "is missing: two plans would be from ever on",
  allowed: "a date such as 2027-06-30, or an instant such as 2027-06-30T12:00:00Z",
  advice: `say from when on the tenant is on ${name}`,
});

/** The tenants that are on a plan while one of its versions holds. */
export function membersOf(billing: Billing, name: string, at: number, tenants: Tenants): string[] {
  const { versions = [] } = billing.plans[name] ?? {};
  const [begin, end] = [versions[at], versions[at + 1]].map(dateOf);
  return [...tenants].flatMap(([tenant, { plan }]) => {
    const all = subscriptionsOf(billing, plan);
    const meets = all.some(
      (one, i) =>
        one.name === name &&
        (dateOf(one) ?? -Infinity) < (end ?? Infinity) &&
        (begin ?? -Infinity) < (dateOf(all[i + 1]) ?? Infinity),
    );
    return meets ? [tenant] : [];
  });
}

const dateOf = (one: Pick<Version | Subscription, "from"> | undefined): number | undefined =>
  one?.from === undefined ? undefined : Date.parse(one.from);
