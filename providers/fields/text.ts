import type { Value } from "../server";
import { isObject } from "../server";

/** A value that is text, as such; any other as JSON; what is not there as nothing. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string"
    ? value
    : value === undefined || value === null
      ? ""
      : JSON.stringify(value);
}

/** The same value with the keys of its maps in order, so that what is equal reads the same. */
export function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}
