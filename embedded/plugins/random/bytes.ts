import { randomBytes } from "node:crypto";
import { ProviderError } from "../../../providers/server/errors";
import type { Properties, ResourceType } from "../../../providers/server/types";
import { keepers } from "./keepers";

const bytesForms = (value: Buffer): Properties => ({
  length: value.length,
  base64: value.toString("base64"),
  hex: value.toString("hex"),
});

/**
 * Bytes that are secret. The official provider's id is the bytes themselves, which a state holds in
 * the open: here it tells nothing. To import some, the id is their base64 form.
 */
export const bytes: ResourceType = {
  inputs: { ...keepers, length: { kind: "integer", required: true, minimum: 1 } },
  computed: ["base64", "hex"],
  secretOutputs: ["base64", "hex"],
  create: ({ inputs }) =>
    Promise.resolve({
      id: "none",
      outputs: { ...inputs, ...bytesForms(randomBytes(inputs.length as number)) },
    }),
  read: ({ id, olds, oldInputs, importing }) => {
    if (!importing) return Promise.resolve({ id, outputs: olds, inputs: oldInputs });
    const value = Buffer.from(id, "base64");
    if (value.length === 0 || value.toString("base64") !== id) {
      throw new ProviderError("the id to import is not the base64 form of some bytes");
    }
    return Promise.resolve({
      id: "none",
      outputs: bytesForms(value),
      inputs: { length: value.length },
    });
  },
};

const idForms = (value: Buffer, prefix: string): Properties => ({
  byteLength: value.length,
  b64Std: prefix + value.toString("base64"),
  b64Url: prefix + value.toString("base64url"),
  dec: prefix + BigInt(`0x${value.toString("hex")}`).toString(),
  hex: prefix + value.toString("hex"),
});

/** To import one, the id is `[PREFIX,]` and its base64url form. */
export const id: ResourceType = {
  inputs: {
    ...keepers,
    byteLength: { kind: "integer", required: true, minimum: 1 },
    prefix: { kind: "string" },
  },
  computed: ["b64Std", "b64Url", "dec", "hex"],
  create: ({ inputs }) => {
    const value = randomBytes(inputs.byteLength as number);
    const prefix = typeof inputs.prefix === "string" ? inputs.prefix : "";
    return Promise.resolve({
      id: value.toString("base64url"),
      outputs: { ...inputs, ...idForms(value, prefix) },
    });
  },
  read: ({ id: given, olds, oldInputs, importing }) => {
    if (!importing) return Promise.resolve({ id: given, outputs: olds, inputs: oldInputs });
    const comma = given.lastIndexOf(",");
    const [prefix, text] = [given.slice(0, Math.max(0, comma)), given.slice(comma + 1)];
    const value = Buffer.from(text, "base64url");
    if (value.length === 0 || value.toString("base64url") !== text) {
      throw new ProviderError(`'${given}' is not PREFIX,ID or ID, with an id in base64url form`);
    }
    const inputs: Properties = { byteLength: value.length, ...(prefix ? { prefix } : {}) };
    return Promise.resolve({
      id: text,
      outputs: { ...inputs, ...idForms(value, prefix) },
      inputs,
    });
  },
};
