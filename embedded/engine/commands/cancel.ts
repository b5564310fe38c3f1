import { existingStack, stackName } from "../cli/context";
import type { Context } from "../cli/context";
import { Problem } from "../cli/problem";
import { ask } from "../cli/terminal";
import { breakLock, isAlive } from "../state/lock";

/** `cancel [STACK]`: removes the lock that a run left. It does not end a run that goes on. */
export async function cancelRun(context: Context): Promise<number> {
  const { words, flags, interactive } = context;
  const [given] = words;
  if (given !== undefined && flags.stack !== undefined) {
    throw new Problem("only one of --stack or argument stack name may be specified, not both");
  }
  const stack = given === undefined ? flags.stack : stackName(context, given);
  const { name, store } = await existingStack({ ...context, flags: { ...flags, stack } });
  if (interactive && !flags.yes) {
    process.stdout.write(
      `This will irreversibly cancel the currently running update for '${name}'!\n`,
    );
    const answer = await ask(
      `Please confirm that this is what you'd like to do by typing \`${name}\`: `,
    );
    if (answer !== name) throw new Problem("confirmation declined");
  }
  const holder = await breakLock(store.lockPath);
  if (holder === undefined) {
    process.stdout.write(`Stack '${name}' is not locked: there is nothing to cancel.\n`);
    return 0;
  }
  process.stdout.write(`The currently running update for '${name}' has been canceled!\n`);
  if (holder !== "unknown" && isAlive(holder)) {
    process.stderr.write(
      `warning: process ${holder.pid} on ${holder.host} ("${holder.command}", since ` +
        `${holder.since}) may still run. End it before the next update: two at once spoil the state.\n`,
    );
  }
  return 0;
}
