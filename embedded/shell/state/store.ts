import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { replay } from "../../engine/deployment/journal";
import type { Crypter } from "../secrets/passphrase";
import type { Deployment } from "../../engine/types";
import { checkForm, exported, imported, type ExportedDeployment } from "./format";
import { FileJournal, readJournal } from "./journal";

/** A snapshot on disk: the exported form, numbered so that a journal knows which one it follows. */
type Snapshot = ExportedDeployment & { number: number };

/** The state of one stack in a folder: `state.json`, and `journal.jsonl` while a run is under way. */
export class StackStore {
  constructor(
    readonly folder: string,
    private readonly stack: string,
  ) {}

  get exists(): boolean {
    return existsSync(this.stateFile);
  }

  /** The salt of the secrets in the state, if there is a state. */
  get salt(): string | undefined {
    return this.stored()?.deployment.secrets_providers?.state?.salt;
  }

  /** The state, with what a killed run had written down. */
  load(crypter: Crypter): Deployment {
    const stored = this.stored();
    if (!stored) return { resources: [], pendingOperations: [] };
    const entries = readJournal(this.journalFile, stored.number, crypter);
    return replay(imported(stored, crypter), entries);
  }

  /** Writes a whole state, atomically; the journal of the run before is folded in thereby. */
  save(deployment: Deployment, crypter: Crypter): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const number = (this.stored()?.number ?? 0) + 1;
    const snapshot: Snapshot = { ...exported(deployment, crypter), number };
    writeAtomically(this.stateFile, JSON.stringify(snapshot));
    rmSync(this.journalFile, { force: true });
  }

  /** A journal that goes on from the state as it was last saved. */
  journal(crypter: Crypter): FileJournal {
    return new FileJournal(this.journalFile, this.stored()?.number ?? 0, crypter);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get stateFile(): string {
    return join(this.folder, "state.json");
  }

  private get journalFile(): string {
    return join(this.folder, "journal.jsonl");
  }

  private stored(): Snapshot | undefined {
    if (!this.exists) return undefined;
    const stored = JSON.parse(readFileSync(this.stateFile, "utf8")) as Snapshot;
    return { ...checkForm(stored, `the state of stack '${this.stack}'`), number: stored.number };
  }
}

/** The names of the stacks that a project has. */
export function stackNames(projectFolder: string): string[] {
  if (!existsSync(projectFolder)) return [];
  return readdirSync(projectFolder)
    .filter((name) => existsSync(join(projectFolder, name, "state.json")))
    .sort();
}

function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.new`;
  const fd = openSync(temporary, "w", 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, file);
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
}
