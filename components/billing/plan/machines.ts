import { Exact } from "../rating/decimal";
import type { Amount } from "../rating/types";
import { common } from "./cost";

/** A flavor, and what a machine of it costs for an hour. */
export interface PricedFlavor {
  vcpus: number;
  /** MiB. */
  ram: number;
  price: Amount;
}

/** How much a project may have of it; nothing stands for no limit. */
export interface MachineLimits {
  instances?: number;
  cores?: number;
  /** MiB. */
  ram?: number;
}

/** Mixes that are looked at; where there are more, the bound of all of them is told. */
const LOOKS = 1000;
/** What a sum of floats may be wrong by, in parts of it. */
const DOUBT = 1e-9;

type Vector = [number, number, number];
interface Item {
  /** What one takes: an instance, cores, ram. */
  takes: Vector;
  /** Its price as a whole number, in which nothing is lost. */
  value: number;
}

/**
 * What machines may cost at most for an hour: those of the dearest mix that the limits let in.
 *
 * Whatever is charged for an instance, a core and a MiB so that each flavor's machine is charged at
 * least its price, charges every mix at least what it costs; so the limits so charged are a bound (weak
 * duality of linear programs). The search leaves out what this bound rules out. Where it does not come to
 * an end, the bound itself is the answer: never too little.
 * @returns nothing where no limit holds them
 */
export function dearestMachines(
  flavors: readonly PricedFlavor[],
  limits: MachineLimits,
): Amount | undefined {
  const { unit, items } = worthLooking(flavors);
  if (items.length === 0) return "0";
  const room: Vector = [
    limits.instances ?? Infinity,
    limits.cores ?? Infinity,
    limits.ram ?? Infinity,
  ];
  if (room.every((limit) => limit === Infinity)) return undefined;
  const charge = cheapestCharge(items, room);
  const bound = charged(charge, room) * (1 + DOUBT);
  const best =
    bound < Number.MAX_SAFE_INTEGER ? new Search(items, charge).dearest(room) : undefined;
  return new Exact(best ?? Math.ceil(bound)).times(unit).toFixed();
}

/**
 * Flavors that cost something, the dearest first, without those that cost no more than a smaller one.
 * @returns what a value of 1 is, and the flavors
 */
function worthLooking(flavors: readonly PricedFlavor[]): { unit: Amount; items: Item[] } {
  const prices = flavors.map(({ price }) => new Exact(price));
  const places = Math.max(0, ...prices.map((price) => price.decimalPlaces()));
  const power = new Exact(10).pow(places);
  const values = prices.map((price) => price.times(power).toNumber());
  const step = values.reduce(common, 0);
  const items = flavors
    .map(({ vcpus, ram }, i): Item => ({ takes: [1, vcpus, ram], value: (values[i] ?? 0) / step }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || a.takes[1] - b.takes[1] || a.takes[2] - b.takes[2]);
  return {
    unit: new Exact(step).dividedBy(power).toFixed(),
    items: items.filter(
      ({ takes }, i) =>
        !items.slice(0, i).some((other) => other.takes.every((n, at) => n <= (takes[at] ?? 0))),
    ),
  };
}

class Search {
  private best = 0;
  private looks = 0;

  constructor(
    private readonly items: Item[],
    private readonly charge: Vector,
  ) {}

  /** @returns nothing where the search does not come to an end */
  dearest(room: Vector): number | undefined {
    this.look(0, room, 0);
    return this.looks > LOOKS ? undefined : this.best;
  }

  private look(at: number, room: Vector, value: number): void {
    if (value > this.best) this.best = value;
    const item = this.items[at];
    if (item === undefined) return;
    for (let count = fitting(item, room); count >= 0; count--) {
      if (++this.looks > LOOKS) return;
      const rest = item.takes.map((n, i) => (room[i] ?? 0) - n * count) as Vector;
      const so = value + item.value * count;
      // Values are whole numbers: a better mix is better by 1 at least.
      if ((so + charged(this.charge, rest)) * (1 + DOUBT) >= this.best + 1) {
        this.look(at + 1, rest, so);
      } else if (so > this.best) this.best = so;
    }
  }
}

const fitting = ({ takes }: Item, room: Vector): number =>
  Math.floor(Math.min(...takes.map((n, i) => (room[i] ?? 0) / n)));

/** What there is room for, so charged. */
const charged = (charge: Vector, room: Vector): number =>
  charge.reduce((sum, one, i) => (one === 0 ? sum : sum + one * (room[i] ?? 0)), 0);

/**
 * The charge by which the room is charged least: one of the corners of what is allowed, where three of
 * its conditions hold with equality (each flavor is charged its price; nothing is charged less than 0).
 */
function cheapestCharge(items: Item[], room: Vector): Vector {
  const edges: { row: Vector; value: number }[] = [
    ...items.map(({ takes, value }) => ({ row: takes, value })),
    ...([0, 1, 2] as const).map((at) => ({
      row: [0, 1, 2].map((i) => (i === at ? 1 : 0)) as Vector,
      value: 0,
    })),
  ];
  let best: Vector | undefined;
  let least = Infinity;
  for (const [i, one] of edges.entries()) {
    for (const [j, two] of edges.slice(0, i).entries()) {
      for (const three of edges.slice(0, j)) {
        const corner = solve([one.row, two.row, three.row], [one.value, two.value, three.value]);
        if (corner === undefined || !covers(corner, items)) continue;
        // An absent limit cannot be charged.
        if (corner.some((charge, at) => charge > 0 && room[at] === Infinity)) continue;
        const sum = charged(corner, room);
        if (sum < least) [best, least] = [corner, sum];
      }
    }
  }
  return best ?? single(items, room);
}

/** Rounding may take a corner out of what is allowed; raised by a hair it is in again. */
function covers(corner: Vector, items: Item[]): boolean {
  if (corner.some((charge) => charge < 0)) return false;
  return items.every(({ takes, value }) => charged(corner, takes) >= value * (1 - DOUBT));
}

/** All on one limit. */
function single(items: Item[], room: Vector): Vector {
  const at = room.findIndex((limit) => limit !== Infinity);
  const most = Math.max(...items.map(({ takes, value }) => value / (takes[at] ?? 1)));
  return [0, 1, 2].map((i) => (i === at ? most : 0)) as Vector;
}

/** Three equations by Cramer's rule. */
function solve([a, b, c]: [Vector, Vector, Vector], values: Vector): Vector | undefined {
  const det = determinant(a, b, c);
  if (Math.abs(det) < 1e-12) return undefined;
  return [0, 1, 2].map((at) => {
    const [x, y, z] = [a, b, c].map((row, n) =>
      row.map((value, i) => (i === at ? (values[n] ?? 0) : value)),
    ) as [Vector, Vector, Vector];
    // -0 and what rounding leaves of 0 are 0.
    const charge = determinant(x, y, z) / det;
    return Math.abs(charge) < 1e-15 ? 0 : charge;
  }) as Vector;
}

const determinant = (a: Vector, b: Vector, c: Vector): number =>
  a[0] * (b[1] * c[2] - b[2] * c[1]) -
  a[1] * (b[0] * c[2] - b[2] * c[0]) +
  a[2] * (b[0] * c[1] - b[1] * c[0]);
