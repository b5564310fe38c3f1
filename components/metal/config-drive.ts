import { createHash } from "node:crypto";
import type * as ironic from "../../providers/ironic/sdk";
import type { NetworkData } from "./network-data";

/** What a host is told at its first boot. */
export interface FirstBoot {
  name: string;
  domain: string;
  installation: number;
  /** Who logs in, and by which key, as "TYPE BASE64". */
  user: string;
  loginKey: string;
  /** The host's own key: in OpenSSH's form, and its public half as "TYPE BASE64". */
  hostKey: { privateKey: string; publicKey: string };
  networkData: NetworkData;
}

/** The config drive for cloud-init. Its user data holds the host's private key. Pure. */
export function configDriveOf(host: FirstBoot): Required<Omit<ironic.ConfigDrive, "vendorData">> {
  return {
    metaData: {
      uuid: uuidOf(`${host.hostKey.publicKey} ${host.installation}`),
      name: host.name,
      hostname: `${host.name}.${host.domain}`,
    },
    networkData: { ...host.networkData },
    userData: `#cloud-config\n${JSON.stringify({
      users: [account(host.user, host.loginKey)],
      ssh_deletekeys: true,
      ssh_keys: {
        ed25519_private: host.hostKey.privateKey,
        ed25519_public: host.hostKey.publicKey,
      },
    })}\n`,
  };
}

function account(user: string, key: string): object {
  const login = { name: user, ssh_authorized_keys: [key] };
  if (user === "root") return login;
  return { ...login, shell: "/bin/bash", lock_passwd: true, sudo: "ALL=(ALL) NOPASSWD:ALL" };
}

/** Another one with each installation: by it, a host tells its own traces from those of an earlier one. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
