import { randomInt } from "node:crypto";
import { ProviderError } from "../../../providers/server/errors";
import type { Properties, ResourceType, Value } from "../../../providers/server/types";
import { keepers, seed } from "./keepers";

/** randomInt takes no wider range. */
const WIDEST = 2 ** 48 - 1;

/** To import one, the id is `RESULT,MIN,MAX`. */
export const integer: ResourceType = {
  inputs: {
    ...keepers,
    ...seed,
    max: { kind: "integer", required: true },
    min: { kind: "integer", required: true },
  },
  computed: ["result"],
  mistakes: ({ min, max }) => {
    if (typeof min !== "number" || typeof max !== "number") return [];
    if (max < min) return [{ property: "max", reason: `is ${max}, and less than min, ${min}` }];
    return max - min < WIDEST
      ? []
      : [{ property: "max", reason: `may be less than 2^48 - 1 above min, found ${max - min}` }];
  },
  create: ({ inputs }) => {
    const result = randomInt(inputs.min as number, (inputs.max as number) + 1);
    return Promise.resolve({ id: String(result), outputs: { ...inputs, result } });
  },
  read: ({ id, olds, oldInputs, importing }) => {
    if (!importing) return Promise.resolve({ id, outputs: olds, inputs: oldInputs });
    const match = /^(-?\d+),(-?\d+),(-?\d+)$/.exec(id);
    if (!match) throw new ProviderError(`'${id}' is not RESULT,MIN,MAX: three whole numbers`);
    const [result = 0, min = 0, max = 0] = match.slice(1).map(Number);
    return Promise.resolve({
      id: String(result),
      outputs: { min, max, result },
      inputs: { min, max },
    });
  },
};

/** The items in a random order, as often as it takes to have so many. */
export function shuffled(items: Value[], count: number): Value[] {
  const result: Value[] = [];
  while (items.length > 0 && result.length < count) {
    const left = [...items];
    while (left.length > 0 && result.length < count) {
      result.push(...left.splice(randomInt(left.length), 1));
    }
  }
  return result;
}

export const shuffle: ResourceType = {
  inputs: {
    ...keepers,
    ...seed,
    inputs: { kind: "list", required: true },
    resultCount: { kind: "integer", minimum: 0 },
  },
  computed: ["results"],
  create: ({ inputs }) => {
    const items = inputs.inputs as Value[];
    const count = typeof inputs.resultCount === "number" ? inputs.resultCount : items.length;
    const outputs: Properties = { ...inputs, results: shuffled(items, count) };
    return Promise.resolve({ id: "-", outputs });
  },
};
