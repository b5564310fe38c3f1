import { Decimal } from "decimal.js";
import type { Fields } from "../../fields/field";
import { isObject, type Value } from "../../server";

export const estimateInputs: Fields = {
  currency: {
    kind: "string",
    required: true,
    description: "The currency, such as EUR.",
  },
  amounts: {
    kind: "map",
    required: true,
    description:
      "Of each tenant: a map of amounts by their names, decimal numbers or words such as unlimited, " +
      "{acme: {declared: 8.76}}.",
    mistake: amountsMistake,
  },
};

function amountsMistake(value: Value): string | undefined {
  if (!isObject(value)) return undefined;
  const wrong = Object.entries(value).find(
    ([, amounts]) =>
      !isObject(amounts) || Object.values(amounts).some((amount) => typeof amount !== "string"),
  );
  return wrong && `expected a map of texts for each tenant, found ${JSON.stringify(wrong[1])}`;
}

/** A number, where the text is one. */
export function numberIn(text: string): Decimal | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? new Decimal(text) : undefined;
}
