import type { CheckFailure, Properties, Value } from "../server";
import { article, containsUnknown, isObject } from "../server";
import type { Field, Fields } from "./field";

/** Mistakes inside maps and lists of maps, where the server's own table does not look. */
export function nestedMistakes(fields: Fields, inputs: Properties): CheckFailure[] {
  return Object.entries(inputs).flatMap(([name, value]) => {
    const field = fields[name];
    return field?.fields || field?.items ? within(field, value, name) : [];
  });
}

function within(field: Field, value: Value, path: string): CheckFailure[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => element(field, item, `${path}[${index}]`));
  }
  if (!isObject(value) || !field.fields) return [];
  return element(field, value, path);
}

function element(field: Field, value: Value, path: string): CheckFailure[] {
  if (containsUnknown(value) && !isObject(value)) return [];
  if (!field.fields) {
    if (field.items !== "string" || typeof value === "string") return [];
    return [{ property: path, reason: `expected a string, found ${JSON.stringify(value)}` }];
  }
  if (!isObject(value)) {
    return [{ property: path, reason: `expected a map, found ${JSON.stringify(value)}` }];
  }
  return members(field.fields, value, path);
}

function members(fields: Fields, map: Properties, path: string): CheckFailure[] {
  const failures: CheckFailure[] = [];
  for (const [name, value] of Object.entries(map)) {
    const property = `${path}.${name}`;
    const field = fields[name];
    const reason = field ? wrong(field, value) : `there is no such property; ${allowed(fields)}`;
    if (reason !== undefined) failures.push({ property, reason });
    else if (field) failures.push(...within(field, value, property));
  }
  for (const [name, field] of Object.entries(fields)) {
    if (field.required && (map[name] ?? null) === null) {
      failures.push({ property: `${path}.${name}`, reason: `is required: ${field.description}` });
    }
  }
  return failures;
}

function wrong(field: Field, value: Value): string | undefined {
  if (value === null || containsUnknown(value)) return undefined;
  if (!isOfKind(field.kind, value)) {
    return field.secret === true
      ? `expected ${article(field.kind)}`
      : `expected ${article(field.kind)}, found ${JSON.stringify(value)}`;
  }
  return field.mistake?.(value);
}

function isOfKind(kind: Field["kind"], value: Value): boolean {
  switch (kind) {
    case "list":
      return Array.isArray(value);
    case "map":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === kind;
  }
}

function allowed(fields: Fields): string {
  return `allowed: ${Object.keys(fields).sort().join(", ")}`;
}
