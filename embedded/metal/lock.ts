import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "./problem";

interface Holder {
  pid: number;
  /** When the process began, in the kernel's ticks: ids are given out again. */
  began: string;
  command: string;
  since: string;
}

/**
 * Runs an action that no other process runs at the same time.
 * @param onWait told once, if somebody else has to end first; without it that is an error
 * @throws Problem naming the holder
 */
export async function withLock<T>(
  file: string,
  command: string,
  action: () => Promise<T>,
  onWait?: (holder: string) => void,
): Promise<T> {
  // What was killed while it wrote to a disk needs a moment to end.
  const patience = Date.now() + 2000;
  for (let told = false; ;) {
    const holder = take(file, command);
    if (holder === undefined) break;
    if (onWait === undefined && Date.now() < patience) {
      await sleep(100);
      continue;
    }
    const who = `'${holder.command}' is under way (process ${holder.pid}, since ${holder.since})`;
    if (onWait === undefined) {
      throw new Problem(
        `${who}. Wait until it ends, or end it (kill ${holder.pid}), then run the same command again.`,
      );
    }
    if (!told) onWait(who);
    told = true;
    await sleep(500);
  }
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await action();
  } finally {
    release();
    process.off("exit", release);
  }
}

/** @returns who has it, if that is somebody else who still runs */
function take(file: string, command: string): Holder | undefined {
  const own: Holder = {
    pid: process.pid,
    began: startOf(process.pid) ?? "",
    command,
    since: new Date().toISOString(),
  };
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    for (let tries = 0; tries < 5; tries++) {
      if (tryLink(draft, file)) return undefined;
      const holder = read(file);
      if (holder && startOf(holder.pid) === holder.began) return holder;
      // Left by a killed process. Renamed first: only one of two can win that.
      removeStale(file);
    }
    throw new Problem(
      `${file} cannot be taken: others keep taking it. Run the same command again.`,
    );
  } finally {
    rmSync(draft, { force: true });
  }
}

function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function removeStale(file: string): void {
  try {
    renameSync(file, `${file}.stale`);
  } catch {
    // Another one was quicker.
  }
  rmSync(`${file}.stale`, { force: true });
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** Nothing where the process has ended, also while its parent has not asked for its status yet. */
function startOf(pid: number): string | undefined {
  try {
    // The name in parentheses may hold blanks: count from behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop()?.split(" ") ?? [];
    return ["Z", "X"].includes(fields[0] ?? "") ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
