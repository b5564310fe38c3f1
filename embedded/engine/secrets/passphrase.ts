import { readFile } from "node:fs/promises";

import { messageOf, Problem } from "../cli/problem";
import { IncorrectPassphrase, newSalt, unlockSalt } from "./crypter";
import type { Crypter } from "./crypter";

/** A salt with the crypter that its passphrase gives: what a stack's secrets are sealed with. */
export interface Seal {
  salt: string;
  crypter: Crypter;
}

/** Asks on a terminal without echo; absent where there is no terminal. */
export type Ask = (question: string) => Promise<string>;

/** Turns salts into crypters. A derived key is kept for the life of the process only. */
export class Passphrases {
  private readonly unlocked = new Map<string, Promise<Seal>>();

  constructor(
    private readonly environment: NodeJS.ProcessEnv,
    private readonly ask?: Ask,
  ) {}

  /** @throws IncorrectPassphrase; Problem when no passphrase can be had */
  unlock(salt: string): Promise<Seal> {
    let seal = this.unlocked.get(salt);
    if (seal === undefined) {
      seal = this.tryUnlock(salt);
      this.unlocked.set(salt, seal);
    }
    return seal;
  }

  async create(): Promise<Seal> {
    let passphrase = await this.given();
    while (passphrase === undefined) {
      const first = await this.prompt("Enter your passphrase to protect config/secrets: ");
      const second = await this.prompt("Re-enter your passphrase to confirm: ");
      if (first === second) passphrase = first;
      else process.stderr.write("error: passphrases do not match\n");
    }
    const seal = await newSalt(passphrase);
    this.unlocked.set(seal.salt, Promise.resolve(seal));
    return seal;
  }

  private async tryUnlock(salt: string): Promise<Seal> {
    const given = await this.given();
    if (given !== undefined) return { salt, crypter: await unlockSalt(given, salt) };
    for (let attempt = 1; ; attempt++) {
      const phrase = await this.prompt("Enter your passphrase to unlock config/secrets: ");
      try {
        return { salt, crypter: await unlockSalt(phrase, salt) };
      } catch (error) {
        if (!(error instanceof IncorrectPassphrase) || attempt === 3) throw error;
        process.stderr.write("error: incorrect passphrase\n");
      }
    }
  }

  private async given(): Promise<string | undefined> {
    const { PULUMI_CONFIG_PASSPHRASE: phrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } =
      this.environment;
    if (phrase !== undefined) return phrase;
    if (!file) return undefined;
    try {
      return (await readFile(file, "utf8")).trim();
    } catch (error) {
      throw new Problem(`unable to read PULUMI_CONFIG_PASSPHRASE_FILE: ${messageOf(error)}`);
    }
  }

  private prompt(question: string): Promise<string> {
    if (this.ask === undefined) {
      throw new Problem(
        "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE " +
          "environment variables",
      );
    }
    return this.ask(question);
  }
}
