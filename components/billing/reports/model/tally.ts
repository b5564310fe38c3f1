import type { Amount, Prices, Rated } from "../../rating/types";
import { merge, seconds, type Period } from "../calendar";
import type { Decimal } from "decimal.js";
import { Exact, text, ZERO } from "../decimal";
import type { Frame } from "./frames";

/**
 * What one resource cost at one price: sums, exact to the last digit. The version is empty where the price
 * list has no price, and CloudKitty's amount stands.
 */
export interface Tallied extends Rated {
  meter: string;
  resource: string;
  /** What it was called last. */
  name: string;
  /** What its price depends on: flavor or volume type. */
  kind: string;
  unit: string;
  /** Units, each times the seconds that it was there. */
  unitSeconds: Amount;
  /** Units alone: what traffic and fees are counted in. */
  units: Amount;
  /** What CloudKitty made it cost. */
  cloudkitty: Amount;
}

/** What a project used in some time. */
export interface Tally {
  /** The times for which there are frames; in order. */
  covered: Period[];
  /** What each hour cost, by its beginning. */
  hours: Record<string, Amount>;
  lines: Tallied[];
}

const SUMS = [
  "unitSeconds",
  "units",
  "list",
  "discount",
  "tier",
  "time",
  "amount",
  "cloudkitty",
] as const;
type Sums = Record<(typeof SUMS)[number], Decimal>;
type Names = Omit<Tallied, keyof Sums>;

/** Sums up frames or tallies, in whatever order they come. */
export class Tallier {
  readonly #lines = new Map<string, Names & Sums>();
  readonly #hours = new Map<string, Decimal>();
  #covered: Period[] = [];

  /** Prices and adds one frame. */
  frame(frame: Frame, prices: Prices): void {
    const { meter, resource, attributes, unit, begin, end } = frame;
    const length = seconds(end) - seconds(begin);
    const quantity = new Exact(frame.quantity);
    const rated = rate(frame, prices, quantity, length);
    this.#add(
      {
        meter,
        resource,
        name: attributes.display_name ?? attributes.name ?? "",
        kind: attributes.flavor_name ?? attributes.volume_type ?? "",
        unit,
        version: rated.version,
        unitPrice: rated.unitPrice,
      },
      { ...rated, units: quantity, unitSeconds: quantity.times(length), cloudkitty: frame.price },
    );
    this.#hour(`${begin.slice(0, 13)}:00:00Z`, rated.amount);
    this.#cover({ begin, end });
  }

  tally({ covered, hours, lines }: Tally): void {
    for (const line of lines) this.#add(line, line);
    for (const [hour, amount] of Object.entries(hours)) this.#hour(hour, amount);
    for (const period of covered) this.#cover(period);
  }

  /** Lines in the order of meter, resource, kind, version: the same for the same frames. */
  result(): Tally {
    const lines = [...this.#lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
    const written = lines.map((line) => {
      const { meter, resource, name, kind, unit, version, unitPrice } = line;
      const sums = Object.fromEntries(SUMS.map((key) => [key, text(line[key])])) as Record<
        keyof Sums,
        Amount
      >;
      return { meter, resource, name, kind, unit, version, unitPrice, ...sums };
    });
    return {
      covered: merge(this.#covered),
      hours: Object.fromEntries(
        [...this.#hours].sort(([a], [b]) => (a < b ? -1 : 1)).map(([at, sum]) => [at, text(sum)]),
      ),
      lines: written,
    };
  }

  #add(names: Names, sums: Record<keyof Sums, Amount | Decimal>): void {
    const { meter, resource, name, kind, unit, version, unitPrice } = names;
    const key = [meter, resource, kind, version, unitPrice].join("\n");
    let line = this.#lines.get(key);
    if (line === undefined) {
      const zeros = Object.fromEntries(SUMS.map((sum) => [sum, ZERO])) as Sums;
      line = { meter, resource, name, kind, unit, version, unitPrice, ...zeros };
      this.#lines.set(key, line);
    }
    if (name !== "") line.name = name;
    // Most parts of most prices are nothing.
    for (const sum of SUMS) if (sums[sum] !== "0") line[sum] = line[sum].plus(sums[sum]);
  }

  #hour(hour: string, amount: Amount): void {
    this.#hours.set(hour, (this.#hours.get(hour) ?? ZERO).plus(amount));
  }

  /** Frames come one after the other: mostly the last time is only made longer. */
  #cover(period: Period): void {
    const last = this.#covered.at(-1);
    if (last !== undefined && last.begin <= period.begin && period.begin <= last.end) {
      if (last.end < period.end) last.end = period.end;
    } else this.#covered.push({ ...period });
    if (this.#covered.length > 1000) this.#covered = merge(this.#covered);
  }
}

/** By the price list; what it has no price for costs what CloudKitty says. */
function rate(frame: Frame, prices: Prices, quantity: Decimal, length: number): Rated {
  try {
    return prices.rate(frame);
  } catch {
    const unitPrice = quantity.isZero()
      ? "0"
      : text(new Exact(frame.price).div(quantity).times(3600).div(length).toDecimalPlaces(28));
    const none = { discount: "0", tier: "0", time: "0" };
    return { version: "", unitPrice, list: frame.price, ...none, amount: frame.price };
  }
}
