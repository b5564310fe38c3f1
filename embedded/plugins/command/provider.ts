import { randomBytes } from "node:crypto";
import { diffInputs } from "../server/diff";
import type { InputTable } from "../server/inputs";
import type { Properties, Provider, ResourceContext, ResourceType } from "../server/types";
import { runLocally } from "./local";
import { runRemotely } from "./remote";

/** The version of @pulumi/command whose properties and behaviour these are. */
const VERSION = "1.2.1";

const common: InputTable = {
  create: { kind: "string" },
  update: { kind: "string" },
  delete: { kind: "string" },
  stdin: { kind: "string" },
  environment: { kind: "map" },
  triggers: { kind: "list", replace: true },
  logging: { kind: "string", values: ["stdout", "stderr", "stdoutAndStderr", "none"] },
  addPreviousOutputInEnv: { kind: "boolean", default: true },
};

type Runner = (
  command: string,
  inputs: Properties,
  olds: Properties,
  context: ResourceContext,
) => Promise<Properties>;

/** Runs `create` once, `update` (or else `create` again) when an input changed, `delete` at the end. */
const commandType = (inputs: InputTable, run: Runner): ResourceType => {
  const runIfGiven: Runner = (command, inputs, olds, context) =>
    command === ""
      ? Promise.resolve({ stdout: olds.stdout ?? "", stderr: olds.stderr ?? "" })
      : run(command, inputs, olds, context);
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return {
    inputs: { ...common, ...inputs },
    computed: ["stdout", "stderr"],
    computedOnUpdate: ["stdout", "stderr"],
    diff: ({ oldInputs, inputs }) =>
      diffInputs(oldInputs, inputs, (property) => property === "triggers"),
    create: async ({ inputs, ...context }) => ({
      id: `command${randomBytes(8).toString("hex")}`,
      outputs: { ...inputs, ...(await runIfGiven(text(inputs.create), inputs, {}, context)) },
    }),
    update: async ({ inputs, olds, ...context }) => ({
      ...inputs,
      ...(await runIfGiven(text(inputs.update) || text(inputs.create), inputs, olds, context)),
    }),
    delete: async ({ olds, oldInputs, ...context }) => {
      await runIfGiven(text(oldInputs.delete), oldInputs, olds, context);
    },
  };
};

/** Commands on hosts reached by SSH, and on this computer. */
export const command: Provider = {
  name: "command",
  version: VERSION,
  resources: {
    "command:remote:Command": commandType(
      { connection: { kind: "map", required: true, secret: true } },
      runRemotely,
    ),
    "command:local:Command": commandType(
      { dir: { kind: "string" }, interpreter: { kind: "list" } },
      runLocally,
    ),
  },
};
