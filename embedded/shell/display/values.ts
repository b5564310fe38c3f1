import { shown } from "../secrets/values";
import { OUTPUT_VALUE, Properties, SIGNATURE, UNKNOWN, Value } from "../../engine/types";

const SECRET_MARK = "[secret]";
const UNKNOWN_MARK = "[unknown]";

/** A value on one line, secrets hidden. */
export function render(value: Value | undefined, showSecrets = false): string {
  if (value === undefined) return "";
  const visible = known(shown(value, showSecrets));
  // What stands for a value is no text of the value: it goes without quotes.
  return visible === SECRET_MARK || visible === UNKNOWN_MARK ? visible : JSON.stringify(visible);
}

/** Puts a mark where there is no value yet. */
function known(value: Value): Value {
  if (value === UNKNOWN) return UNKNOWN_MARK;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== "object" || value === null) return value;
  if (value[SIGNATURE] === OUTPUT_VALUE)
    return "value" in value ? known(value.value ?? null) : UNKNOWN_MARK;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, known(item)]));
}

/** The lines of the section `Outputs:`; what did not change is indented, what did is marked. */
export function outputLines(outputs: Properties, old: Properties, showSecrets = false): string[] {
  const names = [...new Set([...Object.keys(outputs), ...Object.keys(old)])].sort();
  const width = Math.max(0, ...names.map((name) => name.length));
  return names.map((name) => {
    const [now, before] = [outputs[name], old[name]];
    const same = JSON.stringify(now) === JSON.stringify(before);
    const mark = same ? " " : before === undefined ? "+" : now === undefined ? "-" : "~";
    const text =
      mark === "~" && render(before, showSecrets) !== render(now, showSecrets)
        ? `${render(before, showSecrets)} => ${render(now, showSecrets)}`
        : render(now ?? before, showSecrets);
    return `  ${mark} ${name.padEnd(width)}: ${text}`;
  });
}

/** The value at a path such as `a.b[2]["c.d"]`. */
export function at(properties: Properties | undefined, path: string): Value | undefined {
  let value: Value | undefined = properties;
  for (const [, dotted, index, quoted] of path.matchAll(
    /([^.[\]"]+)(?![^[]*\])|\[(\d+)\]|\["([^"]*)"\]/g,
  )) {
    const key = dotted ?? index ?? quoted ?? "";
    if (typeof value !== "object" || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(key)] : value[key];
  }
  return value;
}
