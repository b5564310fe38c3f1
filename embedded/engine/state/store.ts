import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { isMissing, Problem } from "../cli/problem";
import { replay } from "../deployment/journal";
import type { Passphrases, Seal } from "../secrets/passphrase";
import type { Deployment } from "../types";
import { openDeployment, parseDeployment, sealDeployment } from "./deployment";
import type { UntypedDeployment } from "./deployment";
import { syncFolder, writeDurably } from "./files";
import { FileJournal, openEntry, readJournal } from "./journal";

/** A stack's state as it was found. */
export interface LoadedState {
  deployment: Deployment;
  /** The salt that the state names; undefined for a state without secrets. */
  salt?: string;
  /** When the state was last written. ISO time. */
  time: string;
  /** True when a run was killed and what it did came from its journal. */
  recovered: boolean;
}

/** One stack's folder: `state.json`, while a run goes on `journal.jsonl`, and `lock.json`. */
export class StackStore {
  readonly lockPath: string;
  private readonly statePath: string;
  private readonly journalPath: string;

  constructor(readonly folder: string) {
    this.statePath = join(folder, "state.json");
    this.journalPath = join(folder, "journal.jsonl");
    this.lockPath = join(folder, "lock.json");
  }

  exists(): boolean {
    return existsSync(this.statePath);
  }

  /** The file as it stands, secrets encrypted. @throws Problem when there is none */
  async stored(): Promise<UntypedDeployment> {
    return parseDeployment(await this.text(), this.statePath);
  }

  /** The state with what a killed run had journaled. Changes nothing on the disk. */
  async load(passphrases: Passphrases): Promise<LoadedState> {
    const text = await this.text();
    const stored = parseDeployment(text, this.statePath);
    const salt = stored.deployment.secrets_providers?.state?.salt;
    // Read before the key is derived, so that the journal belongs to this very text.
    const journal = await readJournal(this.journalPath);
    const seal = salt ? await passphrases.unlock(salt) : undefined;
    let deployment = openDeployment(stored, decrypterOf(seal));
    // A journal of another snapshot was folded already, just before its run was killed.
    const recovered = journal?.header.snapshot === digestOf(text) && journal.entries.length > 0;
    if (journal && recovered) {
      const key = await passphrases.unlock(journal.header.salt);
      deployment = replay(
        deployment,
        journal.entries.map((entry) => openEntry(entry, key)),
      );
    }
    return { deployment, salt, time: stored.deployment.manifest.time, recovered };
  }

  /** Writes the whole state; whatever journal there was is in it. Needs the lock. */
  async save(deployment: Deployment, seal: Seal): Promise<void> {
    const text = `${JSON.stringify(sealDeployment(deployment, seal), null, 4)}\n`;
    await writeDurably(this.statePath, text);
    await rm(this.journalPath, { force: true });
    await syncFolder(this.folder);
  }

  /** Starts the journal of a run on the state as it was saved last. Needs the lock. */
  async startJournal(seal: Seal): Promise<FileJournal> {
    const journal = await FileJournal.create(this.journalPath, digestOf(await this.text()), seal);
    await syncFolder(this.folder);
    return journal;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async text(): Promise<string> {
    try {
      return await readFile(this.statePath, "utf8");
    } catch (error) {
      if (isMissing(error)) throw new Problem(`there is no stack in ${this.folder}`);
      throw error;
    }
  }
}

export function decrypterOf(seal: Seal | undefined): (ciphertext: string) => string {
  return (ciphertext) => {
    if (seal === undefined) {
      throw new Problem("the state holds encrypted values, but names no salt to decrypt them with");
    }
    return seal.crypter.decrypt(ciphertext);
  };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
