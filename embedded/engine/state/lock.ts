import { readFileSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { dirname } from "node:path";

import { isMissing, Problem } from "../cli/problem";
import { writeError } from "./files";

export interface LockHolder {
  pid: number;
  /** The process's start in clock ticks since boot: a pid alone may have been given again. */
  start: string;
  host: string;
  user: string;
  command: string;
  /** ISO time. */
  since: string;
}

/** A lock that is held. Only its holder may change the stack. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * @param note told when the lock of a process that is gone was taken over
 * @throws Problem that names the holder
 */
export async function takeLock(
  path: string,
  command: string,
  note: (text: string) => void,
): Promise<Lock> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const mine: LockHolder = {
    pid: process.pid,
    start: startOf(process.pid) ?? "",
    host: hostname(),
    user: userInfo().username,
    command,
    since: new Date().toISOString(),
  };
  const text = JSON.stringify(mine);
  const draft = `${path}.${process.pid}`;
  try {
    await writeFile(draft, text, { mode: 0o600 }).catch((error: unknown) => {
      throw writeError(error, draft);
    });
    for (let attempt = 0; attempt < 3; attempt++) {
      if (await linked(draft, path)) return { release: () => releaseIfMine(path, text) };
      const found = await textOf(path);
      if (found === undefined) continue;
      const holder = parseHolder(found);
      if (holder === undefined || isAlive(holder)) throw lockedBy(path, holder);
      if (await setAside(path, found)) {
        note(`took over the lock of process ${holder.pid} ("${holder.command}"), which is gone`);
      }
    }
    throw lockedBy(path, parseHolder((await textOf(path)) ?? ""));
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes whatever lock there is. @returns who held it, or undefined when no one did */
export async function breakLock(path: string): Promise<LockHolder | "unknown" | undefined> {
  const found = await textOf(path);
  await rm(path, { force: true });
  return found === undefined ? undefined : (parseHolder(found) ?? "unknown");
}

function lockedBy(path: string, holder: LockHolder | undefined): Problem {
  const who = holder
    ? `${holder.user}@${holder.host} (pid ${holder.pid}, "${holder.command}") since ${holder.since}`
    : `what ${path} does not tell`;
  return new Problem(
    `the stack is currently locked by ${who}. Either wait for the other process to end or remove ` +
      "the lock with `cancel`.",
  );
}

/** On another host no one can tell: then the holder counts as alive. */
export function isAlive({ host, pid, start }: LockHolder): boolean {
  return host !== hostname() || startOf(pid) === start;
}

function startOf(pid: number): string | undefined {
  try {
    // The second field is the command in parentheses and may hold anything; the start is the 22nd.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const parsed = JSON.parse(text) as Partial<LockHolder> | null;
    return typeof parsed?.pid === "number" ? (parsed as LockHolder) : undefined;
  } catch {
    return undefined;
  }
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Moves a stale lock away, unless another process did and holds a new one already. */
async function setAside(path: string, stale: string): Promise<boolean> {
  const aside = `${path}.stale.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
  const moved = await textOf(aside);
  if (moved !== undefined && moved !== stale) await linked(aside, path);
  await rm(aside, { force: true });
  return moved === stale;
}

async function releaseIfMine(path: string, text: string): Promise<void> {
  if ((await textOf(path)) === text) await rm(path, { force: true });
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
