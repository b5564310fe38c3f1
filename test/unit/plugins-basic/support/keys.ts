import { type ED25519KeyPairOptions, utils } from "ssh2";

/** An ED25519 key pair. One in some 200 that ssh2 makes is none: it is made anew. */
export function keyPair(options: ED25519KeyPairOptions = {}): { private: string; public: string } {
  for (;;) {
    const made = utils.generateKeyPairSync("ed25519", options);
    if (Buffer.from(made.public.split(" ")[1] ?? "", "base64").length === 51) return made;
  }
}
