import { randomBytes, randomUUID } from "node:crypto";
import { hash } from "bcryptjs";
import { ProviderError } from "../server/errors";
import type { InputTable } from "../server/inputs";
import type { CheckFailure, Properties, Provider, ResourceType } from "../server/types";
import { characterClasses, composePassword } from "./password";

/** The version of @pulumi/random whose properties and behaviour these are. */
const VERSION = "4.21.2";

const BCRYPT_ROUNDS = 10;

/** bcrypt takes no more of a password than this. */
const BCRYPT_BYTES = 72;

const keepers: InputTable = { keepers: { kind: "map" } };

const textInputs: InputTable = {
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

const text = (secretOutputs: string[]): ResourceType => ({
  inputs: textInputs,
  computed: ["result", ...secretOutputs.filter((name) => name !== "result")],
  secretOutputs,
  check: ({ inputs }) => ({ inputs, failures: textMistakes(inputs) }),
  create: async ({ inputs }) => {
    const result = composePassword(inputs.length as number, characterClasses(inputs));
    if (!secretOutputs.includes("bcryptHash"))
      return { id: result, outputs: { ...inputs, result } };
    const bcryptHash = await hash(result.slice(0, BCRYPT_BYTES), BCRYPT_ROUNDS);
    return { id: "none", outputs: { ...inputs, result, bcryptHash } };
  },
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

const bytes: ResourceType = {
  inputs: { ...keepers, length: { kind: "integer", required: true, minimum: 1 } },
  computed: ["base64", "hex"],
  secretOutputs: ["base64", "hex"],
  create: ({ inputs }) => {
    const value = randomBytes(inputs.length as number);
    const outputs = { ...inputs, base64: value.toString("base64"), hex: value.toString("hex") };
    return Promise.resolve({ id: "none", outputs });
  },
};

const id: ResourceType = {
  inputs: {
    ...keepers,
    byteLength: { kind: "integer", required: true, minimum: 1 },
    prefix: { kind: "string" },
  },
  computed: ["b64Std", "b64Url", "dec", "hex"],
  create: ({ inputs }) => {
    const value = randomBytes(inputs.byteLength as number);
    const prefix = typeof inputs.prefix === "string" ? inputs.prefix : "";
    const hex = value.toString("hex");
    const outputs = {
      ...inputs,
      b64Std: prefix + value.toString("base64"),
      b64Url: prefix + value.toString("base64url"),
      dec: prefix + BigInt(`0x${hex}`).toString(),
      hex: prefix + hex,
    };
    return Promise.resolve({ id: value.toString("base64url"), outputs });
  },
};

const uuid: ResourceType = {
  inputs: keepers,
  computed: ["result"],
  create: ({ inputs }) => {
    const result = randomUUID();
    return Promise.resolve({ id: result, outputs: { ...inputs, result } });
  },
  read: ({ id: given, olds, oldInputs, importing }) => {
    if (importing && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given)) {
      throw new ProviderError(`'${given}' is no UUID: import one such as ${randomUUID()}`);
    }
    const outputs = importing ? { result: given } : olds;
    return Promise.resolve({ id: given, outputs, inputs: oldInputs });
  },
};

/** Random values that are made once and kept in the state. */
export const random: Provider = {
  name: "random",
  version: VERSION,
  resources: {
    "random:index/randomBytes:RandomBytes": bytes,
    "random:index/randomId:RandomId": id,
    "random:index/randomPassword:RandomPassword": text(["bcryptHash", "result"]),
    "random:index/randomString:RandomString": text([]),
    "random:index/randomUuid:RandomUuid": uuid,
  },
};
