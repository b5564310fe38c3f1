import { cpus } from "node:os";
import { resolve } from "node:path";

import {
  createStack,
  currentStack,
  existingStack,
  ORGANIZATION,
  sealFor,
  stackFile,
} from "../cli/context";
import type { Context } from "../cli/context";
import { listenForInterrupt } from "../cli/interrupt";
import { Problem } from "../cli/problem";
import { ask } from "../cli/terminal";
import { configOf, holdsSecure, resolveConfig } from "../config/resolve";
import type { ResolvedConfig } from "../config/resolve";
import { run } from "../deployment";
import type { Command, Journal, RunOptions, RunResult } from "../deployment";
import { makeDisplay } from "../display/display";
import { Redactor } from "../secrets/redactor";
import { takeLock } from "../state/lock";
import type { StackStore } from "../state/store";
import type { Deployment } from "../types";
import { showPlannedDestroy } from "./planned";
import { resolveStackReference } from "./reference";

const VERBS = { up: "update", refresh: "refresh", destroy: "destroy" };
const NO_JOURNAL: Journal = { append: () => Promise.resolve() };

/** `preview`, `up`, `refresh` and `destroy`. @returns the exit code */
export async function runCommand(context: Context, command: Command): Promise<number> {
  const { flags, interactive } = context;
  const ahead = command !== "preview" && !flags["skip-preview"];
  if (ahead && !flags.yes && !interactive) {
    throw new Problem(
      "--yes or --skip-preview must be passed in to proceed when running in non-interactive mode",
    );
  }
  const stack = await openStack(context, command);
  const interrupt = listenForInterrupt();
  try {
    if (command === "preview") {
      const snapshot = stack.store.exists()
        ? (await stack.store.load(context.passphrases)).deployment
        : { resources: [], pendingOperations: [] };
      return verdict(context, await go(context, stack, command, snapshot, interrupt.signal));
    }
    const lock = await takeLock(stack.store.lockPath, command, note);
    try {
      return await change(context, stack, command, interrupt.signal);
    } finally {
      await lock.release();
    }
  } finally {
    interrupt.stop();
  }
}

interface OpenStack {
  name: string;
  store: StackStore;
  config: ResolvedConfig;
}

/** The stack and its configuration. `up` makes a stack that is not there, `preview` needs none. */
async function openStack(context: Context, command: Command): Promise<OpenStack> {
  const name = await currentStack(context);
  let store = context.backend.stack(context.project.name, name);
  const file = await stackFile(context, name);
  const values = configOf(context.project, file);
  if (!store.exists()) {
    if (command === "up") store = await createStack(context, name);
    else if (command !== "preview") await existingStack(context);
  }
  const secret = [...values.values()].some(holdsSecure);
  if (secret && !file.salt) {
    throw new Problem(`${file.path} holds encrypted values but no encryptionsalt to decrypt them`);
  }
  const seal = secret && file.salt ? await context.passphrases.unlock(file.salt) : undefined;
  const config = resolveConfig(values, (text) => seal?.crypter.decrypt(text) ?? "");
  return { name, store, config };
}

/** What changes something; the lock is held. */
async function change(
  context: Context,
  stack: OpenStack,
  command: Exclude<Command, "preview">,
  signal: AbortSignal,
): Promise<number> {
  const { flags, passphrases } = context;
  const { store } = stack;
  const loaded = await store.load(passphrases);
  const { deployment } = loaded;
  const seal = await sealFor(context, await stackFile(context, stack.name), store);
  if (loaded.recovered) note("an earlier run was killed: its journal has been read");
  if (loaded.recovered || loaded.salt !== seal.salt) await store.save(deployment, seal);
  if (!flags["skip-preview"]) {
    if (command === "up" && !flags.json) {
      const planned = await go(context, stack, "preview", deployment, signal);
      if (planned.failed) return 255;
    } else if (command === "destroy" && !flags.json) {
      showPlannedDestroy(stack.name, deployment, flags.target ?? []);
    }
    if (!flags.yes && !(await confirmed(VERBS[command], stack.name))) {
      throw new Problem(`confirmation declined, not proceeding with the ${VERBS[command]}`);
    }
  }
  const journal = await store.startJournal(seal);
  let result: RunResult;
  try {
    result = await go(context, stack, command, deployment, signal, journal);
  } finally {
    await journal.close();
  }
  await store.save(result.deployment, seal);
  return verdict(context, result);
}

async function go(
  context: Context,
  { name, config }: OpenStack,
  command: Command,
  snapshot: Deployment,
  signal: AbortSignal,
  journal: Journal = NO_JOURNAL,
): Promise<RunResult> {
  const { flags, project } = context;
  const redactor = new Redactor();
  for (const key of config.secretKeys) redactor.learnText(config.values[key] ?? "");
  for (const { inputs, outputs } of snapshot.resources) {
    redactor.learn(inputs);
    redactor.learn(outputs);
  }
  const terminal = process.stdout.isTTY && !flags["non-interactive"];
  const display = makeDisplay({
    json: flags.json ?? false,
    diff: flags.diff ?? false,
    showSecrets: flags["show-secrets"] ?? false,
    color: useColor(flags.color, terminal),
    live: terminal && process.env.TERM !== "dumb",
    redactor,
    write: (text) => process.stdout.write(text),
  });
  const configs = flags["policy-pack-config"] ?? [];
  const options: RunOptions = {
    command,
    projectDir: project.folder,
    project,
    stack: name,
    organization: ORGANIZATION,
    config: config.values,
    configSecretKeys: config.secretKeys,
    parallel: parallelOf(flags.parallel),
    targets: flags.target ?? [],
    targetDependents: flags["target-dependents"],
    refreshFirst: flags.refresh,
    policyPacks: (flags["policy-pack"] ?? []).map((path, at) => ({
      path: resolve(context.cwd, path),
      configFile: configs[at] === undefined ? undefined : resolve(context.cwd, configs[at]),
    })),
    snapshot,
    journal,
    resolveStackReference: (reference) => resolveStackReference(context, reference),
    emit: (event) => display.event(event),
    signal,
  };
  try {
    return await run(options);
  } finally {
    display.close();
  }
}

function verdict({ flags }: Context, { failed, changes }: RunResult): number {
  if (failed) return 255;
  const changed = Object.entries(changes).some(
    ([op, count]) => count > 0 && !["same", "refresh", "read"].includes(op),
  );
  if (flags["expect-no-changes"] && changed) {
    throw new Problem("no changes were expected but changes occurred");
  }
  return 0;
}

async function confirmed(verb: string, stack: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(`Do you want to perform this ${verb} on ${stack}? [yes/no] `));
}

function parallelOf(given: string | undefined): number {
  if (given === undefined) return cpus().length * 4;
  const number = Number(given);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Problem(`--parallel is "${given}"; allowed is a whole number from 1`);
}

function useColor(given: string | undefined, terminal: boolean): boolean {
  if (given === undefined || given === "auto") return terminal && !process.env.NO_COLOR;
  if (given === "always" || given === "never") return given === "always";
  throw new Problem(`--color is "${given}"; allowed are always, never and auto`);
}

function note(text: string): void {
  process.stderr.write(`note: ${text}\n`);
}
