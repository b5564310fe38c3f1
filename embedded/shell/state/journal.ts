import { closeSync, fsync, openSync, readFileSync, write } from "node:fs";
import { promisify } from "node:util";
import type { Journal, JournalEntry } from "../../engine/deployment";
import type { Crypter } from "../secrets/passphrase";
import { opened, sealed, withProperties } from "../secrets/values";
import type { ResourceState } from "../../engine/types";

const writeFile = promisify(write) as (fd: number, data: string) => Promise<unknown>;
const sync = promisify(fsync);

/** The journal's first line: the snapshot that its entries go on from. */
interface Head {
  snapshot: number;
}

/**
 * A journal on disk: a line of JSON per append, secrets encrypted. What several appends ask for at
 * the same time becomes durable by one sync.
 */
export class FileJournal implements Journal {
  private readonly fd: number;
  private waiting: { line: string; settle: (error?: Error) => void }[] = [];
  private flushing: Promise<void> | undefined;
  /** After a failed write the end of the file is unknown: nothing more may be appended. */
  private broken: Error | undefined;

  constructor(
    file: string,
    snapshot: number,
    private readonly crypter: Crypter,
  ) {
    this.fd = openSync(file, "wx", 0o600);
    const head: Head = { snapshot };
    this.waiting.push({ line: JSON.stringify(head), settle: () => undefined });
  }

  append(entries: JournalEntry[], durable: boolean): Promise<void> {
    if (this.broken) return Promise.reject(this.broken);
    const line = JSON.stringify(entries.map((entry) => sealEntry(entry, this.crypter)));
    const written = new Promise<void>((resolve, reject) => {
      this.waiting.push({ line, settle: (error) => (error ? reject(error) : resolve()) });
    });
    this.flushing ??= this.flush();
    if (durable) return written;
    written.catch(() => undefined);
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.flushing;
    closeSync(this.fd);
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      let failure: Error | undefined;
      try {
        await writeFile(this.fd, batch.map(({ line }) => `${line}\n`).join(""));
        await sync(this.fd);
      } catch (error) {
        failure = new Error(`the journal could not be written: ${(error as Error).message}`);
        this.broken = failure;
      }
      for (const { settle } of batch) settle(failure);
    }
    this.flushing = undefined;
  }
}

/**
 * The entries of a journal that a run left behind; nothing where there is none, or where it belongs
 * to another snapshot (that run had folded it in already). A last line that was cut off counts for
 * nothing: whoever wrote it never heard that it was durable.
 */
export function readJournal(file: string, snapshot: number, crypter: Crypter): JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const lines = text.split("\n").slice(0, -1);
  const head = lines.shift();
  if (head === undefined || (JSON.parse(head) as Head).snapshot !== snapshot) return [];
  return lines.flatMap((line) =>
    (JSON.parse(line) as JournalEntry[]).map((entry) => openEntry(entry, crypter)),
  );
}

const sealEntry = (entry: JournalEntry, crypter: Crypter): JournalEntry =>
  changed(entry, (state) => withProperties(state, (value) => sealed(value, crypter)));

const openEntry = (entry: JournalEntry, crypter: Crypter): JournalEntry =>
  changed(entry, (state) => withProperties(state, (value) => opened(value, crypter)));

function changed(
  entry: JournalEntry,
  change: (state: ResourceState) => ResourceState,
): JournalEntry {
  if (entry.kind === "put") return { ...entry, state: change(entry.state) };
  if (entry.kind !== "begin") return entry;
  return { ...entry, pending: { ...entry.pending, resource: change(entry.pending.resource) } };
}
