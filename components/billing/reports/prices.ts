import type { Billing, Subscription } from "../plan/types";
import { pricesOf as pricesOfPlan } from "../rating/prices";
import type { Prices } from "../rating/types";

/** Prices of nothing: what CloudKitty rated stands as it is. */
const NONE: Prices = {
  rate({ meter }) {
    throw new Error(`There is no price for ${meter}.`);
  },
};

/**
 * The prices that hold for a tenant.
 * @param plans the price lists that it names
 */
export const pricesOf = (
  billing: Billing | undefined,
  tenant: string,
  plans?: readonly Subscription[],
): Prices => (billing?.plan === undefined ? NONE : pricesOfPlan(billing, tenant, plans));
