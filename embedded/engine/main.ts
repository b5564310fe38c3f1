import { readArguments } from "./cli/arguments";
import { contextOf } from "./cli/context";
import type { Context } from "./cli/context";
import { messageOf, Problem } from "./cli/problem";
import { cancelRun } from "./commands/cancel";
import { getConfig, listConfig, removeConfig, setConfig } from "./commands/config";
import { helpText } from "./commands/help";
import { runCommand } from "./commands/run";
import {
  initStack,
  listStacks,
  removeStack,
  selectStack,
  showOutputs,
  showStack,
} from "./commands/stack";
import { exportStack, importStack } from "./commands/transfer";
import { PULUMI_VERSION } from "./state/deployment";

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

/** Errors of the system (a full disk, no permission) are not the program's: a message will do. */
function isExpected(error: unknown): boolean {
  return error instanceof Problem || (error instanceof Error && "syscall" in error);
}

main().then(
  (code) => {
    process.exitCode = code;
    // Whatever still holds the process (a lost child's pipe, say) must not keep it.
    process.stdout.write("", () => process.exit(code));
  },
  (error: unknown) => {
    const text = isExpected(error) || !(error instanceof Error) ? messageOf(error) : error.stack;
    process.stderr.write(`error: ${text ?? messageOf(error)}\n`, () => process.exit(255));
  },
);
