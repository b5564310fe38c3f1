import { monthlyCost, type Usable } from "../components/billing/plan/monthly";
import { rounded } from "../components/billing/plan/rounding";
import {
  courseOf,
  isAfter,
  subscriptionAt,
  subscriptionsOf,
  versionName,
} from "../components/billing/plan/timeline";
import type { Billing, Version } from "../components/billing/plan/types";
import { known } from "../components/tenant/known";
import type { Environment } from "./environment";
import { VOLUME_TYPES } from "./environment/checks/coverage";
import type { TenantSettings } from "./environment/tenant";

/** What a tenant's month costs by what is declared: amounts in the currency, as texts. */
export interface TenantPrice {
  /** The version of its plan that holds now. */
  version: string;
  /** What its quotas may come to at most, or "unlimited". */
  atMost: string;
  /** What its routers cost. */
  declared: string;
  budget?: string;
  /** The quotas without a limit, by which it is unlimited. */
  unlimited?: string[];
  /** Prices of what no quota limits: it comes on top. */
  besides?: string[];
  /** What comes next, and when. */
  next?: NextPrice;
}

/** What a month will cost by the next version, or by the plan that the tenant comes to. */
export interface NextPrice {
  from: string;
  /** The plan, where it is another one. */
  plan?: string;
  atMost: string;
  declared: string;
}

/** What everything costs: a stack output. */
export interface PricesOutput {
  currency: string;
  /** By tenant. */
  tenants: Record<string, TenantPrice>;
}

/**
 * What each tenant's month costs by its quotas and by what it declares.
 * @param now ISO 8601
 * @returns nothing where nothing is priced
 */
export function priceTenants(environment: Environment, now: string): PricesOutput | undefined {
  const { billing, tenants } = environment;
  if (billing?.plan === undefined) return undefined;
  const priced = Object.entries(tenants).flatMap(([name, tenant]): [string, TenantPrice][] => {
    const subscriptions = subscriptionsOf(billing, tenant.plan);
    const plan = subscriptionAt(subscriptions, now)?.name ?? "";
    const course = courseOf(billing, subscriptions);
    const present = course.findLast(({ from }) => !isAfter(from, now));
    const next = course.find(({ from }) => isAfter(from, now));
    const usable = usableBy(environment, tenant);
    const cost = (version: Version) => amountsOf(billing, version, name, usable);
    const later: NextPrice | undefined = next && {
      from: next.from,
      ...(next.plan !== plan && { plan: next.plan }),
      ...pick(cost(next.version)),
    };
    if (present === undefined) {
      const nothing = { version: `${plan}: none yet`, ...pick(zero(billing)) };
      return [[name, { ...nothing, ...budgetOf(billing, tenant), next: later }]];
    }
    const { unlimited, besides, ...amounts } = cost(present.version);
    return [
      [
        name,
        {
          version: versionName(plan, present.version),
          ...amounts,
          ...budgetOf(billing, tenant),
          ...(unlimited.length > 0 && { unlimited }),
          ...(besides.length > 0 && { besides }),
          ...(later && { next: later }),
        },
      ],
    ];
  });
  return { currency: billing.currency, tenants: Object.fromEntries(priced) };
}

function amountsOf(billing: Billing, version: Version, tenant: string, usable: Usable) {
  const { atMost, declared, unlimited, besides } = monthlyCost(version, tenant, usable);
  return {
    atMost: atMost === undefined ? "unlimited" : rounded(atMost, billing),
    declared: rounded(declared, billing),
    unlimited,
    besides,
  };
}

const zero = (billing: Billing) => ({
  atMost: rounded("0", billing),
  declared: rounded("0", billing),
});

const pick = ({ atMost, declared }: { atMost: string; declared: string }) => ({ atMost, declared });

const budgetOf = (billing: Billing, { budget }: TenantSettings): { budget?: string } =>
  budget === undefined ? {} : { budget: rounded(budget.amount, billing) };

function usableBy({ cloud }: Environment, tenant: TenantSettings): Usable {
  return {
    flavors: Object.fromEntries(tenant.flavors.map((name) => [name, known(cloud.flavors, name)])),
    volumeTypes: VOLUME_TYPES,
    quota: tenant.quota,
    declared: { router: Object.keys(tenant.routers).length },
  };
}

/** Lines of the table that are shown: the dearest. */
const SHOWN = 30;

/** What tenants' months cost, the dearest first, for people. */
export function priceTable({ currency, tenants }: PricesOutput): string {
  const all = Object.entries(tenants).sort(
    ([, a], [, b]) => size(b.atMost) - size(a.atMost) || size(b.declared) - size(a.declared),
  );
  const rows = all
    .slice(0, SHOWN)
    .map(([name, { version, atMost, declared, budget = "none", next, besides = [] }]) => [
      name,
      version,
      atMost,
      declared,
      budget,
      [
        ...(besides.length > 0 ? [`beside ${besides.join(", ")}`] : []),
        ...(next ? [nextText(next)] : []),
      ].join("; "),
    ]);
  const head = ["tenant", "plan", "at most", "declared", "budget", ""];
  const more = all.length > SHOWN ? [`and ${all.length - SHOWN} more: see the output prices`] : [];
  return [`What a month costs, in ${currency}:`, ...columns([head, ...rows]), ...more].join("\n");
}

const nextText = ({ from, plan, atMost, declared }: NextPrice): string =>
  `from ${from}${plan === undefined ? "" : ` on ${plan}`}: at most ${atMost}, declared ${declared}`;

const size = (text: string): number => (text === "unlimited" ? Infinity : Number(text));

/** Amounts end at one column, all else begins at one. */
function columns(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return at >= 2 && at <= 4 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
