import { createPrivateKey, createPublicKey, KeyObject, webcrypto } from "node:crypto";

/** How WebCrypto names a key's algorithm, and signs with it. */
interface Algorithm {
  name: string;
  hash?: string;
  namedCurve?: string;
}

const CURVES: Record<string, string> = {
  prime256v1: "P-256",
  secp384r1: "P-384",
  secp521r1: "P-521",
};

function algorithmOf(key: KeyObject): Algorithm {
  switch (key.asymmetricKeyType) {
    case "rsa":
      return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    case "ec": {
      const namedCurve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ""];
      if (!namedCurve) {
        throw new Error(
          "certificates cannot be made with a P224 key here; use P256, P384 or P521 instead",
        );
      }
      return { name: "ECDSA", hash: "SHA-256", namedCurve };
    }
    case "ed25519":
      return { name: "Ed25519" };
    default:
      throw new Error("the private key is of a kind that is not known; use RSA, ECDSA or ED25519");
  }
}

/** A PEM private key as a pair that signs. */
export async function signingPair(pem: string): Promise<{
  keys: webcrypto.CryptoKeyPair;
  signing: Algorithm;
}> {
  const key = createPrivateKey(pem);
  const signing = algorithmOf(key);
  const privateKey = await webcrypto.subtle.importKey(
    "pkcs8",
    key.export({ type: "pkcs8", format: "der" }),
    signing,
    false,
    ["sign"],
  );
  const publicKey = await webcrypto.subtle.importKey(
    "spki",
    createPublicKey(key).export({ type: "spki", format: "der" }),
    signing,
    true,
    ["verify"],
  );
  return { keys: { privateKey, publicKey }, signing };
}
