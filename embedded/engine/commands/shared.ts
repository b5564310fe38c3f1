import type { Context } from "../cli/context";
import { fullKey } from "../config/resolve";
import { parsePath } from "../deployment/values/paths";
import type { StackStore } from "../state/store";

/** Columns below each other, two spaces apart. */
export function table(rows: string[][], indent = ""): string {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) => indent + row.map((cell, at) => cell.padEnd(widths?.[at] ?? 0)).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}

/** A key of the configuration, and with `--path` the parts of the path inside its value. */
export function keyPath({ flags, project }: Context, given: string): (string | number)[] {
  if (!flags.path) return [fullKey(given, project.name)];
  const [key = "", ...rest] = parsePath(given);
  return [fullKey(String(key), project.name), ...rest];
}

export function existingOrNew({ backend, project }: Context, name: string): StackStore {
  return backend.stack(project.name, name);
}
