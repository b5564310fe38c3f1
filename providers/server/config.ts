import { Properties, Value } from "./property";
import { InputTable, checkInputs } from "./inputs";
import type { CheckResult } from "./types";

/** What the engine adds to a provider's inputs for itself. */
const ENGINE_KEYS = ["version", "pluginDownloadURL", "__internal", "__pulumi-go-provider-infer"];

/**
 * Provider configuration against its table. The SDK sends whatever is not a string as JSON text
 * (`"true"`, `"[1]"`): it is decoded here.
 */
export function checkConfiguration(table: InputTable, given: Properties): CheckResult {
  const decoded = Object.entries(given)
    .filter(([key]) => !ENGINE_KEYS.includes(key))
    .map(([key, value]): [string, Value] => {
      const kind = table[key]?.kind;
      return [key, kind === "list" || kind === "map" ? decode(value) : value];
    });
  return checkInputs(table, Object.fromEntries(decoded));
}

function decode(value: Value): Value {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}
