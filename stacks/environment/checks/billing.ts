import { nearestExact, costOf } from "../../../components/billing/plan/cost";
import { pricesIn } from "../../../components/billing/plan/priced";
import type { Billing, Plan, Version } from "../../../components/billing/plan/types";
import { Exact } from "../../../components/billing/rating/decimal";
import type { BillingSettings } from "../billing";
import { oneOf, suggest, unknownName, type Mistake } from "../mistakes";
import type { TenantSettings } from "../tenant";
import { checkCoverage } from "./coverage";
import { inOrder, onPeriod } from "./dates";
import { checkHours } from "./hours";
import { checkPlans, membersOf } from "./plans";
import { checkTiers } from "./tiers";

/**
 * What does not fit together in price lists, and between them, tenants and what the cloud offers.
 * @param flavors the names of all flavors, those with mistakes too
 * @param unclear whether a tenant's plan has mistakes of its own
 * @param now ISO 8601
 */
export function checkBilling(
  billing: BillingSettings,
  tenants: ReadonlyMap<string, TenantSettings>,
  flavors: readonly string[],
  unclear = false,
  now = new Date().toISOString(),
): Mistake[] {
  const plans = [...checkDefault(billing), ...checkPlans(billing, tenants)];
  const lists = Object.entries(billing.plans).flatMap(([name, plan]) => {
    const at = `billing.plans.${name}`;
    return [
      ...plan.versions.flatMap(({ from }, i) =>
        inOrder(`${at}.versions[${i}].from`, from, plan.versions[i - 1]?.from, "version"),
      ),
      ...plan.versions.flatMap(({ from }, i) =>
        onPeriod(`${at}.versions[${i}].from`, from, billing.period),
      ),
      ...begins(billing, name, plan, at),
      ...plan.versions.flatMap((version, i) => {
        const here = `${at}.versions[${i}]`;
        return [
          ...exact(version, billing.period, here),
          ...discounts(version, here),
          ...checkTiers(version, here),
          ...checkHours(version, billing.period, here),
          // What is over is part of the past, which nobody can write anew.
          ...(isOver(plan, i, now)
            ? []
            : [
                ...checkCoverage(version, flavors, Object.keys(billing.meters), here),
                ...unlisted(version, here),
                // Who is on which plan is not known then.
                ...(unclear || plans.length > 0
                  ? []
                  : strangers(version, membersOf(billing, name, i, tenants), name, here)),
              ]),
        ];
      }),
    ];
  });
  return [...plans, ...lists];
}

function checkDefault({ plan, plans }: Billing): Mistake[] {
  const known = Object.keys(plans);
  if (plan !== undefined) return unknownName("billing.plan", plan, known, "billing.plans");
  if (known.length === 0) return [];
  return [
    {
      path: "billing.plan",
      problem: "is missing, and there are several plans",
      allowed: known.join(" or "),
      advice: "name the plan of tenants that name none",
    },
  ];
}

const isOver = ({ versions }: Plan, i: number, now: string): boolean => {
  const next = versions[i + 1];
  return next !== undefined && Date.parse(next.from) <= Date.parse(now);
};

/** The default plan's rules hold for everybody; those of other plans take their place. */
function begins({ plan, plans }: Billing, name: string, own: Plan, at: string): Mistake[] {
  const first = plan === undefined ? undefined : plans[plan]?.versions[0];
  const begin = own.versions[0];
  if (name === plan || first === undefined || begin === undefined || begin.from <= first.from)
    return [];
  return [
    {
      path: `${at}.versions[0].from`,
      problem: `is after the default plan ${plan} begins: until then its tenants have no prices`,
      found: begin.from,
      allowed: `${first.from} or before`,
      advice: `let it begin with ${plan}`,
    },
  ];
}

function exact({ prices, tenants }: Version, period: number, at: string): Mistake[] {
  const tables: [string, Parameters<typeof pricesIn>[0]][] = [
    [`${at}.prices`, prices],
    ...Object.entries(tenants).map(([tenant, own]): [string, typeof own] => [
      `${at}.tenants.${tenant}`,
      own,
    ]),
  ];
  return tables.flatMap(([path, table]) =>
    pricesIn(table).flatMap(({ key, price, per }) => {
      if (per === "quantity" || costOf(price, period) !== undefined) return [];
      return [
        {
          path: `${path}.${key}`,
          problem: `has no exact part for a period of ${period} s`,
          found: price,
          allowed: "a price for an hour of which that part has at most 28 digits behind the point",
          advice: `write ${nearestExact(price, period)}`,
        },
      ];
    }),
  );
}

function discounts({ tenants }: Version, at: string): Mistake[] {
  return Object.entries(tenants).flatMap(([tenant, { discount }]) => {
    if (new Exact(discount).lte(1)) return [];
    return [
      {
        path: `${at}.tenants.${tenant}.discount`,
        problem: "is more than all",
        found: discount,
        allowed: "0 to 1",
        advice: "write a part of the price: 0.1 takes a tenth off",
      },
    ];
  });
}

/** Tenants' prices of what the list does not price. */
function unlisted({ prices, tenants }: Version, at: string): Mistake[] {
  const listed = new Set(pricesIn(prices).map(({ key }) => key));
  return Object.entries(tenants).flatMap(([tenant, own]) =>
    pricesIn(own)
      .filter(({ key }) => !listed.has(key))
      .map(({ key, price }) => ({
        path: `${at}.tenants.${tenant}.${key}`,
        problem: "is a price of what the list has no price of",
        found: price,
        allowed: "a price in the place of one of the list's",
        advice: `give ${key} a price in ${at}.prices, or remove it here`,
      })),
  );
}

/** Prices of tenants that are not there, or that are on another plan while the version holds. */
function strangers({ tenants }: Version, members: string[], plan: string, at: string): Mistake[] {
  return Object.keys(tenants)
    .filter((tenant) => !members.includes(tenant))
    .map((tenant) => ({
      path: `${at}.tenants.${tenant}`,
      problem: `has prices of plan ${plan}, and is not on it`,
      found: tenant,
      allowed: oneOf(members),
      advice: suggest(tenant, members, "put the tenant on this plan, or remove its prices here"),
    }));
}

/** What was measured and rated is on one host's disk: another one would begin a count of its own. */
export function checkBillingHosts(hosts: Record<string, { roles: readonly string[] }>): Mistake[] {
  const found = Object.keys(hosts).filter((name) => hosts[name]?.roles.includes("billing"));
  if (found.length < 2) return [];
  return [
    {
      path: "site.hosts",
      problem: "has several hosts with role billing, and a section billing",
      found: found.join(", "),
      allowed: "one host with role billing",
      advice: "take the role from the others",
    },
  ];
}
