import type { Properties, Value } from "../../../engine/types";
import { isObject } from "../../../../providers/server/values";
import type { Body } from "../client/cloud";
import { clean, isEmpty } from "./diff";
import { Definition, Field, Fields, Timeouts, apiName } from "./types";

/** Where the state keeps the timeouts, under the key that Pulumi's bridged providers use. */
const META = "__meta";
const TIMEOUTS = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";

/**
 * The outputs of a resource, from OpenStack's answer; what OpenStack does not tell is kept from
 * `known` (the inputs, or what the state had).
 */
export function outputs(
  definition: Definition,
  id: string,
  answer: Body,
  known: Properties,
  region: string,
): Properties {
  const result: Properties = { ...properties(definition.fields, { ...answer, region }, known), id };
  if (definition.timeouts) result[META] = meta(definition.timeouts);
  return result;
}

function properties(fields: Fields, answer: Body, known: Properties): Properties {
  const result: Properties = {};
  for (const [name, field] of Object.entries(fields)) {
    const told = answer[apiName(name, field)];
    const value =
      field.read === false || told === undefined
        ? untold(field, clean(known[name]))
        : fromApi(field, told, clean(known[name]));
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/** What the state holds of a property that OpenStack does not tell. */
function untold(field: Field, known: Value | undefined): Value | undefined {
  if (known !== undefined && known !== null) return field.kept ? field.kept(known) : known;
  if (field.type === "list" || field.type === "set") return [];
  return field.type === "object" ? null : undefined;
}

function fromApi(field: Field, told: unknown, known: Value | undefined): Value {
  switch (field.type) {
    case "string":
      return told === null ? "" : typeof told === "string" ? told : JSON.stringify(told);
    case "bool":
      return told === true || told === "true" || told === "True";
    case "int":
    case "number":
      return told === null || told === "" ? 0 : Number(told);
    case "map":
      return Object.fromEntries(
        Object.entries((told ?? {}) as Body).map(([key, value]) => [key, text(value)]),
      );
    case "object":
      if (!field.fields || !isBody(told)) return null;
      return properties(field.fields, told, isObject(known) ? known : {});
    case "list":
    case "set": {
      const items = ((told ?? []) as unknown[]).map((item) => itemFromApi(field, item));
      return field.type === "set" ? inOrderOf(items, known) : items;
    }
  }
}

function itemFromApi(field: Field, item: unknown): Value {
  if (field.fields && isBody(item)) return properties(field.fields, item, {});
  return isBody(item) ? (item as Properties) : text(item);
}

/** A set in the program's order where it can be, so that reading it again is no change. */
function inOrderOf(items: Value[], known: Value | undefined): Value[] {
  const keys = items.map((item) => JSON.stringify(item));
  const wanted = Array.isArray(known) ? known.map((item) => JSON.stringify(item)) : [];
  const place = (key: string): number => {
    const at = wanted.indexOf(key);
    return at < 0 ? wanted.length : at;
  };
  return keys
    .map((key, index) => ({ key, item: items[index] ?? null }))
    .sort((a, b) => place(a.key) - place(b.key) || (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function meta(timeouts: Timeouts): string {
  const named: [string, number | undefined][] = [
    ["create", timeouts.create],
    ["delete", timeouts.delete],
    ["update", timeouts.update],
  ];
  const nanoseconds = named.flatMap(([name, minutes]) =>
    minutes === undefined ? [] : [[name, minutes * 60e9]],
  );
  return JSON.stringify({ [TIMEOUTS]: Object.fromEntries(nanoseconds) as unknown });
}

/** The inputs that a refreshed or imported resource would have been declared with. */
export function inputsFrom(fields: Fields, read: Properties, oldInputs: Properties): Properties {
  const result: Properties = {};
  const refresh = Object.keys(oldInputs).length > 0;
  for (const [name, field] of Object.entries(fields)) {
    if (field.output) continue;
    const before = oldInputs[name];
    if (refresh && before === undefined) continue;
    const now = read[name];
    if (refresh && (field.read === false || field.againstInput || field.compare || field.kept)) {
      if (before !== undefined) result[name] = before;
    } else if (now !== undefined && !(isEmpty(now) && !refresh)) {
      result[name] = before !== undefined && sameInput(before, now) ? before : now;
    }
  }
  result.__defaults = oldInputs.__defaults ?? [];
  return result;
}

/** Whether what was read holds all that was given, item by item. */
function sameInput(given: Value, read: Value): boolean {
  if (Array.isArray(given) && Array.isArray(read)) {
    return (
      given.length === read.length &&
      given.every((item) => read.some((candidate) => sameInput(item, candidate)))
    );
  }
  if (isObject(given) && isObject(read)) {
    return Object.entries(given).every(
      ([key, value]) =>
        key === "__defaults" || (read[key] !== undefined && sameInput(value, read[key])),
    );
  }
  return text(given) === text(read);
}

/** The request body for some properties, by OpenStack's names. */
export function toBody(fields: Fields, inputs: Properties, names: Iterable<string>): Body {
  const body: Body = {};
  for (const name of names) {
    const field = fields[name];
    if (!field || field.output || field.sent === false || name === "region") continue;
    body[apiName(name, field)] = toApi(field, inputs[name]);
  }
  return body;
}

/** A property that is taken away is sent as its empty value, as OpenStack keeps what is left out. */
function toApi(field: Field, value: Value | undefined): unknown {
  if (value === undefined || value === null) {
    if (field.type === "list" || field.type === "set") return [];
    if (field.type === "map" || field.type === "object") return {};
    return field.type === "string" ? "" : field.type === "bool" ? false : 0;
  }
  if (!field.fields) return value;
  const inner = field.fields;
  if (Array.isArray(value)) return value.map((item) => objectToApi(inner, item));
  return objectToApi(inner, value);
}

function objectToApi(fields: Fields, value: Value): unknown {
  if (!isObject(value)) return value;
  return toBody(
    fields,
    value,
    Object.keys(value).filter((name) => !isEmpty(value[name])),
  );
}
