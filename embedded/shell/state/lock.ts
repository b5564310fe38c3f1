import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";

interface Holder {
  pid: number;
  host: string;
  user: string;
  command: string;
  since: string;
}

const fileIn = (folder: string): string => join(folder, "lock.json");

/**
 * Takes a stack for this process alone.
 * @returns what gives it back
 * @throws Error that says who holds it
 */
export function lockStack(folder: string, stack: string, command: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    user: userInfo().username,
    command,
    since: new Date().toISOString(),
  };
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(fileIn(folder), JSON.stringify(mine), { flag: "wx", mode: 0o600 });
      return () => rmSync(fileIn(folder), { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(folder);
    if (attempt > 0 || (holder && isAlive(holder))) {
      throw new Error(
        `the stack '${stack}' is currently locked by ${describe(holder)}. ` +
          "Wait for it to end, or run `bin/pulumi cancel` if it is gone",
      );
    }
    // Its process ended without giving it back: a killed run, which the journal makes up for.
    rmSync(fileIn(folder), { force: true });
  }
}

/** Removes the lock, whoever holds it. Answers whether there was one. */
export function breakLock(folder: string): boolean {
  const held = readHolder(folder) !== undefined;
  rmSync(fileIn(folder), { force: true });
  return held;
}

function readHolder(folder: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(folder), "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** A process on another computer cannot be asked, so it counts as alive. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function describe(holder: Holder | undefined): string {
  if (!holder) return "another process";
  const { command, pid, user, host, since } = holder;
  return `'${command}' (process ${pid} of ${user} on ${host}, since ${since})`;
}
