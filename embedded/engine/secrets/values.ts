import { Problem } from "../cli/problem";
import { SECRET, SIGNATURE } from "../types";
import type { Value } from "../types";

/** Whether a value is a secret in its signature form. */
export function isSecret(value: Value | undefined): value is { [key: string]: Value } {
  return (
    value !== null &&
    typeof value === "object" &&
    !Array.isArray(value) &&
    value[SIGNATURE] === SECRET
  );
}

function each(value: Value, change: (value: Value) => Value): Value {
  if (Array.isArray(value)) return value.map(change);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}

/** Where a secret's JSON text goes in a state: encrypted, or in the clear for `--show-secrets`. */
export type SealWith =
  { field: "ciphertext"; encrypt(text: string): string } | { field: "plaintext" };

/**
 * Secrets in the clear become the form of the state. A secret inside a secret is marked but not
 * encrypted again, as Pulumi does.
 */
export function sealValue(value: Value, how: SealWith): Value {
  if (!isSecret(value)) return each(value, (item) => sealValue(item, how));
  const inner: SealWith =
    how.field === "plaintext" ? how : { field: "ciphertext", encrypt: (text) => text };
  const text = JSON.stringify(sealValue(value.value ?? null, inner));
  const content = how.field === "plaintext" ? text : how.encrypt(text);
  return { [SIGNATURE]: SECRET, [how.field]: content };
}

/** The other way round. */
export function openValue(value: Value, decrypt: (ciphertext: string) => string): Value {
  if (!isSecret(value)) return each(value, (item) => openValue(item, decrypt));
  const { ciphertext, plaintext } = value;
  let text: string;
  if (typeof ciphertext === "string") text = decrypt(ciphertext);
  else if (typeof plaintext === "string") text = plaintext;
  else throw new Problem("a secret in the state has neither ciphertext nor plaintext");
  const inner = openValue(JSON.parse(text) as Value, (nested) => nested);
  return { [SIGNATURE]: SECRET, value: inner };
}

/** Secrets replaced: by "[secret]", or by what they hold when they may be shown. */
export function showable(value: Value, showSecrets: boolean): Value {
  if (!isSecret(value)) return each(value, (item) => showable(item, showSecrets));
  return showSecrets ? showable(value.value ?? null, true) : "[secret]";
}

/** Whether there is a secret anywhere inside. */
export function holdsSecret(value: Value): boolean {
  if (isSecret(value)) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some((item) => holdsSecret(item));
}
