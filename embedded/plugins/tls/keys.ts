import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  KeyObject,
} from "node:crypto";
import { promisify } from "node:util";
import { type ParsedKey, utils } from "ssh2";
import type { Properties } from "../../../providers/server/types";

/** Curves by their name here and in OpenSSL. */
const CURVES: Record<string, string> = {
  P224: "secp224r1",
  P256: "prime256v1",
  P384: "secp384r1",
  P521: "secp521r1",
};

/** A new key in every form that a PrivateKey resource has. */
export async function newKey(inputs: Properties): Promise<Properties> {
  // OpenSSH has no name for P224: its SSH forms stay empty, as the official provider's do.
  if (inputs.algorithm === "ECDSA" && inputs.ecdsaCurve === "P224") {
    const pair = await promisify(generateKeyPair)("ec", { namedCurve: CURVES.P224 ?? "" });
    return { ...pemForms(pair.privateKey), privateKeyOpenssh: "", ...sshForms(undefined) };
  }
  const { privateKeyOpenssh, parsed } = await newOpensshKey(inputs);
  return {
    ...pemForms(createPrivateKey(parsed.getPrivatePEM())),
    privateKeyOpenssh,
    ...sshForms({ type: parsed.type, blob: parsed.getPublicSSH() }),
  };
}

/** `string "ssh-ed25519"`, then 32 bytes, each with its length before it. */
const ED25519_BLOB_BYTES = 4 + 11 + 4 + 32;

/** ssh2 drops a zero at the start of one ED25519 key in some 200, which is then none: another is made. */
async function newOpensshKey(
  inputs: Properties,
): Promise<{ privateKeyOpenssh: string; parsed: ParsedKey }> {
  for (;;) {
    const privateKeyOpenssh = await generateOpensshKey(inputs);
    const parsed = utils.parseKey(privateKeyOpenssh);
    const isEd25519 = inputs.algorithm === "ED25519";
    if (parsed instanceof Error) {
      if (!isEd25519) throw parsed;
    } else if (!isEd25519 || parsed.getPublicSSH().length === ED25519_BLOB_BYTES) {
      return { privateKeyOpenssh, parsed };
    }
  }
}

function generateOpensshKey(inputs: Properties): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, keys: { private: string }): void =>
      error ? reject(error) : resolve(keys.private);
    switch (inputs.algorithm) {
      case "RSA":
        return utils.generateKeyPair("rsa", { bits: inputs.rsaBits as number }, done);
      case "ECDSA": {
        const bits = Number((inputs.ecdsaCurve as string).slice(1)) as 256 | 384 | 521;
        return utils.generateKeyPair("ecdsa", { bits }, done);
      }
      default:
        return utils.generateKeyPair("ed25519", {}, done);
    }
  });
}

function pemForms(privateKey: KeyObject): Properties {
  const pem = (type: "pkcs8" | "sec1" | "pkcs1"): string =>
    privateKey.export({ type, format: "pem" }).toString();
  const native = { rsa: "pkcs1", ec: "sec1" } as const;
  return {
    privateKeyPem: pem(native[privateKey.asymmetricKeyType as "rsa"] ?? "pkcs8"),
    privateKeyPemPkcs8: pem("pkcs8"),
    publicKeyPem: createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString(),
  };
}

function sshForms(key: { type: string; blob: Buffer } | undefined): Properties {
  if (!key) {
    return { publicKeyOpenssh: "", publicKeyFingerprintMd5: "", publicKeyFingerprintSha256: "" };
  }
  const md5 = createHash("md5").update(key.blob).digest("hex").match(/../g) ?? [];
  const sha256 = createHash("sha256").update(key.blob).digest("base64").replace(/=+$/, "");
  return {
    publicKeyOpenssh: `${key.type} ${key.blob.toString("base64")}\n`,
    publicKeyFingerprintMd5: md5.join(":"),
    publicKeyFingerprintSha256: `SHA256:${sha256}`,
  };
}

/** `RSA`, `ECDSA` or `ED25519`: what a certificate resource says of the key it was made with. */
export function keyAlgorithm(pem: string): string {
  const type = createPrivateKey(pem).asymmetricKeyType;
  return { rsa: "RSA", ec: "ECDSA", ed25519: "ED25519" }[type as "rsa"] ?? String(type);
}
