import { open, readFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";

import { isMissing, Problem } from "../cli/problem";
import type { Journal, JournalEntry } from "../deployment/journal";
import type { Seal } from "../secrets/passphrase";
import { openResource, sealResource } from "./deployment";
import { writeError } from "./files";

/** The first line: which snapshot the entries change, and the salt of their secrets. */
export interface JournalHeader {
  snapshot: string;
  salt: string;
}

interface Waiting {
  line: string;
  durable: boolean;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * A journal in a file: a header, then a line for each append (an array of entries), so that a torn
 * last line takes a whole append with it. Appends that arrive while one is being written are
 * written and synced together.
 */
export class FileJournal implements Journal {
  private waiting: Waiting[] = [];
  private writing: Promise<void> = Promise.resolve();
  private busy = false;
  private length = 0;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly seal: Seal,
  ) {}

  static async create(path: string, snapshot: string, seal: Seal): Promise<FileJournal> {
    const journal = new FileJournal(path, await open(path, "w", 0o600), seal);
    const header: JournalHeader = { snapshot, salt: seal.salt };
    await journal.enqueue(JSON.stringify(header), true);
    return journal;
  }

  async append(entries: JournalEntry[], durable: boolean): Promise<void> {
    const encrypt = (text: string) => this.seal.crypter.encrypt(text);
    const sealed = entries.map((entry) =>
      mapStates(entry, (state) => sealResource(state, { field: "ciphertext", encrypt })),
    );
    const written = this.enqueue(JSON.stringify(sealed), durable);
    if (durable) await written;
    else written.catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.writing;
    await this.file.close();
  }

  private enqueue(line: string, durable: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ line: `${line}\n`, durable, resolve, reject });
      if (!this.busy) this.writing = this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      try {
        const bytes = Buffer.from(group.map(({ line }) => line).join(""));
        await this.writeAll(bytes);
        if (group.some(({ durable }) => durable)) await this.file.datasync();
        this.length += bytes.length;
        for (const { resolve } of group) resolve();
      } catch (error) {
        // Half a line must not stand before later ones.
        await this.file.truncate(this.length).catch(() => undefined);
        for (const { reject } of group) reject(writeError(error, this.path));
      }
    }
    this.busy = false;
  }

  private async writeAll(bytes: Buffer): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const at = this.length + done;
      done += (await this.file.write(bytes, done, bytes.length - done, at)).bytesWritten;
    }
  }
}

export interface StoredJournal {
  header: JournalHeader;
  entries: JournalEntry[];
}

/**
 * What a journal holds, its secrets still encrypted; undefined when there is none, or nothing was
 * acknowledged. A last line without its end was never acknowledged and is left out.
 */
export async function readJournal(path: string): Promise<StoredJournal | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const lines = text.split("\n").slice(0, -1);
  const [header, ...groups] = lines.map((line, index): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      throw new Problem(
        `line ${index + 1} of ${path} cannot be read: the file was damaged. Restore it from a ` +
          "backup, or remove it and refresh the stack (steps of the last run would be forgotten).",
      );
    }
  });
  if (header === undefined) return undefined;
  return { header: header as JournalHeader, entries: (groups as JournalEntry[][]).flat() };
}

export function openEntry(entry: JournalEntry, { crypter }: Seal): JournalEntry {
  return mapStates(entry, (state) => openResource(state, (text) => crypter.decrypt(text)));
}

function mapStates(
  entry: JournalEntry,
  change: (state: Extract<JournalEntry, { kind: "put" }>["state"]) => typeof state,
): JournalEntry {
  if (entry.kind === "put") return { ...entry, state: change(entry.state) };
  if (entry.kind !== "begin") return entry;
  return { ...entry, pending: { ...entry.pending, resource: change(entry.pending.resource) } };
}
