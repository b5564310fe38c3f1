import type { Patch } from "../api/node";
import { pointer } from "../api/node";
import type { Fields } from "../../fields/field";
import { apiName, valueToApi } from "../../fields/field";
import type { Properties, Value } from "../../server";
import { equal, isObject } from "../../server";

/** What Ironic shows instead of a password. */
export const MASK = "******";

/**
 * The JSON patch that makes what Ironic has as the program declares it. Maps without fields of their
 * own are changed key by key: what others keep in them stays.
 * @param current as Ironic answered it
 * @param olds what the program declared before: what it declares no more is removed
 */
export function patchOf(
  fields: Fields,
  current: Properties,
  olds: Properties,
  news: Properties,
): Patch {
  return Object.entries(fields).flatMap(([name, field]): Patch => {
    const key = apiName(name, field);
    const have = current[key] ?? null;
    const want = valueToApi(field, news[name] ?? null);
    const old = valueToApi(field, olds[name] ?? null);
    const keyed = field.kind === "map" && !field.fields;
    if (keyed && isObject(have)) {
      return keysOf(key, have, isObject(old) ? old : {}, isObject(want) ? want : {});
    }
    if (want === null) {
      return old === null || have === null ? [] : [{ op: "remove", path: pointer(key) }];
    }
    return same(have, want, old) ? [] : [{ op: "add", path: pointer(key), value: want }];
  });
}

function keysOf(parent: string, have: Properties, old: Properties, want: Properties): Patch {
  const gone = Object.keys(old).filter((key) => !(key in want) && key in have);
  const changed = Object.entries(want).filter(
    ([key, value]) => !(key in have) || !same(have[key] ?? null, value, old[key] ?? null),
  );
  return [
    ...gone.map((key) => ({ op: "remove" as const, path: pointer(parent, key) })),
    ...changed.map(([key, value]) => ({ op: "add" as const, path: pointer(parent, key), value })),
  ];
}

/** A masked value is what the program last gave, as far as anyone can tell. */
function same(have: Value, want: Value, old: Value): boolean {
  return equal(have, want) || (have === MASK && equal(old, want));
}

/** The value with what Ironic masks taken from another one, where that has it. */
export function unmask(value: Value, from: Value | undefined): Value {
  if (value === MASK) return from ?? MASK;
  if (Array.isArray(value)) {
    return value.map((item, at) => unmask(item, Array.isArray(from) ? from[at] : undefined));
  }
  if (!isObject(value)) return value;
  const other = isObject(from) ? from : {};
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, unmask(item, other[key])]),
  );
}
