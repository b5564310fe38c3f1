import type { Properties, Value } from "../../types";
import { isObject } from "./values";

/** A property path as Pulumi writes it, in parts: `a.b[0]["c.d"]` is `["a", "b", 0, "c.d"]`. */
export type Path = (string | number)[];

/** @throws Error when the text is not a property path */
export function parsePath(text: string): Path {
  const path: Path = [];
  const part = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|\.?([^.[\]"]+)/y;
  while (part.lastIndex < text.length) {
    const at = part.lastIndex;
    const match = part.exec(text);
    if (match === null) {
      throw new Error(
        `"${text}" is not a property path: it cannot be read from character ${at + 1}`,
      );
    }
    const [, quoted, index, name] = match;
    if (quoted !== undefined) path.push(quoted.replace(/\\(.)/g, "$1"));
    else if (index !== undefined) path.push(index === "*" ? "*" : Number(index));
    else if (name !== undefined) path.push(name);
  }
  return path;
}

export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (/[.[\]"]/.test(part)) return `["${part.replace(/(["\\])/g, "\\$1")}"]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}

/** Whether `path` is `prefix` or inside of it; `*` in the prefix stands for any one part. */
export function within(path: Path, prefix: Path): boolean {
  return (
    prefix.length <= path.length &&
    prefix.every((part, index) => part === "*" || part === path[index])
  );
}

/**
 * The news with everything at the path as it is in the olds (also when it is missing in one of
 * them). What the path does not lead to is left alone.
 */
export function resetPath(news: Properties, olds: Properties, path: Path): Properties {
  return reset(news, olds, path) as Properties;
}

function reset(current: Value | undefined, old: Value | undefined, path: Path): Value | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return old;
  if (part === "*") {
    const keys = new Set([...keysOf(current), ...keysOf(old)]);
    return [...keys].reduce((made, key) => reset(made, old, [key, ...rest]), current);
  }
  if (Array.isArray(current)) {
    const index = Number(part);
    if (!(index < current.length)) return current;
    const item = reset(current[index], Array.isArray(old) ? old[index] : undefined, rest);
    return item === undefined ? current : current.with(index, item);
  }
  if (!isObject(current)) return current;
  const item = reset(current[part], isObject(old) ? old[part] : undefined, rest);
  const made = { ...current };
  if (item === undefined) delete made[part];
  else made[part] = item;
  return made;
}

function keysOf(value: Value | undefined): (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()];
  return isObject(value) ? Object.keys(value) : [];
}
