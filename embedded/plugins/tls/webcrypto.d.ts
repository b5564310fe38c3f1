/** @peculiar/x509 names WebCrypto's types as browsers do; here they are Node.js's own. */
import type { webcrypto } from "node:crypto";

declare global {
  type Crypto = webcrypto.Crypto;
  type CryptoKey = webcrypto.CryptoKey;
  type CryptoKeyPair = webcrypto.CryptoKeyPair;
  type BufferSource = ArrayBufferView | ArrayBuffer;
}
