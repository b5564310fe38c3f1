import { Properties, SECRET, SIGNATURE, Value } from "./property";
import { isObject, isSecret, reveal, secret } from "./values";

const HIDDEN = "[secret]";

/** Parts of a connection that say where something happened: an error without them helps nobody. */
const TOLD_OF_CONNECTION = ["host", "user"];

/**
 * A function that hides in a text whatever strings the secrets of a request hold, so that neither
 * an error nor a log line gives them away. Strings under four characters are left: hiding them
 * would make the text unreadable and hide nothing that could not be guessed.
 */
export function redactor(...requests: Properties[]): (text: string) => string {
  const found = new Set<string>();
  for (const properties of requests) collect(properties, false, found);
  const longestFirst = [...found].sort((left, right) => right.length - left.length);
  return (text) => longestFirst.reduce((hidden, word) => hidden.replaceAll(word, HIDDEN), text);
}

function collect(value: Value, inSecret: boolean, found: Set<string>): void {
  if (typeof value === "string") {
    if (!inSecret) return;
    // A file that is sent as one secret may show up a line at a time.
    for (const part of [value, value.trim(), ...value.split("\n")]) {
      if (part.trim().length >= 4) found.add(part);
    }
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, inSecret, found);
  } else if (isObject(value)) {
    const hidden = inSecret || isSecret(value);
    for (const [key, item] of Object.entries(value)) {
      if (key === SIGNATURE || item === SECRET) continue;
      const isPlace = key === "connection" || key === "proxy";
      collect(isPlace ? withoutPlace(item) : item, hidden, found);
    }
  }
}

function withoutPlace(connection: Value): Value {
  const plain = reveal(connection);
  if (!isObject(plain)) return connection;
  const rest = Object.entries(plain).filter(([key]) => !TOLD_OF_CONNECTION.includes(key));
  return secret(Object.fromEntries(rest));
}
