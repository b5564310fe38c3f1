import { Decimal } from "decimal.js";
import { measured, type Sampled } from "./samples";
import { BEGIN, current, END, PRICE_CHANGE, type Thing, THINGS } from "./story";

export const PERIOD = 3_600_000;
const STEP = 300_000;
const STEPS = PERIOD / STEP;

/** CloudKitty keeps amounts as floats: equal to the last of these digits behind the point. */
export const DIGITS = 10;

export const Exact = Decimal.clone({ precision: 60, toExpNeg: -60, toExpPos: 60 });

/** What one thing used in one hour: exact, as nobody keeps it. */
export interface Used {
  begin: number;
  meter: string;
  id: string;
  /** The flavor or the volume type. */
  kind: string;
  quantity: Decimal;
}

/** What it costs, and how that comes about. */
export interface Cost {
  unitPrice: string;
  list: Decimal;
  discount: Decimal;
  tier: Decimal;
  time: Decimal;
  amount: Decimal;
}

/** A line of an invoice: what one thing used in one hour, and what it costs. */
export interface Line {
  begin: string;
  meter: string;
  id: string;
  kind: string;
  quantity: string;
  amount: string;
}

export const line = (
  { begin, meter, id, kind }: Omit<Used, "quantity">,
  quantity: Decimal.Value,
  amount: Decimal.Value,
): Line => ({
  begin: new Date(begin).toISOString(),
  meter,
  id,
  kind,
  quantity: new Exact(quantity).toFixed(DIGITS),
  amount: new Exact(amount).toFixed(DIGITS),
});

/** The unit of a quantity, in what is measured. */
const UNITS: Record<string, number> = {
  "instance.memory": 1024,
  "image.size": 1024 ** 3,
  "network.incoming.bytes": 1024 ** 3,
  "network.outgoing.bytes": 1024 ** 3,
};

/** What a project used, worked out of the story by hand, as it were. */
export function usedBy(project: Thing["project"]): Used[] {
  const all: Used[] = [];
  for (const thing of THINGS.filter((one) => one.project === project)) {
    for (const [meter, samples] of Object.entries(measured(thing))) {
      const counter = thing.counters?.[meter] !== undefined;
      const bySteps = counter ? added(inOrder(samples)) : means(inOrder(samples));
      for (let begin = BEGIN; begin < END; begin += PERIOD) {
        for (const [kind, total] of shares(thing, bySteps, begin)) {
          const measuredQuantity = counter ? total : total.dividedBy(STEPS);
          const quantity = measuredQuantity.dividedBy(UNITS[meter] ?? 1);
          all.push({ begin, meter, id: thing.id, kind, quantity });
        }
      }
    }
  }
  return all;
}

/** What the invoice of a project has to say. */
export const expectedLines = (project: Thing["project"]): Line[] =>
  usedBy(project).map((used) =>
    line(used, used.quantity, costOf(project, used, used.quantity).amount),
  );

/** By flavor or type, the sum of a period's steps. A step in which it changes is shared by time. */
function shares(
  { attributes }: Thing,
  steps: Map<number, Decimal>,
  begin: number,
): Map<string, Decimal> {
  const found = new Map<string, Decimal>();
  for (let step = begin; step < begin + PERIOD; step += STEP) {
    const value = steps.get(step);
    if (value === undefined) continue;
    const change = attributes.find(({ from }, at) => at > 0 && step < from && from < step + STEP);
    const parts: [number, Decimal][] =
      change === undefined
        ? [[step + STEP - 1, new Exact(1)]]
        : [
            [step, new Exact(change.from - step).dividedBy(STEP)],
            [step + STEP - 1, new Exact(step + STEP - change.from).dividedBy(STEP)],
          ];
    for (const [instant, part] of parts) {
      const { flavor_name, volume_type } = current(attributes, instant) ?? {};
      const kind = flavor_name ?? volume_type ?? "";
      found.set(kind, (found.get(kind) ?? new Exact(0)).plus(part.times(value)));
    }
  }
  return found;
}

const stepOf = (instant: number): number => instant - ((instant - BEGIN) % STEP);

/** By the instants that they are said to be of. Of several of one instant the one that came last counts. */
function inOrder(samples: Sampled[]): [number, number][] {
  const values = new Map(samples.map(({ instant, value }) => [instant, value]));
  return [...values].sort(([a], [b]) => a - b);
}

/** The mean of a gauge's samples in each step that has some. */
function means(samples: [number, number][]): Map<number, Decimal> {
  const steps = new Map<number, number[]>();
  for (const [instant, value] of samples) {
    steps.set(stepOf(instant), [...(steps.get(stepOf(instant)) ?? []), value]);
  }
  return new Map(
    [...steps].map(([step, values]) => [step, Exact.sum(...values).dividedBy(values.length)]),
  );
}

/** What a counter grew by in each step; a step in which it begins anew adds nothing. */
function added(samples: [number, number][]): Map<number, Decimal> {
  const steps = new Map<number, Decimal>();
  samples.forEach(([instant, value], at) => {
    const before = samples[at - 1];
    if (before === undefined) return;
    const step = stepOf(instant);
    steps.set(step, (steps.get(step) ?? new Exact(0)).plus(value - before[1]));
  });
  return new Map([...steps].map(([step, sum]) => [step, Exact.max(sum, 0)]));
}

/** By the list, for an hour of one unit. */
function listPrice(meter: string, kind: string, begin: number): string {
  const prices: Record<string, string> = {
    "instance small": begin < PRICE_CHANGE ? "0.05" : "0.06",
    "instance large": begin < PRICE_CHANGE ? "0.11" : "0.125",
    "volume.size ssd": "0.0004",
    "volume.size hdd": "0.0001",
    "instance.vcpus": "0.004",
    "instance.memory": "0.0015",
    "snapshot.size": "0.00012",
    "image.size": "0.00005",
    "ip.floating": "0.005",
    router: "0.01",
    "network.incoming.bytes": "0.01",
    "network.outgoing.bytes": "0.02",
  };
  const price = prices[`${meter} ${kind}`] ?? prices[meter];
  if (price === undefined) throw new Error(`the story has no price of ${meter} ${kind}`);
  return price;
}

/** From eight in the evening to six in the morning in Berlin: two hours behind UTC in summer, one before. */
function isNight(begin: number): boolean {
  const summer = begin >= Date.parse("2025-03-30T01:00:00Z");
  const hour = new Date(begin + (summer ? 2 : 1) * PERIOD).getUTCHours();
  return hour >= 20 || hour < 6;
}

/** Off the list price, one after the other: a project's own price and discount, much of it, the hour. */
export function costOf(
  project: Thing["project"],
  { meter, kind, begin }: Omit<Used, "quantity">,
  quantity: Decimal,
): Cost {
  const unitPrice = listPrice(meter, kind, begin);
  const golden = project === "golden";
  const ownPrice = golden && `${meter} ${kind}` === "volume.size ssd" ? "0.00035" : unitPrice;
  const list = quantity.times(unitPrice);
  const own = quantity.times(ownPrice).times(golden ? "0.9" : "1");
  const sized = own.times(meter === "volume.size" && quantity.gte(500) ? "0.8" : "1");
  const amount = sized.times(meter.startsWith("instance") && isNight(begin) ? "0.5" : "1");
  const [discount, tier, time] = [own.minus(list), sized.minus(own), amount.minus(sized)];
  return { unitPrice, list, discount, tier, time, amount };
}
