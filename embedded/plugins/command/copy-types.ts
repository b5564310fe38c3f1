import { randomBytes } from "node:crypto";
import { diffInputs } from "../../../providers/server/diff";
import { messageOf } from "../../../providers/server/errors";
import type {
  CheckFailure,
  CheckResult,
  Properties,
  ResourceType,
} from "../../../providers/server/types";
import { containsUnknown, isObject } from "../../../providers/server/values";
import { hashed, isArchive, isAsset } from "./assets";
import { connectionInput, withConnection } from "./connection";
import { copyFile, copyToRemote } from "./copy";

const newId = (): string => randomBytes(4).toString("hex");

/** A copy of a file, a text or a folder on a host; it stays there when the resource goes. */
export const copyToRemoteType: ResourceType = withConnection({
  inputs: {
    ...connectionInput,
    triggers: { kind: "list", replace: true },
    source: { kind: "any", required: true },
    remotePath: { kind: "string", required: true },
  },
  computed: [],
  check: ({ inputs }) => withHash(inputs),
  diff: ({ oldInputs, inputs }) =>
    diffInputs(byContent(oldInputs), byContent(inputs), (property) => property === "triggers"),
  create: async ({ inputs, log }) => {
    await copyToRemote(inputs, { log });
    return { id: newId(), outputs: inputs };
  },
  update: async ({ inputs, olds, log }) => {
    const same = hashOf(inputs) === hashOf(olds) && inputs.remotePath === olds.remotePath;
    if (!same) await copyToRemote(inputs, { log });
    return inputs;
  },
});

/** The older, deprecated way to copy one file. Whatever changes replaces it. */
export const copyFileType: ResourceType = withConnection({
  inputs: {
    ...connectionInput,
    triggers: { kind: "list" },
    localPath: { kind: "string", required: true },
    remotePath: { kind: "string", required: true },
  },
  computed: [],
  create: async ({ inputs, log }) => {
    await copyFile(inputs, { log });
    return { id: newId(), outputs: inputs };
  },
});

const hashOf = ({ source }: Properties): unknown => (source as Properties).hash;

/** A source counts by what is in it: where it lies is no matter. */
function byContent(inputs: Properties): Properties {
  const { source } = inputs;
  return isAsset(source) || isArchive(source) ? { ...inputs, source: source.hash ?? "" } : inputs;
}

async function withHash(inputs: Properties): Promise<CheckResult> {
  const source = inputs.source ?? null;
  if (!isObject(source) || containsUnknown(source)) return { inputs, failures: [] };
  const failure = (reason: string): CheckFailure => ({ property: "source", reason });
  const { path = "", uri = "" } = source;
  if (!isAsset(source) && !isArchive(source)) {
    return { inputs, failures: [failure("give a FileAsset, a StringAsset or a FileArchive")] };
  }
  if (isArchive(source) && path === "") {
    const reason = "an archive must be a path to a file or a folder here: give a FileArchive";
    return { inputs, failures: [failure(reason)] };
  }
  if (uri !== "") {
    const reason = "an asset must be a file here or a text: give a FileAsset or a StringAsset";
    return { inputs, failures: [failure(reason)] };
  }
  try {
    return { inputs: { ...inputs, source: await hashed(source) }, failures: [] };
  } catch (error) {
    return { inputs, failures: [failure(`cannot be read: ${messageOf(error)}`)] };
  }
}
