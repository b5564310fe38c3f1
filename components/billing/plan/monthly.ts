import type { Decimal } from "decimal.js";
import { amount, Exact } from "../rating/decimal";
import { holdsFor } from "../rating/hours";
import type { Amount } from "../rating/types";
import { dearestMachines } from "./machines";
import { meterOf } from "./priced";
import type { Hours, Version, Whole } from "./types";

/** A month of prices for an hour: a year of 8,760 hours, by twelve. */
export const HOURS = 730;

/** What a tenant may have, and what it has declared. Limits of -1 are none. */
export interface Usable {
  /** By name, those that it may use. */
  flavors: Record<string, { vcpus: number; ram: number }>;
  volumeTypes: readonly string[];
  quota: {
    compute: { instances: number; cores: number; ram: number };
    network: { floatingIps: number; routers: number };
    volume: { volumes: number; gigabytes: number; perVolumeGigabytes: number; snapshots: number };
  };
  /** How many of them its environment declares. */
  declared: Partial<Record<Whole, number>>;
}

/** What a tenant's month costs, in the currency. */
export interface MonthlyCost {
  /** At most, by what its quotas let in; absent where one has no limit. */
  atMost?: Amount;
  /** The quotas without a limit that it is unlimited by. */
  unlimited: string[];
  /** What its environment declares, in a month without holidays, to 10 decimals. */
  declared: Amount;
  /** What costs something, and no quota limits it: it comes on top. */
  besides: string[];
}

/** Priced, and limited by nothing that an environment declares. */
const UNLIMITED: readonly Whole[] = ["image", "bandwidthIn", "bandwidthOut"];

/** What a month costs a tenant by a version of the list that it is on. */
export function monthlyCost(version: Version, tenant: string, usable: Usable): MonthlyCost {
  const prices = new TenantTable(version, tenant);
  const parts = [machines(prices, usable), storage(prices, usable), ...network(prices, usable)];
  const unlimited = parts.flatMap((part) => (typeof part === "string" ? [part] : []));
  const most = parts.reduce<Decimal>(
    (sum, part) => (typeof part === "string" ? sum : sum.plus(part)),
    new Exact(0),
  );
  const declared = Object.entries(usable.declared).reduce(
    (sum, [name, count]) =>
      sum.plus(
        prices
          .of(name as Whole)
          .times(count)
          .times(averageFactor(version.hours, name)),
      ),
    new Exact(0),
  );
  return {
    atMost: unlimited.length > 0 ? undefined : amount(most.times(HOURS)),
    unlimited,
    declared: amount(declared.times(HOURS).toDecimalPlaces(10)),
    besides: [
      ...UNLIMITED.filter((name) => prices.of(name).gt(0)),
      ...Object.keys(version.prices.custom).filter((meter) => prices.custom(meter).gt(0)),
    ],
  };
}

/** What a tenant pays for an hour, its discount taken off. */
class TenantTable {
  private readonly part: Decimal;

  constructor(
    private readonly version: Version,
    private readonly tenant: string,
  ) {
    this.part = new Exact(1).minus(this.own?.discount ?? 0);
  }

  of(name: Whole): Decimal {
    return this.price(this.own?.[name] ?? this.version.prices[name]);
  }

  flavor(name: string): Decimal {
    return this.price(this.own?.instance[name] ?? this.version.prices.instance[name]);
  }

  volumeType(name: string): Decimal {
    return this.price(this.own?.volume[name] ?? this.version.prices.volume[name]);
  }

  custom(meter: string): Decimal {
    return this.price(this.own?.custom[meter] ?? this.version.prices.custom[meter]);
  }

  /** The largest factor that the hour or the size may bring. */
  dearest(name: string): Decimal {
    const { hours, tiers } = this.version;
    const meter = meterOf(name);
    const factors = Object.entries(tiers).flatMap(([of, all]) =>
      meterOf(of) === meter ? all.map(({ factor }) => factor) : [],
    );
    const byHour = hours.filter((rule) => holdsFor(rule, meter)).map(({ factor }) => factor);
    return Exact.max(1, ...factors).times(Exact.max(1, ...byHour));
  }

  private get own() {
    return this.version.tenants[this.tenant];
  }

  private price(price: Amount = "0"): Decimal {
    return new Exact(price).times(this.part);
  }
}

function machines(prices: TenantTable, { flavors, quota }: Usable): Decimal | string {
  const priced = Object.entries(flavors).map(([name, { vcpus, ram }]) => ({
    vcpus,
    ram,
    price: amount(
      prices
        .flavor(name)
        .times(prices.dearest("instance"))
        .plus(prices.of("vcpu").times(vcpus).times(prices.dearest("vcpu")))
        .plus(prices.of("memory").times(ram).dividedBy(1024).times(prices.dearest("memory"))),
    ),
  }));
  const { instances, cores, ram } = quota.compute;
  const most = dearestMachines(priced, {
    instances: limited(instances),
    cores: limited(cores),
    ram: limited(ram),
  });
  return most === undefined ? "compute.instances, cores and ram" : new Exact(most);
}

/** Volumes and snapshots share the gigabytes: the dearer of the two takes all that it may. */
function storage(prices: TenantTable, { volumeTypes, quota }: Usable): Decimal | string {
  const { volumes, gigabytes, perVolumeGigabytes, snapshots } = quota.volume;
  const kinds = [
    {
      count: volumes,
      price: Exact.max(0, ...volumeTypes.map((type) => prices.volumeType(type))).times(
        prices.dearest("volume"),
      ),
    },
    { count: snapshots, price: prices.of("snapshot").times(prices.dearest("snapshot")) },
  ]
    .filter(({ count, price }) => count !== 0 && price.gt(0))
    .sort((a, b) => b.price.comparedTo(a.price));
  let left = limited(gigabytes) ?? Infinity;
  let sum: Decimal = new Exact(0);
  for (const { count, price } of kinds) {
    const each = limited(perVolumeGigabytes) ?? Infinity;
    const most = Math.min(left, count === -1 ? Infinity : count * each);
    if (most === Infinity) return "volume.gigabytes";
    sum = sum.plus(price.times(most));
    left -= most;
  }
  return sum;
}

function network(prices: TenantTable, { quota }: Usable): (Decimal | string)[] {
  const limits = { floatingIp: quota.network.floatingIps, router: quota.network.routers } as const;
  return Object.entries(limits).map(([name, limit]) => {
    const price = prices.of(name as keyof typeof limits).times(prices.dearest(name));
    if (price.isZero()) return price;
    return limit === -1 ? `network.${name}s` : price.times(limit);
  });
}

const limited = (limit: number): number | undefined => (limit === -1 ? undefined : limit);

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY = 1440;

/** What hours make of a price over a week without holidays. */
function averageFactor(hours: readonly Hours[], name: string): Decimal {
  const week = WEEK.length * DAY;
  return hours
    .filter((rule) => holdsFor(rule, meterOf(name)))
    .reduce<Decimal>((average, { days, from, to, factor }) => {
      const minutes =
        ((to > from ? to : to + DAY) - from) *
        WEEK.filter((day) => days.some((one) => one === day)).length;
      return average.plus(new Exact(factor).minus(1).times(minutes).dividedBy(week));
    }, new Exact(1));
}
