import { Properties, ResourceState, SECRET, SIGNATURE, Value } from "../../engine/types";
import type { Crypter } from "./passphrase";

function isObject(value: Value | undefined): value is { [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSecret(value: Value): value is { [key: string]: Value } {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

function map(value: Value, secret: (found: { [key: string]: Value }) => Value): Value {
  if (isSecret(value)) return secret(value);
  if (Array.isArray(value)) return value.map((item) => map(item, secret));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item, secret)]));
}

/** Replaces the plain text of every secret by its ciphertext: the form in which a state is kept. */
export function sealed(value: Value, crypter: Crypter): Value {
  return map(value, (found) => ({
    [SIGNATURE]: SECRET,
    ciphertext: crypter.encrypt(JSON.stringify(found.value ?? null)),
  }));
}

/** The reverse of {@link sealed}. */
export function opened(value: Value, crypter: Crypter): Value {
  return map(value, (found) => {
    if (typeof found.plaintext === "string") {
      return { [SIGNATURE]: SECRET, value: JSON.parse(found.plaintext) as Value };
    }
    if (typeof found.ciphertext !== "string") return found;
    return {
      [SIGNATURE]: SECRET,
      value: opened(JSON.parse(crypter.decrypt(found.ciphertext)) as Value, crypter),
    };
  });
}

/** Secrets as `[secret]`, or in the clear: the form in which values are shown. */
export function shown(value: Value, showSecrets: boolean): Value {
  return map(value, (found) =>
    showSecrets ? shown(found.value ?? null, true) : ("[secret]" as Value),
  );
}

/** Applies a change of form to all property values of a resource. */
export function withProperties(
  state: ResourceState,
  change: (value: Value) => Value,
): ResourceState {
  const copy = { ...state };
  if (state.inputs) copy.inputs = change(state.inputs) as Properties;
  if (state.outputs) copy.outputs = change(state.outputs) as Properties;
  return copy;
}
