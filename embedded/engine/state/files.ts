import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

import { Problem } from "../cli/problem";

/** Writes a whole file so that after a crash either the old or the new text is there. */
export async function writeDurably(path: string, text: string, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, "w", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(error, path);
  }
  await syncFolder(dirname(path));
}

/** An error of writing a file; of a full disk, what to do about it. */
export function writeError(error: unknown, path: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "ENOSPC" && code !== "EDQUOT") return error;
  return new Problem(
    `the disk of ${dirname(path)} is full. Make room there, then run the same command again: what ` +
      "was done is kept",
  );
}

/** Makes names in a folder (created, renamed, removed) survive a crash. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
