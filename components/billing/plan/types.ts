import type { Amount } from "../rating/types";

/** What has a price, by the names that a price list has for it. */
export const WHOLES = [
  "vcpu",
  "memory",
  "snapshot",
  "floatingIp",
  "router",
  "image",
  "bandwidthIn",
  "bandwidthOut",
] as const;
export type Whole = (typeof WHOLES)[number];

/** What has a price by one of its attributes. */
export const KINDS = ["instance", "volume", "custom"] as const;
export type Kind = (typeof KINDS)[number];

/** Prices of one unit for an hour; of bandwidth, of a GiB. */
export type PriceTable = Partial<Record<Whole, Amount>> &
  /** By flavor, by volume type, and by meter for those that are none of the above. */
  Record<Kind, Record<string, Amount>>;

/** What changes from a quantity on, which is that of one resource in one period. */
export interface Tier {
  /** In the meter's unit: GiB of a volume. */
  from: Amount;
  /** The price of all of it is multiplied by this. */
  factor: Amount;
}

/** When a price is multiplied. */
export interface Hours {
  name: string;
  /** The days that they are on. A holiday is no day of the week. */
  days: Day[];
  /** Minutes since midnight, 0 to 1440; where `to` is before `from`, a day's first hours and its last ones. */
  from: number;
  to: number;
  factor: Amount;
  /** What it holds for: names of a price list, or meters with a price of their own. @default everything */
  meters?: string[];
}

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"] as const;
export type Day = (typeof DAYS)[number];

/** What one tenant has of its own. */
export interface TenantPrices extends PriceTable {
  /** What is taken off all prices: 0.1 is a tenth. */
  discount: Amount;
}

/** A price list as it holds from a day on, until the next version. */
export interface Version {
  /** ISO 8601, UTC. */
  from: string;
  prices: PriceTable;
  tiers: Record<string, Tier[]>;
  tenants: Record<string, TenantPrices>;
  hours: Hours[];
}

/** A price list: its versions in the order of time. */
export interface Plan {
  description?: string;
  versions: Version[];
}

/** A price list that a tenant is on, until the next one that it is on. */
export interface Subscription {
  /** The plan. */
  name: string;
  /** ISO 8601, UTC. @default ever since */
  from?: string;
}

/** How an amount is rounded to the currency's decimals. */
export const ROUNDINGS = ["half-up", "half-even", "up"] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/** What all price lists of a cloud share, and the lists. */
export interface Billing {
  /** Seconds that are rated together. */
  period: number;
  /** ISO 4217. */
  currency: string;
  /** Of an invoice's amounts. */
  decimals: number;
  rounding: Rounding;
  /** IANA: which hours and holidays are meant. */
  timeZone: string;
  /** Days such as 2026-12-25. */
  holidays: string[];
  plans: Record<string, Plan>;
  /** Name of the plan of tenants that name none; absent where nothing is priced. */
  plan?: string;
}
