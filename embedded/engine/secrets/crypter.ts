import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

import { Problem } from "../cli/problem";

const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const CHECK = "pulumi";

/** Encrypts and decrypts texts as Pulumi's symmetric crypter does: `v1:<nonce>:<ciphertext>`. */
export interface Crypter {
  encrypt(plaintext: string): string;
  /** @throws Problem when the ciphertext is not ours or was changed */
  decrypt(ciphertext: string): string;
}

/** The wrong passphrase: worth asking again on a terminal. */
export class IncorrectPassphrase extends Problem {
  constructor() {
    super(
      "incorrect passphrase: set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the " +
        "passphrase that this stack was made with",
    );
  }
}

/** The crypter for a passphrase and a stack's salt (`v1:<base64 salt>:<encrypted "pulumi">`). */
export async function unlockSalt(passphrase: string, state: string): Promise<Crypter> {
  const match = /^v1:([^:]+):(.+)$/.exec(state);
  if (!match?.[1] || !match[2]) {
    throw new Problem("the encryption salt is malformed: it must be v1:<salt>:<verifier>");
  }
  const crypter = symmetricCrypter(await derive(passphrase, Buffer.from(match[1], "base64")));
  try {
    if (crypter.decrypt(match[2]) === CHECK) return crypter;
  } catch {
    // A key of another passphrase fails the authentication tag.
  }
  throw new IncorrectPassphrase();
}

/** A new salt for a passphrase, in the form that {@link unlockSalt} reads. */
export async function newSalt(passphrase: string): Promise<{ salt: string; crypter: Crypter }> {
  const salt = randomBytes(8);
  const crypter = symmetricCrypter(await derive(passphrase, salt));
  return { salt: `v1:${salt.toString("base64")}:${crypter.encrypt(CHECK)}`, crypter };
}

function derive(passphrase: string, salt: Buffer): Promise<Buffer> {
  return promisify(pbkdf2)(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
}

/** @param key 32 bytes */
export function symmetricCrypter(key: Buffer): Crypter {
  return {
    encrypt(plaintext) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const sealed = [cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()];
      return `v1:${nonce.toString("base64")}:${Buffer.concat(sealed).toString("base64")}`;
    },
    decrypt(ciphertext) {
      const [version, nonce, sealed, ...more] = ciphertext.split(":");
      if (version !== "v1" || !nonce || !sealed || more.length > 0) {
        throw new Problem("an encrypted value is malformed: it must be v1:<nonce>:<ciphertext>");
      }
      const bytes = Buffer.from(sealed, "base64");
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
        const parts = [decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()];
        return Buffer.concat(parts).toString("utf8");
      } catch {
        throw new Problem(
          "an encrypted value cannot be decrypted: it was changed, or encrypted for another stack",
        );
      }
    },
  };
}
