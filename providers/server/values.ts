import * as structproto from "google-protobuf/google/protobuf/struct_pb";
import { OUTPUT_VALUE, Properties, SECRET, SIGNATURE, UNKNOWN, Value } from "./property";

/** A protobuf Struct as plain properties; secrets stay in signature form. */
export function fromStruct(struct: structproto.Struct | undefined): Properties {
  return struct ? struct.toJavaScript() : {};
}

/** Properties as a protobuf Struct. Keys that hold `undefined` are left out. */
export function toStruct(properties: Properties): structproto.Struct {
  return structproto.Struct.fromJavaScript(
    dropUndefined(properties) as Parameters<typeof structproto.Struct.fromJavaScript>[0],
  );
}

/** Struct.fromJavaScript throws on undefined, which optional properties leave behind. */
function dropUndefined(value: Value): Value {
  if (Array.isArray(value)) return value.map((item) => dropUndefined(item ?? null));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, Value | undefined>).flatMap(([key, item]) =>
      item === undefined ? [] : [[key, dropUndefined(item)]],
    ),
  );
}

/** Whether the value is a map (of properties or of signature form). */
export function isObject(value: Value | undefined): value is { [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value wrapped as a secret; a secret stays as it is. */
export function secret(value: Value): Value {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

export function isSecret(value: Value | undefined): boolean {
  if (!isObject(value)) return false;
  return (
    value[SIGNATURE] === SECRET || (value[SIGNATURE] === OUTPUT_VALUE && value.secret === true)
  );
}

/** The value with every secret and output in it replaced by what it holds. */
export function reveal(value: Value): Value {
  if (Array.isArray(value)) return value.map(reveal);
  if (!isObject(value)) return value;
  if (value[SIGNATURE] === SECRET) return reveal(value.value ?? null);
  if (value[SIGNATURE] === OUTPUT_VALUE) {
    return value.value === undefined ? UNKNOWN : reveal(value.value);
  }
  return revealAll(value);
}

export function revealAll(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, reveal(value)]));
}

export function containsSecret(value: Value): boolean {
  if (Array.isArray(value)) return value.some((item) => containsSecret(item));
  if (!isObject(value)) return false;
  return isSecret(value) || Object.values(value).some((item) => containsSecret(item));
}

export function containsUnknown(value: Value): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isObject(value) && Object.values(value).some((item) => containsUnknown(item));
}

/**
 * `value` with a secret wherever `like` has one at the same path: this is how a secret that came in
 * stays one under the same name on its way out.
 */
export function secretLike(value: Value, like: Value | undefined): Value {
  if (like === undefined || isSecret(value)) return value;
  if (isSecret(like)) return secret(value);
  if (Array.isArray(value) && Array.isArray(like)) {
    return value.map((item, index) => secretLike(item, like[index]));
  }
  if (isObject(value) && isObject(like)) return secretsLike(value, like);
  return value;
}

export function secretsLike(properties: Properties, like: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, secretLike(value, like[key])]),
  );
}

/** Equality of two plain values; the order of keys does not matter. */
export function equal(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => equal(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equal(left[key], right[key]))
  );
}
