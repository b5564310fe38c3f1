import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/** Encrypts and decrypts as Pulumi's passphrase secrets provider does. */
export interface Crypter {
  /** What a deployment's `secrets_providers.state.salt` and a stack file's `encryptionsalt` hold. */
  readonly salt: string;
  encrypt(plaintext: string): string;
  /** @throws Error when the ciphertext was not made with this passphrase and salt */
  decrypt(ciphertext: string): string;
}

export class IncorrectPassphrase extends Error {
  constructor() {
    super(
      "incorrect passphrase: it does not open this stack's secrets. " +
        "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the one it was made with",
    );
  }
}

/** Iterations and sizes: sdk/go/common/resource/config/crypt.go of Pulumi. */
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What the salt's verifier decrypts to when the passphrase is right. */
const VERIFIED = "pulumi";

export function newCrypter(passphrase: string): Crypter {
  const salt = randomBytes(SALT_BYTES);
  const key = deriveKey(passphrase, salt);
  return crypter(key, `v1:${salt.toString("base64")}:${encrypt(key, VERIFIED)}`);
}

/** @throws IncorrectPassphrase */
export function openCrypter(passphrase: string, state: string): Crypter {
  const [version, salt, ...verifier] = state.split(":");
  if (version !== "v1" || salt === undefined || verifier.length !== 3) {
    throw new Error(
      `the encryption salt '${state}' is malformed: it should be v1:<salt>:<verifier>. ` +
        "Restore it from the stack file's history",
    );
  }
  const key = deriveKey(passphrase, Buffer.from(salt, "base64"));
  try {
    if (decrypt(key, verifier.join(":")) === VERIFIED) return crypter(key, state);
  } catch {
    // A wrong key fails the authentication tag.
  }
  throw new IncorrectPassphrase();
}

function crypter(key: Buffer, salt: string): Crypter {
  return {
    salt,
    encrypt: (plaintext) => encrypt(key, plaintext),
    decrypt: (ciphertext) => decrypt(key, ciphertext),
  };
}

function deriveKey(passphrase: string, salt: Buffer): Buffer {
  return pbkdf2Sync(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
}

function encrypt(key: Buffer, plaintext: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  const whole = Buffer.concat([sealed, cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${whole.toString("base64")}`;
}

function decrypt(key: Buffer, ciphertext: string): string {
  const [version, nonce, whole] = ciphertext.split(":");
  if (version !== "v1" || nonce === undefined || whole === undefined) {
    throw new Error("a secret is malformed: it should be v1:<nonce>:<ciphertext>");
  }
  const bytes = Buffer.from(whole, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const body = bytes.subarray(0, bytes.length - TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
}
