import { rm } from "node:fs/promises";
import { createStack, currentStack, existingStack, stackFile, stackName } from "../cli/context";
import type { Context } from "../cli/context";
import { Problem } from "../cli/problem";
import { ask } from "../cli/terminal";
import { describe } from "../display/words";
import { showable } from "../secrets/values";
import { takeLock } from "../state/lock";
import { stackOutputs } from "./reference";
import { table } from "./shared";

/** `stack`: what the current stack holds. */
export async function showStack(context: Context): Promise<number> {
  const { name, store } = await existingStack(context);
  const { deployment, time } = await store.load(context.passphrases);
  const outputs = showable(stackOutputs(deployment), context.flags["show-secrets"] ?? false);
  const resources = deployment.resources.map(({ urn }) => describe(urn));
  const shown = Object.entries(outputs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  process.stdout.write(
    [
      `Current stack is ${name}:\n`,
      `    Last updated: ${time}\n`,
      `    State: ${store.folder}\n`,
      `Current stack resources (${resources.length}):\n`,
      resources.length === 0
        ? "    No resources currently in this stack\n"
        : table([["TYPE", "NAME"], ...resources.map((each) => [each.type, each.name])], "    "),
      `\nCurrent stack outputs (${shown.length}):\n`,
      outputTable(shown),
    ].join(""),
  );
  return 0;
}

/** `stack ls`. */
export async function listStacks({ backend, project, flags }: Context): Promise<number> {
  const current = await backend.selected(project.name);
  const stacks = [];
  for (const name of await backend.stacks(project.name)) {
    const { manifest, resources = [] } = (await backend.stack(project.name, name).stored())
      .deployment;
    stacks.push({
      name,
      current: name === current,
      lastUpdate: manifest.time,
      resourceCount: resources.length,
    });
  }
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(stacks, null, 2)}\n`);
    return 0;
  }
  const rows = stacks.map((stack) => [
    `${stack.name}${stack.current ? "*" : ""}`,
    stack.lastUpdate,
    String(stack.resourceCount),
  ]);
  process.stdout.write(table([["NAME", "LAST UPDATE", "RESOURCE COUNT"], ...rows]));
  return 0;
}

/** `stack init NAME`: makes a stack and selects it. */
export async function initStack(context: Context): Promise<number> {
  const name = await named(context);
  if (context.backend.stack(context.project.name, name).exists()) {
    throw new Problem(`stack '${name}' already exists`);
  }
  await createStack(context, name);
  process.stdout.write(`Created stack '${name}'\n`);
  return 0;
}

/** `stack select NAME [--create]`. */
export async function selectStack(context: Context): Promise<number> {
  const name = await named(context);
  if (!context.backend.stack(context.project.name, name).exists()) {
    if (!context.flags.create) {
      throw new Problem(`no stack named '${name}' found; make it by \`stack init ${name}\``);
    }
    await createStack(context, name);
  }
  await context.backend.select(context.project.name, name);
  return 0;
}

/**
 * `stack rm NAME`: forgets a stack without resources; with `--force` also one that has some. Its
 * configuration file goes too, unless `--preserve-config` is given.
 */
export async function removeStack(context: Context): Promise<number> {
  const { flags, interactive } = context;
  const name = await named(context);
  const { store } = await existingStack({ ...context, flags: { ...flags, stack: name } });
  const lock = await takeLock(store.lockPath, "stack rm", () => undefined);
  try {
    // With --force nothing of the state matters, so a lost passphrase is no obstacle.
    const resources = flags.force
      ? []
      : (await store.load(context.passphrases)).deployment.resources;
    if (resources.length > 0) {
      throw new Problem(
        `'${name}' still has resources; removal rejected. Run \`destroy\` first, or pass --force to ` +
          "leave them running, forgotten",
      );
    }
    if (!flags.yes) {
      if (!interactive) throw new Problem("--yes must be passed in non-interactive mode");
      const answer = await ask(
        `This will permanently remove the '${name}' stack!\nPlease confirm that this is what you'd like to do by typing \`${name}\`: `,
      );
      if (answer !== name) throw new Problem("confirmation declined");
    }
    await store.remove();
  } finally {
    await lock.release();
  }
  if (!flags["preserve-config"]) await rm((await stackFile(context, name)).path, { force: true });
  process.stdout.write(`Stack '${name}' has been removed!\n`);
  return 0;
}

/** `stack output [NAME]`. */
export async function showOutputs(context: Context): Promise<number> {
  const { flags, words } = context;
  const { store } = await existingStack(context);
  const { deployment } = await store.load(context.passphrases);
  const outputs = showable(stackOutputs(deployment), flags["show-secrets"] ?? false);
  const entries = Object.entries(outputs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const [wanted] = words;
  if (wanted !== undefined) {
    const value: unknown = entries.find(([key]) => key === wanted)?.[1];
    if (value === undefined) {
      throw new Problem(`current stack does not have output property '${wanted}'`);
    }
    const raw = typeof value === "string" && !flags.json;
    process.stdout.write(`${raw ? value : JSON.stringify(value, null, flags.json ? 2 : 0)}\n`);
  } else if (flags.json) {
    process.stdout.write(`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
  } else {
    process.stdout.write(`Current stack outputs (${entries.length}):\n${outputTable(entries)}`);
  }
  return 0;
}

function outputTable(entries: [string, unknown][]): string {
  if (entries.length === 0) return "    No output values currently in this stack\n";
  const rows = entries.map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return table([["OUTPUT", "VALUE"], ...rows], "    ");
}

async function named(context: Context): Promise<string> {
  const [given] = context.words;
  return given === undefined ? currentStack(context) : stackName(context, given);
}
