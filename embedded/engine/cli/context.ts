import { isAbsolute, join, resolve } from "node:path";

import { readProject } from "../config/project";
import type { ProjectFile } from "../config/project";
import { StackFile } from "../config/stackFile";
import { Passphrases } from "../secrets/passphrase";
import type { Seal } from "../secrets/passphrase";
import { Backend } from "../state/backend";
import type { StackStore } from "../state/store";
import type { Invocation } from "./arguments";
import { Problem } from "./problem";
import { askHidden } from "./terminal";

/** What a stack is called where an organization is asked for: there is only one. */
export const ORGANIZATION = "organization";

/** What every command works on. */
export interface Context extends Invocation {
  project: ProjectFile;
  backend: Backend;
  passphrases: Passphrases;
  /** Whether questions may be asked. */
  interactive: boolean;
  /** The folder that relative paths in flags are below. */
  cwd: string;
}

export async function contextOf(invocation: Invocation): Promise<Context> {
  const cwd = resolve(invocation.flags.cwd ?? ".");
  const interactive =
    !invocation.flags["non-interactive"] && process.stdin.isTTY && process.stdout.isTTY;
  return {
    ...invocation,
    cwd,
    interactive,
    project: await readProject(cwd),
    backend: Backend.find(process.env),
    passphrases: new Passphrases(process.env, interactive ? askHidden : undefined),
  };
}

/** `organization/project/stack`, `project/stack` or `stack` of this project. */
export function stackName({ project }: Context, given: string): string {
  const parts = given.split("/");
  const name = parts.pop() ?? "";
  const other = parts.pop();
  if (parts.length > 1 || (other !== undefined && ![project.name, ORGANIZATION].includes(other))) {
    throw new Problem(`"${given}" is not a stack of project ${project.name}`);
  }
  return name;
}

/** The name by `--stack`, PULUMI_STACK or `stack select`. */
export async function currentStack(context: Context): Promise<string> {
  const { flags, backend, project } = context;
  const given = flags.stack ?? process.env.PULUMI_STACK ?? (await backend.selected(project.name));
  if (!given) {
    throw new Problem(
      "no stack selected; choose one by --stack, PULUMI_STACK or `stack select`, or make one by " +
        "`stack init`",
    );
  }
  return stackName(context, given);
}

/** The current stack. @throws Problem when it was never made */
export async function existingStack(
  context: Context,
): Promise<{ name: string; store: StackStore }> {
  const name = await currentStack(context);
  const store = context.backend.stack(context.project.name, name);
  if (!store.exists()) {
    throw new Problem(`no stack named '${name}' found; make it by \`stack init ${name}\``);
  }
  return { name, store };
}

export async function stackFile(context: Context, name: string): Promise<StackFile> {
  const given = context.flags["config-file"];
  const path = given ?? join(context.project.configFolder, `Pulumi.${name}.yaml`);
  return StackFile.read(isAbsolute(path) ? path : join(context.cwd, path));
}

/**
 * The key for a stack's secrets: of the salt in Pulumi.<stack>.yaml, else of the state's, else a
 * new one.
 */
export async function sealFor(
  { passphrases }: Context,
  file: StackFile,
  store: StackStore,
): Promise<Seal> {
  const inState = store.exists()
    ? (await store.stored()).deployment.secrets_providers?.state?.salt
    : undefined;
  const salt = file.salt ?? inState;
  return salt ? passphrases.unlock(salt) : passphrases.create();
}

/** Makes the stack, without resources, and selects it. */
export async function createStack(context: Context, name: string): Promise<StackStore> {
  const store = context.backend.stack(context.project.name, name);
  const seal = await sealFor(context, await stackFile(context, name), store);
  await store.save({ resources: [], pendingOperations: [] }, seal);
  await context.backend.select(context.project.name, name);
  return store;
}
