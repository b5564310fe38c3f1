import { OUTPUT_VALUE, RESOURCE_REFERENCE, SECRET, SIGNATURE, UNKNOWN } from "../../types";
import type { Properties, Value } from "../../types";

/** A copy of a value in which each special object was offered to `replace`, innermost first. */
function mapSpecial(
  value: Value,
  replace: (signature: string, special: Properties) => Value,
): Value {
  if (Array.isArray(value)) return value.map((item) => mapSpecial(item, replace));
  if (value === null || typeof value !== "object") return value;
  const mapped: Properties = {};
  for (const [key, item] of Object.entries(value)) mapped[key] = mapSpecial(item, replace);
  const signature = mapped[SIGNATURE];
  return typeof signature === "string" ? replace(signature, mapped) : mapped;
}

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: Value | undefined): value is Properties {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

export function secret(value: Value): Value {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** The value without any secret marks. */
export function reveal(value: Value): Value {
  return mapSpecial(value, (signature, special) =>
    signature === SECRET ? (special.value ?? null) : special,
  );
}

export function revealAll(properties: Properties): Properties {
  return reveal(properties) as Properties;
}

function some(value: Value, test: (value: Value) => boolean): boolean {
  if (test(value)) return true;
  if (Array.isArray(value)) return value.some((item) => some(item, test));
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some((item) => some(item, test));
}

export function containsSecret(value: Value): boolean {
  return some(value, isSecret);
}

export function containsUnknown(value: Value): boolean {
  return some(value, (item) => item === UNKNOWN);
}

/**
 * The properties as the engine keeps them: output values become what they hold (unknown, secret or
 * plain).
 */
export function flattenOutputValues(properties: Properties): Properties {
  return mapSpecial(properties, (signature, special) => {
    if (signature !== OUTPUT_VALUE) return special;
    const value = "value" in special ? (special.value ?? null) : UNKNOWN;
    return special.secret === true ? secret(value) : value;
  }) as Properties;
}

/** Resource references become the id (custom resources) or else the URN that they hold. */
export function flattenReferences(properties: Properties): Properties {
  return mapSpecial(properties, (signature, special) => {
    if (signature !== RESOURCE_REFERENCE) return special;
    return special.id ?? special.urn ?? null;
  }) as Properties;
}

/** Whether two values are the same; a property that is undefined is as if it were not there. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  if (left.length !== right.size) return false;
  return left.every(([key, value]) => right.has(key) && equal(value, right.get(key)));
}

/** Marks the outputs as secret whose inputs of the same name are, and those that are named. */
export function markSecrets(outputs: Properties, inputs: Properties, names: string[]): Properties {
  const marked: Properties = { ...outputs };
  for (const [key, value] of Object.entries(outputs)) {
    const input = inputs[key];
    const named = names.includes(key);
    if (named || (input !== undefined && isSecret(input))) marked[key] = secret(value);
    else if (input !== undefined && containsSecret(input)) marked[key] = markInside(value, input);
  }
  return marked;
}

/** Carries the secret marks that are inside an input over to the output of the same shape. */
function markInside(output: Value, input: Value): Value {
  if (isSecret(output) || output === null || input === null) return output;
  if (isSecret(input)) return secret(output);
  if (Array.isArray(output) && Array.isArray(input)) {
    return output.map((item, index) => markInside(item, input[index] ?? null));
  }
  if (!isObject(output) || !isObject(input)) return output;
  const marked: Properties = {};
  for (const [key, item] of Object.entries(output)) {
    marked[key] = markInside(item, input[key] ?? null);
  }
  return marked;
}
