import { Decimal } from "decimal.js";
import { Python } from "./decimal";
import type { Amount } from "./types";

/** A mapping or a threshold of CloudKitty's module hashmap. */
export interface HashmapRule {
  /** The meter. */
  service: string;
  /** The attribute whose value it looks at. @default the service as a whole is priced */
  field?: string;
  /** Of a mapping with a field: the value. */
  value?: string;
  /** Makes it a threshold: from which quantity on it holds, or from which value of the field. */
  level?: Amount;
  type: "flat" | "rate";
  /** For a unit and a period, or the factor. */
  cost: Amount;
  /** @default CloudKitty's own, which all rules without one share */
  group?: string;
  /** The tenant for which alone it holds: there it takes the place of the rule for all. */
  tenant?: string;
}

/** What is priced. */
export interface Point {
  service: string;
  quantity: Decimal.Value;
  /** CloudKitty's groupby and metadata. */
  attributes: Readonly<Record<string, string>>;
}

interface Threshold {
  level: Decimal;
  cost: Decimal;
  type: "flat" | "rate";
  scope: "field" | "service";
}

interface Result {
  flat: Decimal;
  rate: Decimal;
  threshold?: Threshold;
}

interface Mapping {
  type: "flat" | "rate";
  cost: Decimal;
}

/** The rules of a service or of one of its fields, by group and value or level. */
interface Entries {
  mappings: Map<string, Map<string, Mapping>>;
  thresholds: Map<string, Map<string, Threshold>>;
}

interface Service extends Entries {
  fields: Map<string, Entries>;
}

/**
 * Prices as CloudKitty 22.0.0 calculates them (cloudkitty/rating/hash/__init__.py), digit by digit:
 * within a group the largest flat price counts, rates multiply and the highest threshold that is
 * reached counts; groups add up.
 */
export class Hashmap {
  private readonly services = new Map<string, Service>();

  /** @param tenant whose usage is priced: the rules of others are left out */
  constructor(rules: readonly HashmapRule[], tenant?: string) {
    // Services and fields have an order, whoever their rules are for.
    for (const rule of rules) this.entriesOf(rule);
    // A tenant's rule takes the place of the one for all.
    for (const rule of rules) if (rule.tenant === undefined) this.add(rule);
    for (const rule of rules)
      if (rule.tenant !== undefined && rule.tenant === tenant) this.add(rule);
  }

  /** What a period of it costs. */
  price({ service, quantity, attributes }: Point): Decimal {
    const found = this.services.get(service);
    const amount = new Python(quantity);
    if (found === undefined) return new Python(0);
    const results = new Map<string, Result>();
    for (const [group, mappings] of found.mappings) {
      for (const mapping of mappings.values()) map(resultOf(results, group), mapping);
    }
    raise(results, found, amount);
    for (const [field, entries] of found.fields) {
      const value = attributes[field];
      if (value === undefined) continue;
      for (const [group, mappings] of entries.mappings) {
        const mapping = mappings.get(value);
        if (mapping !== undefined) map(resultOf(results, group), mapping);
      }
      if (entries.thresholds.size > 0) raise(results, entries, new Python(value));
    }
    return [...results.values()].reduce(
      (total, result) => total.plus(priceOf(result, amount)),
      new Python(0),
    );
  }

  private entriesOf({ service, field }: HashmapRule): Entries {
    const of = entry(this.services, service, (): Service => ({
      ...empty(),
      fields: new Map<string, Entries>(),
    }));
    return field === undefined ? of : entry(of.fields, field, empty);
  }

  private add(rule: HashmapRule): void {
    const { field, value, level, type, cost, group = "_DEFAULT_" } = rule;
    const entries = this.entriesOf(rule);
    if (level === undefined) {
      entry(entries.mappings, group, () => new Map<string, Mapping>()).set(value ?? "", {
        type,
        cost: new Python(cost),
      });
      return;
    }
    const number = new Python(level);
    const scope = field === undefined ? "service" : "field";
    entry(entries.thresholds, group, () => new Map<string, Threshold>()).set(number.toFixed(), {
      level: number,
      cost: new Python(cost),
      type,
      scope,
    });
  }
}

const empty = (): Entries => ({ mappings: new Map(), thresholds: new Map() });

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

const resultOf = (results: Map<string, Result>, group: string): Result =>
  entry(results, group, () => ({ flat: new Python(0), rate: new Python(1) }));

function map(result: Result, { type, cost }: Mapping): void {
  if (type === "rate") result.rate = result.rate.times(cost);
  else if (cost.gt(result.flat)) result.flat = cost;
}

/** Takes the highest threshold that is reached. */
function raise(results: Map<string, Result>, { thresholds }: Entries, reached: Decimal): void {
  for (const [group, levels] of thresholds) {
    for (const threshold of levels.values()) {
      if (reached.lt(threshold.level)) continue;
      const result = resultOf(results, group);
      if (threshold.level.gt(result.threshold?.level ?? -1)) result.threshold = threshold;
    }
  }
}

/** A threshold of a field changes the price of a unit, one of the service the price of the whole. */
function priceOf({ flat, rate, threshold }: Result, quantity: Decimal): Decimal {
  const unit = threshold?.scope === "field" ? changed(threshold, flat, rate) : rate.times(flat);
  const whole = unit.times(quantity);
  if (threshold?.scope !== "service") return whole;
  return threshold.type === "flat" ? whole.plus(threshold.cost) : whole.times(threshold.cost);
}

const changed = ({ type, cost }: Threshold, flat: Decimal, rate: Decimal): Decimal =>
  type === "flat" ? rate.times(flat.plus(cost)) : rate.times(cost).times(flat);
