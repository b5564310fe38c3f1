import type { Properties, PropertyDiff, Value } from "../../types";
import { equal, isSecret } from "./values";
import { formatPath } from "./paths";
import type { Path } from "./paths";

/**
 * Where two sets of properties differ, as deep as both are objects or lists, sorted by path.
 * @param replaces the top-level properties whose change replaces the resource
 */
export function compare(olds: Properties, news: Properties, replaces: string[]): PropertyDiff[] {
  const diffs: PropertyDiff[] = [];
  const visit = (old: Value | undefined, current: Value | undefined, path: Path): void => {
    if (equal(old, current)) return;
    if (isContainer(old) && isContainer(current) && Array.isArray(old) === Array.isArray(current)) {
      const before = new Map<string, Value>(Object.entries(old));
      const after = new Map<string, Value>(Object.entries(current));
      for (const key of new Set([...before.keys(), ...after.keys()])) {
        const part = Array.isArray(old) ? Number(key) : key;
        visit(before.get(key), after.get(key), [...path, part]);
      }
      return;
    }
    const kind = old === undefined ? "add" : current === undefined ? "delete" : "update";
    const replace = replaces.includes(String(path[0]));
    diffs.push({ path: formatPath(path), kind: replace ? `${kind}-replace` : kind });
  };
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    visit(olds[key], news[key], [key]);
  }
  return diffs.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isContainer(value: Value | undefined): value is Value[] | Properties {
  return value !== undefined && value !== null && typeof value === "object" && !isSecret(value);
}
