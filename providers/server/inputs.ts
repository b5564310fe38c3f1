import { Properties, Value } from "./property";
import type { CheckFailure, CheckResult } from "./types";
import { containsUnknown, isObject } from "./values";

export type InputKind = "string" | "boolean" | "integer" | "number" | "list" | "map" | "any";

/** What may stand in one input property. */
export interface InputSpec {
  kind: InputKind;
  required?: boolean;
  default?: Value;
  /** The only values allowed. */
  values?: readonly (string | number)[];
  minimum?: number;
  /** Always a secret in the state, whatever the program says; of a map: which of its keys are. */
  secret?: boolean | ((key: string) => boolean);
  /** A change replaces the resource. */
  replace?: boolean;
  /** What else is wrong with a known value of the right kind. */
  mistake?: (value: Value) => string | undefined;
}

export type InputTable = Readonly<Record<string, InputSpec>>;

/**
 * Holds inputs against their table: every mistake at once. Defaults are filled in and null counts
 * as left out. A list or a map with unknown values in it is taken as it is.
 */
export function checkInputs(table: InputTable, inputs: Properties): CheckResult {
  const failures: CheckFailure[] = [];
  const checked: Properties = {};
  for (const [property, value] of Object.entries(inputs)) {
    const spec = table[property];
    if (!spec) {
      failures.push({ property, reason: unknownProperty(property, table) });
    } else if (value !== null) {
      const converted = convert(spec.kind, value);
      const reason =
        converted === undefined
          ? `expected ${article(spec.kind)}, found ${describe(value, spec)}`
          : mistake(spec, converted);
      if (reason) failures.push({ property, reason });
      else checked[property] = converted ?? null;
    }
  }
  for (const [property, spec] of Object.entries(table)) {
    if (checked[property] !== undefined || failures.some((f) => f.property === property)) continue;
    if (spec.default !== undefined) checked[property] = spec.default;
    else if (spec.required) {
      failures.push({ property, reason: `is required: give ${article(spec.kind)}` });
    }
  }
  return { inputs: checked, failures };
}

/** Programs hand over numbers and booleans as strings now and then; Pulumi's providers take them. */
function convert(kind: InputKind, value: Value): Value | undefined {
  if (containsUnknown(value)) return value;
  switch (kind) {
    case "string":
      if (typeof value === "number" || typeof value === "boolean") return String(value);
      return typeof value === "string" ? value : undefined;
    case "boolean":
      if (value === "true" || value === "false") return value === "true";
      return typeof value === "boolean" ? value : undefined;
    case "integer":
    case "number": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      if (typeof number !== "number" || !Number.isFinite(number)) return undefined;
      return kind === "integer" && !Number.isInteger(number) ? undefined : number;
    }
    case "list":
      return Array.isArray(value) ? value : undefined;
    case "map":
      return isObject(value) ? value : undefined;
    case "any":
      return value;
  }
}

function mistake(spec: InputSpec, value: Value | undefined): string | undefined {
  if (value === undefined || containsUnknown(value)) return undefined;
  if (spec.values && !spec.values.some((allowed) => allowed === value)) {
    return `expected one of ${spec.values.join(", ")}, found ${describe(value, spec)}`;
  }
  if (spec.minimum !== undefined && typeof value === "number" && value < spec.minimum) {
    return `expected ${spec.minimum} or more, found ${describe(value, spec)}`;
  }
  return spec.mistake?.(value);
}

function unknownProperty(property: string, table: InputTable): string {
  return `there is no property "${property}" here; allowed: ${Object.keys(table).sort().join(", ")}`;
}

/** How messages name a kind. */
export function article(kind: InputKind): string {
  if (kind === "integer") return "a whole number";
  return kind === "any" ? "a value" : `a ${kind}`;
}

function describe(value: Value, spec: InputSpec): string {
  if (spec.secret) return "something else (hidden: it is a secret)";
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "a map";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
