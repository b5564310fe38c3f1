/** A decimal number as text, such as "0.06": never a float, for amounts are exact to the last digit. */
export type Amount = string;

/** What one meter measured of one resource in one rated period. */
export interface Usage {
  /** The meter, by its alt_name in CloudKitty's metrics.yml: instance, volume.size, ip.floating. */
  meter: string;
  /** When the period begins and ends: ISO 8601, UTC. */
  begin: string;
  end: string;
  /** In the meter's unit. */
  quantity: Amount;
  /** CloudKitty's groupby and metadata: id, project_id, flavor_name, volume_type, display_name. */
  attributes: Record<string, string>;
}

/** What usage costs, and how that came about: `amount` is the sum of the four parts before it. */
export interface Rated {
  /** The price list and the day from which this version of it holds, such as "standard 2026-01-01". */
  version: string;
  /** The list price of one unit for an hour. */
  unitPrice: Amount;
  /** What it costs by the list. */
  list: Amount;
  /** What the tenant's own prices and discounts take off (below 0) or put on. */
  discount: Amount;
  /** What its size does to the price. */
  tier: Amount;
  /** What the hour of the day, the day of the week and holidays do to the price. */
  time: Amount;
  amount: Amount;
}

/** The prices that hold for one tenant, whenever usage was. */
export interface Prices {
  /** @throws where the meter has no price at that time */
  rate(usage: Usage): Rated;
}
