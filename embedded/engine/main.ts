import { readArguments } from "./cli/arguments";
import { contextOf } from "./cli/context";
import type { Context } from "./cli/context";
import { explain, Problem } from "./cli/problem";
import { cancelRun } from "./commands/cancel";
import { getConfig, listConfig, removeConfig, setConfig } from "./commands/config";
import { helpText } from "./commands/help";
import {
  initStack,
  listStacks,
  removeStack,
  selectStack,
  showOutputs,
  showStack,
} from "./commands/stack";
import { exportStack, importStack } from "./commands/transfer";
import type { Command } from "./deployment/contract";
import { PULUMI_VERSION } from "./state/deployment";

/** Loads the deployment engine for the commands that need it only: it takes half a second. */
async function runCommand(context: Context, command: Command): Promise<number> {
  const run = await import("./commands/run");
  return run.runCommand(context, command);
}

const HANDLERS: Record<string, (context: Context) => Promise<number>> = {
  preview: (context) => runCommand(context, "preview"),
  up: (context) => runCommand(context, "up"),
  refresh: (context) => runCommand(context, "refresh"),
  destroy: (context) => runCommand(context, "destroy"),
  cancel: cancelRun,
  stack: showStack,
  "stack ls": listStacks,
  "stack init": initStack,
  "stack select": selectStack,
  "stack rm": removeStack,
  "stack output": showOutputs,
  "stack export": exportStack,
  "stack import": importStack,
  config: listConfig,
  "config get": getConfig,
  "config set": setConfig,
  "config rm": removeConfig,
};

async function main(): Promise<number> {
  const invocation = readArguments(process.argv.slice(2));
  if (invocation.command === "help") {
    process.stdout.write(helpText(invocation.words));
    return 0;
  }
  if (invocation.command === "version") {
    process.stdout.write(`${PULUMI_VERSION} (embedded engine)\n`);
    return 0;
  }
  const handler = HANDLERS[invocation.command];
  if (handler === undefined) throw new Problem(`unknown command "${invocation.command}"`);
  return handler(await contextOf(invocation));
}

main().then(
  (code) => {
    process.exitCode = code;
    // Whatever still holds the process (a lost child's pipe, say) must not keep it.
    process.stdout.write("", () => process.exit(code));
  },
  (error: unknown) => {
    process.stderr.write(`error: ${explain(error)}\n`, () => process.exit(255));
  },
);
