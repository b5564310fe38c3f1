import * as nodeFs from "node:fs";
import { dirname, join } from "node:path";

/** What is done to files, one by one: tests let each of these fail or be the last. */
export type Files = Pick<
  typeof nodeFs,
  | "closeSync"
  | "existsSync"
  | "fsyncSync"
  | "mkdirSync"
  | "openSync"
  | "readdirSync"
  | "readFileSync"
  | "readlinkSync"
  | "renameSync"
  | "rmSync"
  | "symlinkSync"
  | "writeFileSync"
>;

export const realFiles: Files = nodeFs;

/** What has a dot in front is not finished: nobody reads it, and the next run takes it away. */
export const isUnfinished = (name: string): boolean => name.startsWith(".");

const MODE = 0o640;

/** The disk gives its own errors a code; this one says what to do. */
export class DiskFull extends Error {
  constructor(path: string) {
    super(
      `${path} could not be written: the disk is full. Nothing was changed; make room there, and the next run goes on.`,
    );
    this.name = "DiskFull";
  }
}

function explained<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw code === "ENOSPC" || code === "EDQUOT" ? new DiskFull(path) : error;
  }
}

/** Makes what was written to a folder's list of names last. */
function syncFolder(files: Files, folder: string): void {
  const handle = files.openSync(folder, "r");
  try {
    files.fsyncSync(handle);
  } finally {
    files.closeSync(handle);
  }
}

function writeWhole(files: Files, path: string, content: string | Buffer): void {
  const handle = files.openSync(path, "w", MODE);
  try {
    files.writeFileSync(handle, content);
    files.fsyncSync(handle);
  } finally {
    files.closeSync(handle);
  }
}

/** Puts a file down as a whole, or leaves the old one: whoever looks sees one of the two. */
export function replaceFile(files: Files, path: string, content: string | Buffer): void {
  const folder = dirname(path);
  const unfinished = join(folder, `.${path.slice(folder.length + 1)}`);
  explained(path, () => {
    files.mkdirSync(folder, { recursive: true });
    try {
      writeWhole(files, unfinished, content);
      files.renameSync(unfinished, path);
    } catch (error) {
      files.rmSync(unfinished, { force: true });
      throw error;
    }
    syncFolder(files, folder);
  });
}

/** Writes a folder of files under a name that nobody reads, and gives it its own when all are there. */
export function makeFolder(
  files: Files,
  path: string,
  content: Record<string, string | Buffer>,
): void {
  const parent = dirname(path);
  const unfinished = join(parent, `.${path.slice(parent.length + 1)}`);
  explained(path, () => {
    files.mkdirSync(parent, { recursive: true });
    files.rmSync(unfinished, { recursive: true, force: true });
    try {
      files.mkdirSync(unfinished);
      for (const [name, text] of Object.entries(content)) {
        writeWhole(files, join(unfinished, name), text);
      }
      syncFolder(files, unfinished);
      files.renameSync(unfinished, path);
    } catch (error) {
      files.rmSync(unfinished, { recursive: true, force: true });
      throw error;
    }
    syncFolder(files, parent);
  });
}

/** Takes away what a run that was cut off left; links that lead nowhere, too. */
export function clean(files: Files, folder: string): void {
  if (!files.existsSync(folder)) return;
  for (const name of files.readdirSync(folder).filter(isUnfinished)) {
    files.rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** A JSON file's content, or nothing where there is none. */
export function readJson<T>(files: Files, path: string): T | undefined {
  if (!files.existsSync(path)) return undefined;
  const content = files.readFileSync(path, "utf8");
  try {
    return JSON.parse(content) as T;
  } catch {
    throw new Error(`${path} is no JSON: take it away, and the next run makes it anew.`);
  }
}

export const jsonText = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** The finished entries of a folder, in order. */
export const entries = (files: Files, folder: string): string[] =>
  files.existsSync(folder)
    ? files
        .readdirSync(folder)
        .filter((name) => !isUnfinished(name))
        .sort()
    : [];
