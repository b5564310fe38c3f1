import type { Value } from "../server";

/** A value that is text, as such; any other as JSON; what is not there as nothing. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string"
    ? value
    : value === undefined || value === null
      ? ""
      : JSON.stringify(value);
}
