import type { Rule } from "../../rule";
import { noBudget } from "./01-no-budget";
import { budgetExceeded } from "./02-budget-exceeded";
import { flavorWithoutPrice } from "./03-flavor-without-price";
import { twoPrices } from "./04-two-prices";
import { orphanedPrice } from "./05-orphaned-price";
import { negativePrice } from "./06-negative-price";
import { freeTenant } from "./07-free-tenant";
import { currency } from "./08-currency";

/** Billing: what tenants may cost, and prices that say what they are to. */
export const BIL: Rule[] = [
  noBudget,
  budgetExceeded,
  flavorWithoutPrice,
  twoPrices,
  orphanedPrice,
  negativePrice,
  freeTenant,
  currency,
];
