import { textOf } from "../fields/text";
import type { Value } from "../server";

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/**
 * A number without what does not count: "+0.020" → "0.02", "1e-7" → "0.0000001", and so one text
 * for each number. Nothing where it is no number.
 */
export function decimal(text: string): string | undefined {
  const found = NUMBER.exec(text.trim());
  if (!found) return undefined;
  const [, sign = "", whole = "", part = "", power = "0"] = found;
  if (whole + part === "") return undefined;
  const point = whole.length + Number(power);
  const digits = (whole + part).padStart(whole.length + part.length + Math.max(-point, 0), "0");
  const at = Math.max(point, 0);
  const left = digits.slice(0, at).padEnd(at, "0").replace(/^0+/, "");
  const right = digits.slice(at).replace(/0+$/, "");
  const size = (left || "0") + (right === "" ? "" : `.${right}`);
  return sign === "-" && size !== "0" ? `-${size}` : size;
}

/** One that is kept as it is where it is no number: the check has told of it. */
export function normalDecimal(value: Value): Value {
  return decimal(textOf(value)) ?? value;
}

/** How many digits CloudKitty's database has before the point and behind it: it rounds the rest. */
export interface Digits {
  before: number;
  behind: number;
}

/** @param such an example of what is wanted */
export function decimalMistake({ before, behind }: Digits, such: string) {
  return (value: Value): string | undefined => {
    const text = textOf(value);
    const number = decimal(text);
    const found = `found ${JSON.stringify(value)}`;
    if (number === undefined) {
      const meant = decimal(text.replace(",", "."));
      const write = meant === undefined ? "" : `; write "${meant}"`;
      return `expected a decimal number such as "${such}", ${found}${write}`;
    }
    if (number.startsWith("-")) return `expected 0 or more, ${found}`;
    const [whole = "", part = ""] = number.split(".");
    if (whole.length > before)
      return `expected at most ${before} digits before the point, ${found}`;
    if (part.length > behind) {
      return `expected at most ${behind} digits behind the point, ${found}: CloudKitty would round it`;
    }
    return undefined;
  };
}
