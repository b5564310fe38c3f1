import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Document, parseDocument } from "yaml";
import type { Crypter } from "../secrets/passphrase";

/** A stack's configuration as a program gets it. */
export interface StackConfig {
  values: Record<string, string>;
  secretKeys: string[];
}

/** `Pulumi.<stack>.yaml`: configuration and the salt of its secrets. Comments survive a change. */
export class StackFile {
  private readonly document: Document;

  constructor(
    readonly path: string,
    private readonly project: string,
  ) {
    this.document = existsSync(path) ? parseDocument(readFileSync(path, "utf8")) : new Document({});
    const [mistake] = this.document.errors;
    if (mistake) throw new Error(`${path} is not valid YAML: ${mistake.message}`);
  }

  get salt(): string | undefined {
    const salt = this.document.get("encryptionsalt");
    return typeof salt === "string" ? salt : undefined;
  }

  set salt(value: string | undefined) {
    this.document.set("encryptionsalt", value);
  }

  /** Every value as text (objects as JSON), secrets in the clear. */
  read(crypter: Crypter): StackConfig {
    const config = (this.document.toJS() as { config?: Record<string, unknown> } | null)?.config;
    const values: Record<string, string> = {};
    const secretKeys: string[] = [];
    for (const [key, value] of Object.entries(config ?? {})) {
      let secret = false;
      const plain = reveal(value, (ciphertext) => {
        secret = true;
        return crypter.decrypt(ciphertext);
      });
      values[key] = typeof plain === "string" ? plain : JSON.stringify(plain);
      if (secret) secretKeys.push(key);
    }
    return { values, secretKeys };
  }

  /** Whether a value of the configuration is encrypted. */
  get hasSecrets(): boolean {
    let found = false;
    reveal(this.document.toJS(), () => (found = true));
    return found;
  }

  set(key: string, value: unknown): void {
    this.document.setIn(["config", this.fullKey(key)], value);
  }

  remove(key: string): boolean {
    return this.document.deleteIn(["config", this.fullKey(key)]);
  }

  /** A key without a namespace is the project's own. */
  fullKey(key: string): string {
    return key.includes(":") ? key : `${this.project}:${key}`;
  }

  save(): void {
    writeFileSync(this.path, this.document.toString());
  }
}

function reveal(value: unknown, decrypt: (ciphertext: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => reveal(item, decrypt));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "secure" && typeof only[1] === "string") {
    return decrypt(only[1]);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, reveal(item, decrypt)]));
}
