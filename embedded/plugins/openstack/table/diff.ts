import { Properties, UNKNOWN, Value } from "../../../engine/types";
import type { DiffKind, DiffResult } from "../../../../providers/server/types";
import { containsUnknown, equal, isObject } from "../../../../providers/server/values";
import { DEFAULTS } from "./check";
import { Definition, Field, Fields } from "./types";

type Change = [path: string, kind: "add" | "delete" | "update"];

/** Compares what the program wants with what the state holds, as the official provider does. */
export function diff(
  definition: Definition,
  olds: Properties,
  oldInputs: Properties,
  inputs: Properties,
): DiffResult {
  const detailed: Record<string, DiffKind> = {};
  const replaces: string[] = [];
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.output) continue;
    const changes = changesOf(name, field, olds[name], oldInputs[name], inputs[name]);
    if (changes.length === 0) continue;
    const replace =
      field.replaces === true || changes.some(([path]) => replacesInside(field, path));
    if (replace) replaces.push(name);
    for (const [path, kind] of changes) detailed[path] = replace ? `${kind}-replace` : kind;
  }
  return {
    changes: Object.keys(detailed).length > 0,
    replaces,
    deleteBeforeReplace:
      replaces.length > 0 &&
      (definition.deleteBeforeReplace === true || keepsItsName(definition, olds, inputs)),
    detailed,
  };
}

/** The properties that an update has to change. */
export function changedProperties(
  definition: Definition,
  olds: Properties,
  oldInputs: Properties,
  inputs: Properties,
): Set<string> {
  return new Set(
    Object.entries(definition.fields).flatMap(([name, field]) =>
      !field.output && changesOf(name, field, olds[name], oldInputs[name], inputs[name]).length > 0
        ? [name]
        : [],
    ),
  );
}

function changesOf(
  name: string,
  field: Field,
  state: Value | undefined,
  oldInput: Value | undefined,
  input: Value | undefined,
): Change[] {
  if (field.againstInput && equalFor(field, clean(oldInput), clean(input))) return [];
  const old = clean(state);
  const now = clean(input);
  if (isEmpty(now)) {
    if (isEmpty(old) || field.computed) return [];
    if (now === undefined || now === null)
      return old === false || old === 0 ? [] : [[name, "delete"]];
  }
  if (now === undefined || now === null) return [];
  if (containsUnknown(now) && now === UNKNOWN) return [[name, isEmpty(old) ? "add" : "update"]];
  if (isEmpty(old))
    return isEmpty(now) || now === false || now === 0 ? zeroAdded(old, now, name) : [[name, "add"]];
  const kept = field.kept ? field.kept(now) : now;
  const pair = field.compare?.(old ?? null, kept) ?? { old: old ?? null, now: kept };
  return compare(name, field, pair.old, pair.now);
}

/** A false or a zero counts where the state has nothing only if the program never had it there. */
function zeroAdded(old: Value | undefined, now: Value, name: string): Change[] {
  return old === undefined || isEmpty(now) ? [] : [[name, "add"]];
}

function compare(path: string, field: Field, old: Value, now: Value): Change[] {
  if (equalFor(field, old, now)) return [];
  if (Array.isArray(old) && Array.isArray(now)) {
    const [left, right] = field.type === "set" ? aligned(field, old, now) : [old, now];
    return Array.from({ length: Math.max(left.length, right.length) }).flatMap((_, index) =>
      element(`${path}[${index}]`, field, left[index], right[index]),
    );
  }
  if (isObject(old) && isObject(now)) {
    if (field.fields) return objectChanges(path, field.fields, old, now);
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key): Change[] => {
      const where = /^[A-Za-z_$][\w$]*$/.test(key)
        ? `${path}.${key}`
        : `${path}[${JSON.stringify(key)}]`;
      if (old[key] === undefined) return [[where, "add"]];
      if (now[key] === undefined) return [[where, "delete"]];
      return same(old[key], now[key]) ? [] : [[where, "update"]];
    });
  }
  return [[path, "update"]];
}

function element(path: string, field: Field, old?: Value, now?: Value): Change[] {
  if (old === undefined) return [[path, "add"]];
  if (now === undefined) return [[path, "delete"]];
  if (field.fields && isObject(old) && isObject(now)) {
    return objectChanges(path, field.fields, old, now);
  }
  return same(old, now) ? [] : [[path, "update"]];
}

function objectChanges(path: string, fields: Fields, old: Properties, now: Properties): Change[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    field.output
      ? []
      : changesOf(name, field, old[name], undefined, now[name]).map(([where, kind]): Change => [
          `${path}.${where}`,
          kind,
        ]),
  );
}

/** A set's old items in the order of the new ones, so that only what differs is told. */
function aligned(field: Field, old: Value[], now: Value[]): [Value[], Value[]] {
  const rest = [...old];
  const left: Value[] = [];
  const right: Value[] = [];
  const added: Value[] = [];
  for (const item of now) {
    const at = rest.findIndex((candidate) => itemsEqual(field, candidate, item));
    if (at < 0) added.push(item);
    else {
      left.push(...rest.splice(at, 1));
      right.push(item);
    }
  }
  return [
    [...left, ...rest],
    [...right, ...added],
  ];
}

function equalFor(field: Field, old: Value | undefined, now: Value | undefined): boolean {
  if (Array.isArray(old) && Array.isArray(now)) {
    if (old.length !== now.length) return false;
    if (field.type === "set") {
      const rest = [...old];
      return now.every((item) => {
        const at = rest.findIndex((candidate) => itemsEqual(field, candidate, item));
        if (at >= 0) rest.splice(at, 1);
        return at >= 0;
      });
    }
    return old.every((item, index) => itemsEqual(field, item, now[index] ?? null));
  }
  if (isObject(old) && isObject(now) && field.fields) {
    return objectChanges("", field.fields, old, now).length === 0;
  }
  return same(old, now);
}

function itemsEqual(field: Field, old: Value, now: Value): boolean {
  if (!field.fields || !isObject(old) || !isObject(now)) return same(old, now);
  return objectChanges("", field.fields, old, now).length === 0;
}

/** OpenStack keeps numbers in maps as strings. */
function same(old: Value | undefined, now: Value | undefined): boolean {
  if (equal(old, now)) return true;
  if (isObject(old) && isObject(now)) {
    const keys = Object.keys(old);
    return keys.length === Object.keys(now).length && keys.every((key) => same(old[key], now[key]));
  }
  return isScalar(old) && isScalar(now) && String(old) === String(now);
}

function isScalar(value: Value | undefined): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Without what the state notes about defaults. */
export function clean(value: Value | undefined): Value | undefined {
  if (Array.isArray(value)) return value.map((item) => clean(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      key === DEFAULTS ? [] : [[key, clean(item) ?? null]],
    ),
  );
}

/** Nested properties that cannot change in place, such as the source of a block device. */
function replacesInside(field: Field, path: string): boolean {
  const inner = /^\w+(?:\[\d+\])?\.(\w+)/.exec(path)?.[1];
  if (!field.fields) return false;
  if (inner !== undefined) return field.fields[inner]?.replaces === true;
  return Object.values(field.fields).some((nested) => nested.replaces === true);
}

/** Two of the same name may not exist at the same time, unless the name was made up. */
function keepsItsName(definition: Definition, olds: Properties, inputs: Properties): boolean {
  const defaults = inputs[DEFAULTS];
  if (!definition.fields.name || !Array.isArray(defaults) || defaults.includes("name"))
    return false;
  return olds.name === inputs.name;
}
