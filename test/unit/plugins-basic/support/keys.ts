import { utils } from "ssh2";

/** How a private key is to be encrypted. */
interface Encryption {
  passphrase: string;
  cipher: string;
  rounds: number;
}

/** An ED25519 key pair. One in some 200 that ssh2 makes is none: it is made anew. */
export function keyPair(encryption?: Encryption): { private: string; public: string } {
  for (;;) {
    const made = utils.generateKeyPairSync("ed25519", encryption ?? {});
    if (Buffer.from(made.public.split(" ")[1] ?? "", "base64").length === 51) return made;
  }
}
