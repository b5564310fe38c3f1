import { subscriptionsOf } from "../plan/timeline";
import type { Billing, Plan, Subscription } from "../plan/types";
import { pricesOf } from "./prices";
import type { Prices } from "../rating/types";

/**
 * What a tenant pays by. It is kept of each that the environment declares, for its last report is made when
 * the environment knows neither it, nor its own prices, nor perhaps its price list any more.
 */
export interface Terms {
  /** The price lists that are its, with its own prices and nobody else's. */
  billing?: Billing;
  /** Those that it names, in the order of time. */
  plan?: Subscription[];
}

export function termsOf(
  billing: Billing | undefined,
  tenant: string,
  plan?: Subscription[],
): Terms {
  if (billing === undefined) return {};
  const base = billing.plan === undefined ? [] : [billing.plan];
  const names = new Set([...base, ...subscriptionsOf(billing, plan).map(({ name }) => name)]);
  const plans = Object.entries(billing.plans)
    .filter(([name]) => names.has(name))
    .map(([name, list]) => [name, ownOnly(list, tenant)] as const);
  return {
    billing: { ...billing, plans: Object.fromEntries(plans) },
    ...(plan !== undefined && { plan }),
  };
}

export const pricesBy = ({ billing, plan }: Terms, tenant: string): Prices =>
  pricesOf(billing, tenant, plan);

function ownOnly({ versions, ...list }: Plan, tenant: string): Plan {
  return {
    ...list,
    versions: versions.map(({ tenants, ...version }) => {
      const own = tenants[tenant];
      return { ...version, tenants: own === undefined ? {} : { [tenant]: own } };
    }),
  };
}
