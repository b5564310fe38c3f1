import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Problem } from "./problem";

interface Holder {
  pid: number;
  /** When the process began, in the kernel's ticks: ids are given out again. */
  began: string;
  command: string;
  since: string;
}

/** Runs an action that no other process runs at the same time. @throws Problem naming the holder */
export async function withLock<T>(
  file: string,
  command: string,
  action: () => Promise<T>,
): Promise<T> {
  take(file, command);
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await action();
  } finally {
    release();
    process.off("exit", release);
  }
}

function take(file: string, command: string): void {
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
      if (tryLink(draft, file)) return;
      const holder = read(file);
      if (holder && startOf(holder.pid) === holder.began) {
        throw new Problem(
          `'${holder.command}' is under way (process ${holder.pid}, since ${holder.since}). Wait until it ends, or end it (kill ${holder.pid}), then run the same command again.`,
        );
      }
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

function startOf(pid: number): string | undefined {
  try {
    // The name in parentheses may hold blanks: count from behind it.
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop()?.split(" ")[19];
  } catch {
    return undefined;
  }
}
