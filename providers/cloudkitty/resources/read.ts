import { textOf } from "../../fields/text";
import type { Value } from "../../server";
import { isObject } from "../../server";

/** A map of texts; nothing in it where it is none. */
export const mapIn = (value: Value | undefined): Record<string, string> =>
  value !== undefined && isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, textOf(item)]))
    : {};

/** A list of texts; nothing in it where it is none. */
export const textsIn = (value: Value | undefined): string[] =>
  Array.isArray(value) ? value.map(textOf) : [];
