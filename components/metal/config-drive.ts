import { createHash } from "node:crypto";

/** Who logs in to a host, and by which key, as "TYPE BASE64". */
export interface Account {
  user: string;
  publicKey: string;
}

/** A host's own key: in OpenSSH's form, and its public half as "TYPE BASE64". */
export interface HostKey {
  privateKey: string;
  publicKey: string;
}

/** meta_data.json: who the host is. Pure. */
export function metaData(
  host: { name: string; domain: string; installation: number },
  hostKey: Pick<HostKey, "publicKey">,
  login: Account,
): Record<string, unknown> {
  return {
    uuid: uuidOf(`${hostKey.publicKey} ${host.installation}`),
    name: host.name,
    hostname: `${host.name}.${host.domain}`,
    // The image gives root such keys.
    ...(login.user === "root" && { public_keys: { login: login.publicKey } }),
  };
}

/** user_data: cloud-init's own words for what is no metadata. It holds the host's private key. Pure. */
export function userData(hostKey: HostKey, { user, publicKey }: Account): string {
  const account = {
    name: user,
    ssh_authorized_keys: [publicKey],
    shell: "/bin/bash",
    sudo: "ALL=(ALL) NOPASSWD:ALL",
  };
  return `#cloud-config\n${JSON.stringify({
    ...(user !== "root" && { users: [account] }),
    ssh_keys: { ed25519_private: hostKey.privateKey, ed25519_public: hostKey.publicKey },
  })}\n`;
}

/** Another one with each installation: by it, a host tells its own traces from those of an earlier one. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const [a, b, c] = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  return [a, b, c, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
