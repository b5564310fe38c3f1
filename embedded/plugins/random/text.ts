import { hash } from "bcryptjs";
import type { CheckFailure, Properties, ResourceType } from "../../../providers/server/types";
import type { InputTable } from "../../../providers/server/inputs";
import { characterClasses, composePassword } from "./password";
import { keepers } from "./keepers";

const BCRYPT_ROUNDS = 10;

/** bcrypt takes no more of a password than this. */
const BCRYPT_BYTES = 72;

const inputs: InputTable = {
  ...keepers,
  length: { kind: "integer", required: true, minimum: 1 },
  lower: { kind: "boolean", default: true },
  upper: { kind: "boolean", default: true },
  number: { kind: "boolean", default: true },
  numeric: { kind: "boolean", default: true },
  special: { kind: "boolean", default: true },
  minLower: { kind: "integer", default: 0, minimum: 0 },
  minUpper: { kind: "integer", default: 0, minimum: 0 },
  minNumeric: { kind: "integer", default: 0, minimum: 0 },
  minSpecial: { kind: "integer", default: 0, minimum: 0 },
  overrideSpecial: { kind: "string" },
};

/** What is imported is taken to have been made with nothing but a length. */
const DEFAULTS: Properties = Object.fromEntries(
  Object.entries(inputs).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value]],
  ),
);

interface Kind {
  secretOutputs: string[];
  /** The id and the outputs of a text. */
  made: (result: string) => Promise<{ id: string; outputs: Properties }>;
}

const text = ({ secretOutputs, made }: Kind): ResourceType => ({
  inputs,
  computed: ["result", ...secretOutputs.filter((name) => name !== "result")],
  secretOutputs,
  mistakes: textMistakes,
  create: async ({ inputs }) => {
    const result = composePassword(inputs.length as number, characterClasses(inputs));
    const { id, outputs } = await made(result);
    return { id, outputs: { ...inputs, ...outputs } };
  },
  read: async ({ id, olds, oldInputs, importing }) => {
    if (!importing) return { id, outputs: olds, inputs: oldInputs };
    const imported = { ...DEFAULTS, length: id.length };
    const { id: known, outputs } = await made(id);
    return { id: known, outputs: { ...imported, ...outputs }, inputs: imported };
  },
});

/** Its id does not tell what it is. To import one, the id is the password itself. */
export const password = text({
  secretOutputs: ["bcryptHash", "result"],
  made: async (result) => {
    const bcryptHash = await hash(result.slice(0, BCRYPT_BYTES), BCRYPT_ROUNDS);
    return { id: "none", outputs: { result, bcryptHash } };
  },
});

export const string = text({
  secretOutputs: [],
  made: (result) => Promise.resolve({ id: result, outputs: { result } }),
});

function textMistakes(inputs: Properties): CheckFailure[] {
  const classes = characterClasses(inputs);
  const least = classes.reduce((sum, { minimum }) => sum + minimum, 0);
  const failures: CheckFailure[] = [];
  if (typeof inputs.length === "number" && least > inputs.length) {
    failures.push({
      property: "length",
      reason: `is ${inputs.length}, but minLower, minUpper, minNumeric and minSpecial ask for ${least}`,
    });
  }
  if (!classes.some(({ allowed }) => allowed)) {
    failures.push({
      property: "lower",
      reason: "one of lower, upper, numeric and special must be true",
    });
  }
  return failures;
}
