import { cpus } from "node:os";
import { resolve } from "node:path";

import { ORGANIZATION } from "../cli/context";
import type { Context } from "../cli/context";
import type { Interrupt } from "../cli/interrupt";
import { Problem } from "../cli/problem";
import type { ResolvedConfig } from "../config/resolve";
import { run } from "../deployment";
import type { Command, Journal, RunOptions, RunResult } from "../deployment";
import { makeDisplay } from "../display/display";
import { hideSecrets } from "../display/hide";
import { Redactor } from "../secrets/redactor";
import type { StackStore } from "../state/store";
import type { Deployment, EngineEvent } from "../types";
import { resolveStackReference } from "./reference";

const NO_JOURNAL: Journal = { append: () => Promise.resolve() };

/** A stack that a run works on. */
export interface OpenStack {
  name: string;
  store: StackStore;
  config: ResolvedConfig;
}

export interface Order {
  command: Command;
  /** For a preview: what it is a preview of. @default "up" */
  previewOf?: Exclude<Command, "preview">;
  snapshot: Deployment;
  /** Needed for all but a preview. */
  journal?: Journal;
  /** Gets every event, secrets taken out. */
  record?: (event: EngineEvent) => void;
}

/** Runs the engine once, and shows what it does. */
export async function execute(
  context: Context,
  { name, config }: OpenStack,
  { command, previewOf, snapshot, journal = NO_JOURNAL, record }: Order,
  interrupt: Interrupt,
): Promise<RunResult> {
  const { flags, project } = context;
  const redactor = new Redactor();
  // A structured value with a secret in it is none as a whole: else the names in it were hidden, too.
  for (const text of config.secrets) redactor.learnText(text);
  for (const text of config.plain) redactor.learnOpen(text);
  for (const { inputs, outputs } of snapshot.resources) {
    redactor.learn(inputs);
    redactor.learn(outputs);
  }
  const configs = flags["policy-pack-config"] ?? [];
  const packs = flags["policy-pack"] ?? [];
  if (configs.length > packs.length) {
    throw new Problem("--policy-pack-config needs a --policy-pack for each of its files");
  }
  const parallel = parallelOf(flags.parallel);
  const color = useColor(context);
  const display = makeDisplay({
    preview: command === "preview",
    json: flags.json ?? false,
    diff: flags.diff ?? false,
    showSecrets: flags["show-secrets"] ?? false,
    color,
    live: process.stdout.isTTY && !flags["non-interactive"] && process.env.TERM !== "dumb",
    redactor,
    write: (text) => process.stdout.write(text),
  });
  const tellBefore = interrupt.tell;
  interrupt.tell = (message) => display.notice(message);
  const options: RunOptions = {
    command,
    previewOf,
    projectDir: project.folder,
    project,
    stack: name,
    organization: ORGANIZATION,
    config: config.values,
    configSecretKeys: config.secretKeys,
    parallel,
    targets: [...(flags.target ?? []), ...(flags["target-replace"] ?? [])],
    excludes: flags.exclude,
    replaces: [...(flags.replace ?? []), ...(flags["target-replace"] ?? [])],
    targetDependents: flags["target-dependents"],
    refreshFirst: flags.refresh,
    clearPendingCreates: flags["clear-pending-creates"],
    policyPacks: packs.map((path, at) => ({
      path: resolve(context.cwd, path),
      configFile: configs[at] === undefined ? undefined : resolve(context.cwd, configs[at]),
    })),
    snapshot,
    journal,
    resolveStackReference: (reference) => resolveStackReference(context, reference),
    emit: (event) => {
      record?.(hideSecrets(event, redactor));
      display.event(event);
    },
    signal: interrupt.signal,
  };
  try {
    return await run(options);
  } finally {
    interrupt.tell = tellBefore;
    display.close();
  }
}

function parallelOf(given: string | undefined): number {
  if (given === undefined) return cpus().length * 4;
  const number = Number(given);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Problem(`--parallel is "${given}"; allowed is a whole number from 1`);
}

/** @throws Problem when `--color` is none of its values */
export function useColor({ flags }: Context): boolean {
  const terminal = process.stdout.isTTY && !flags["non-interactive"];
  const given = flags.color ?? "auto";
  if (given === "auto") return terminal && !process.env.NO_COLOR;
  if (given === "always") return true;
  if (given === "never" || given === "raw") return false;
  throw new Problem(`--color is "${given}"; allowed are always, never, raw and auto`);
}
