import { Properties, UNKNOWN, Value } from "./property";
import type { DiffKind, DiffResult } from "./types";
import { equal, isObject } from "./values";

/**
 * Compares two sets of inputs. `replaces` says of a top-level property whether its change replaces
 * the resource. Paths read as Pulumi writes them: `a.b[0]`, `["odd key"]`.
 */
export function diffInputs(
  olds: Properties,
  news: Properties,
  replaces: (property: string) => boolean,
  deleteBeforeReplace = false,
): DiffResult {
  const detailed: Record<string, DiffKind> = {};
  const replaced: string[] = [];
  for (const property of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    const changes = compare(path("", property), olds[property], news[property]);
    if (changes.length === 0) continue;
    const replace = replaces(property);
    if (replace) replaced.push(property);
    for (const [where, kind] of changes) detailed[where] = replace ? `${kind}-replace` : kind;
  }
  return {
    changes: Object.keys(detailed).length > 0,
    replaces: replaced,
    deleteBeforeReplace: deleteBeforeReplace && replaced.length > 0,
    detailed,
  };
}

type Change = [path: string, kind: "add" | "delete" | "update"];

function compare(where: string, old: Value | undefined, now: Value | undefined): Change[] {
  if (isAbsent(old) && isAbsent(now)) return [];
  if (isAbsent(old)) return [[where, "add"]];
  if (isAbsent(now)) return [[where, "delete"]];
  if (now === UNKNOWN) return [[where, "update"]];
  if (equal(old, now)) return [];
  if (Array.isArray(old) && Array.isArray(now)) {
    return Array.from({ length: Math.max(old.length, now.length) }).flatMap((_, index) =>
      compare(`${where}[${index}]`, old[index], now[index]),
    );
  }
  if (isObject(old) && isObject(now)) {
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) =>
      compare(path(where, key), old[key], now[key]),
    );
  }
  return [[where, "update"]];
}

function isAbsent(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function path(parent: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === "" ? key : `${parent}.${key}`;
}
