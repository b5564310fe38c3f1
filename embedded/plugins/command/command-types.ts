import { randomBytes } from "node:crypto";
import { diffInputs } from "../../../providers/server/diff";
import type { InputTable } from "../../../providers/server/inputs";
import type { Properties, ResourceContext, ResourceType } from "../../../providers/server/types";
import { connectionInput, withConnection } from "./connection";
import { runLocally } from "./local";
import { runRemotely } from "./remote";

const common: InputTable = {
  create: { kind: "string" },
  update: { kind: "string" },
  delete: { kind: "string" },
  stdin: { kind: "string" },
  environment: { kind: "map" },
  triggers: { kind: "list", replace: true },
  logging: { kind: "string", values: ["stdout", "stderr", "stdoutAndStderr", "none"] },
  addPreviousOutputInEnv: { kind: "boolean" },
};

type Runner = (
  command: string,
  inputs: Properties,
  olds: Properties,
  context: ResourceContext,
) => Promise<Properties>;

/** What an update leaves as it is where it runs nothing. */
const OUTPUTS = ["stdout", "stderr", "assets", "archive"];

/** Runs `create` once, `update` (or else `create` again) when an input changed, `delete` at the end. */
function commandType(inputs: InputTable, run: Runner): ResourceType {
  const runIfGiven = async (
    command: unknown,
    inputs: Properties,
    olds: Properties,
    context: ResourceContext,
  ): Promise<Properties> => {
    const before = Object.fromEntries(
      OUTPUTS.flatMap((name) => (name in olds ? [[name, olds[name] ?? null]] : [])),
    );
    const ran = typeof command === "string" ? await run(command, inputs, olds, context) : {};
    return { ...inputs, stdout: "", stderr: "", ...before, ...ran };
  };
  return {
    inputs: { ...common, ...inputs },
    computed: ["stdout", "stderr"],
    computedOnUpdate: OUTPUTS,
    diff: ({ oldInputs, inputs }) =>
      diffInputs(oldInputs, inputs, (property) => property === "triggers"),
    create: async ({ inputs, ...context }) => ({
      id: `${context.name}${randomBytes(4).toString("hex")}`,
      outputs: await runIfGiven(inputs.create, inputs, {}, context),
    }),
    update: ({ inputs, olds, ...context }) =>
      runIfGiven(inputs.update ?? inputs.create, inputs, olds, context),
    delete: async ({ olds, oldInputs, ...context }) => {
      await runIfGiven(oldInputs.delete, oldInputs, olds, context);
    },
  };
}

export const remoteCommand = withConnection(commandType(connectionInput, runRemotely));

export const localCommand = commandType(
  {
    dir: { kind: "string" },
    interpreter: { kind: "list" },
    assetPaths: { kind: "list" },
    archivePaths: { kind: "list" },
  },
  runLocally,
);
