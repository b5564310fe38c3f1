import { textOf } from "../fields/text";
import type { Value } from "../server";

/** Each answers what is wrong with a value, what is allowed and what to write instead. */

const found = (value: Value): string => `found ${JSON.stringify(value)}`;

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** @param resource whose id it is */
export function idMistake(resource: string) {
  return (value: Value): string | undefined =>
    isUuid(textOf(value)) ? undefined : `expected the id of a ${resource}, ${found(value)}`;
}

/** CloudKitty takes any text, and rates nobody by a project that is written otherwise than Keystone's. */
export function tenantMistake(value: Value): string | undefined {
  const text = textOf(value);
  if (isUuid(text)) {
    const meant = text.replaceAll("-", "").toLowerCase();
    return `expected the id of a project as Keystone writes it, ${found(value)}; write ${meant}`;
  }
  if (/^\S{1,255}$/.test(text)) return undefined;
  return `expected the id of a project, ${found(value)}`;
}

export function nameMistake(value: Value): string | undefined {
  const text = textOf(value);
  if (text.trim() === text && text.length >= 1 && text.length <= 255) return undefined;
  return `expected 1 to 255 characters without blanks around them, ${found(value)}`;
}

/** @returns the instant as CloudKitty writes it, in UTC: nothing where it is none */
export function instant(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  return new Date(at).toISOString().replace(/\.\d+Z$/, "+00:00");
}

export function instantMistake(value: Value): string | undefined {
  return instant(textOf(value)) === undefined
    ? `expected an instant with its zone such as 2026-12-01T00:00:00Z, ${found(value)}`
    : undefined;
}

export function normalInstant(value: Value): Value {
  return instant(textOf(value)) ?? value;
}
