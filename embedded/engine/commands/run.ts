import { createStack, currentStack, existingStack, sealFor, stackFile } from "../cli/context";
import type { Context } from "../cli/context";
import { listenForInterrupt } from "../cli/interrupt";
import type { Interrupt } from "../cli/interrupt";
import { Problem } from "../cli/problem";
import { configOf, fullKey, holdsSecure, resolveConfig } from "../config/resolve";
import type { Command, RunResult } from "../deployment";
import { takeLock } from "../state/lock";
import type { EngineEvent } from "../types";
import { confirm } from "./confirm";
import { execute, useColor } from "./execute";
import type { OpenStack } from "./execute";

/** `preview`, `up`, `refresh` and `destroy`. @returns the exit code */
export async function runCommand(context: Context, command: Command): Promise<number> {
  const { flags, interactive } = context;
  const asks = command !== "preview" && !flags["skip-preview"] && !flags.yes;
  if (asks && !interactive) {
    throw new Problem(
      "--yes or --skip-preview must be passed in to proceed when running in non-interactive mode",
    );
  }
  if (asks && flags.json) {
    throw new Problem("--json cannot ask: pass --yes or --skip-preview as well");
  }
  const stack = await openStack(context, command);
  const interrupt = listenForInterrupt();
  try {
    if (command === "preview") {
      const snapshot = stack.store.exists()
        ? (await stack.store.load(context.passphrases)).deployment
        : { resources: [], pendingOperations: [] };
      return verdict(context, await execute(context, stack, { command, snapshot }, interrupt));
    }
    const lock = await takeLock(stack.store.lockPath, command, note);
    try {
      return await change(context, stack, command, interrupt);
    } finally {
      await lock.release();
    }
  } finally {
    interrupt.stop();
  }
}

/** The stack and its configuration. `up` makes a stack that is not there, `preview` needs none. */
async function openStack(context: Context, command: Command): Promise<OpenStack> {
  const name = await currentStack(context);
  let store = context.backend.stack(context.project.name, name);
  const file = await stackFile(context, name);
  for (const given of context.flags.config ?? []) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
    if (key === undefined || value === undefined) {
      throw new Problem(`--config is "${given}"; it is written KEY=VALUE`);
    }
    file.set([fullKey(key, context.project.name)], value);
  }
  if (context.flags.config) await file.save();
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
  interrupt: Interrupt,
): Promise<number> {
  const { flags, passphrases } = context;
  const { store } = stack;
  const loaded = await store.load(passphrases);
  const { deployment } = loaded;
  const seal = await sealFor(context, await stackFile(context, stack.name), store);
  if (loaded.recovered) note("an earlier run was killed: its journal has been read");
  if (loaded.recovered || loaded.salt !== seal.salt) await store.save(deployment, seal);
  if (!flags["skip-preview"] && !flags.json) {
    const events: EngineEvent[] = [];
    const planned = await execute(
      context,
      stack,
      {
        command: "preview",
        previewOf: command,
        snapshot: deployment,
        record: (event) => events.push(event),
      },
      interrupt,
    );
    if (planned.failed) return 255;
    // A refresh may find what the state does not know of; an update that changes nothing needs no run.
    if (command === "up" && planned.untouched && !flags.refresh) {
      process.stdout.write("Nothing to update: everything is as the program has it.\n");
      return 0;
    }
    if (!flags.yes) await confirm(command, events, useColor(context));
  }
  const journal = await store.startJournal(seal);
  let result: RunResult;
  try {
    result = await execute(context, stack, { command, snapshot: deployment, journal }, interrupt);
  } finally {
    await journal.close();
  }
  await store.save(result.deployment, seal);
  return verdict(context, result);
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

function note(text: string): void {
  process.stderr.write(`note: ${text}\n`);
}
