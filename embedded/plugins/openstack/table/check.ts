import { createHash, randomBytes } from "node:crypto";
import type { Properties, Value } from "../../../engine/types";
import type { InputKind, InputSpec, InputTable } from "../../../../providers/server/inputs";
import type { CheckFailure, CheckRequest, CheckResult } from "../../../../providers/server/types";
import { containsUnknown, isObject } from "../../../../providers/server/values";
import { Definition, Field, FieldType, Fields } from "./types";

const KINDS: Readonly<Record<FieldType, InputKind>> = {
  string: "string",
  bool: "boolean",
  int: "integer",
  number: "number",
  map: "map",
  list: "list",
  set: "list",
  object: "map",
};

/** Where the state lists the properties that a default filled, as Pulumi's bridged providers do. */
export const DEFAULTS = "__defaults";

/** The table of the plugin server: it checks types and refuses unknown properties. */
export function inputTable(fields: Fields): InputTable {
  const rows = Object.entries(fields)
    .filter(([, field]) => !field.output)
    .map(([name, field]): [string, InputSpec] => [name, inputSpec(name, field)]);
  return Object.fromEntries(rows);
}

function inputSpec(name: string, field: Field): InputSpec {
  return {
    kind: KINDS[field.type],
    // A name that is left out is made up.
    required: field.required === true && name !== "name",
    ...(field.oneOf ? { values: field.oneOf } : {}),
    ...(field.secret ? { secret: true } : {}),
  };
}

/** Fills in defaults and names, and finds what the input table cannot. */
export function check(definition: Definition, request: CheckRequest): CheckResult {
  const { fields } = definition;
  const failures = conflicts(fields, request.inputs);
  const inputs = filled(fields, request.inputs, "", failures);
  const defaults = inputs[DEFAULTS] as Value[];
  if (fields.name && !fields.name.output && inputs.name === undefined) {
    inputs.name = keptName(request.oldInputs) ?? madeUpName(request);
    defaults.push("name");
    defaults.sort();
  }
  for (const [property, reason] of Object.entries(definition.mistakes?.(inputs) ?? {})) {
    if (reason !== undefined) failures.push({ property, reason });
  }
  return { inputs, failures };
}

function conflicts(fields: Fields, inputs: Properties): CheckFailure[] {
  const found: CheckFailure[] = [];
  for (const [property, field] of Object.entries(fields)) {
    if (inputs[property] === undefined) continue;
    const others = (field.conflicts ?? []).filter(
      // Each pair is told once, and a default is no decision of the program.
      (other) => inputs[other] !== undefined && inputs[other] !== fields[other]?.default,
    );
    const told = others.filter(
      (other) => property < other || !fields[other]?.conflicts?.includes(property),
    );
    if (told.length > 0 && inputs[property] !== field.default) {
      found.push({ property, reason: `cannot stand beside ${told.join(", ")}: leave one out` });
    }
  }
  return found;
}

/** The object with its defaults, and those of the objects in it. */
function filled(
  fields: Fields,
  given: Properties,
  path: string,
  failures: CheckFailure[],
): Properties {
  const result: Properties = {};
  const defaults: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const value = given[name];
    if (value !== undefined && value !== null) {
      result[name] = nested(field, value, path + name, failures);
    } else if (field.default !== undefined && !field.output && !excluded(field, given)) {
      result[name] = field.default;
      defaults.push(name);
    } else if (field.required && path !== "") {
      failures.push({ property: path + name, reason: "is required" });
    }
  }
  result[DEFAULTS] = defaults.sort();
  return result;
}

function excluded(field: Field, given: Properties): boolean {
  return (field.conflicts ?? []).some((other) => given[other] !== undefined);
}

function nested(field: Field, value: Value, path: string, failures: CheckFailure[]): Value {
  const fields = field.fields;
  if (!fields || containsUnknown(value)) return value;
  if (field.type === "object") {
    return isObject(value) ? object(fields, value, path, failures) : value;
  }
  if (!Array.isArray(value)) return value;
  return value.map((item, index) => {
    if (isObject(item)) return object(fields, item, `${path}[${index}]`, failures);
    failures.push({ property: `${path}[${index}]`, reason: "expected a map" });
    return item;
  });
}

function object(
  fields: Fields,
  value: Properties,
  path: string,
  failures: CheckFailure[],
): Properties {
  for (const name of Object.keys(value)) {
    if (name === DEFAULTS) continue;
    if (!fields[name] || fields[name].output) {
      const allowed = Object.keys(fields).filter((key) => !fields[key]?.output);
      failures.push({
        property: `${path}.${name}`,
        reason: `there is no such property; allowed: ${allowed.sort().join(", ")}`,
      });
    }
  }
  return filled(fields, value, `${path}.`, failures);
}

/** The name that was made up when the resource was created: it stays for its life. */
function keptName(oldInputs: Properties): string | undefined {
  const made = oldInputs[DEFAULTS];
  const kept = Array.isArray(made) && made.includes("name") ? oldInputs.name : undefined;
  return typeof kept === "string" ? kept : undefined;
}

/** The logical name and seven digits, as Pulumi makes them. */
function madeUpName(request: CheckRequest): string {
  const digits = createHash("sha256").update(randomBytes(16)).digest("hex").slice(0, 7);
  return `${request.name}-${digits}`.slice(-255);
}
