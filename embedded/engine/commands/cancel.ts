import { existingStack } from "../cli/context";
import type { Context } from "../cli/context";
import { breakLock } from "../state/lock";

/** `cancel [STACK]`: removes the lock that a run left. It does not end a run that goes on. */
export async function cancelRun(context: Context): Promise<number> {
  const [given] = context.words;
  const flags = given === undefined ? context.flags : { ...context.flags, stack: given };
  const { name, store } = await existingStack({ ...context, flags });
  const holder = await breakLock(store.lockPath);
  if (holder === undefined) {
    process.stdout.write(`Stack '${name}' is not locked.\n`);
  } else {
    const who = holder === "unknown" ? "" : ` of pid ${holder.pid} on ${holder.host}`;
    process.stdout.write(`The lock${who} on stack '${name}' has been removed.\n`);
  }
  return 0;
}
