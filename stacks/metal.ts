import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../components/host";
import type { Environment } from "./environment";

const expand = (path: string): string => path.replace(/^~(?=\/)/, homedir());

function read(path: string, setting: string): string {
  try {
    return readFileSync(expand(path), "utf8");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new pulumi.RunError(
      `site.ssh.${setting}: ${path} cannot be read (${reason}). ` +
        "Name a file that exists, or make it first (in the lab, `make up` does).",
    );
  }
}

/** Whether the first column of a known_hosts line stands for an address, hashed or plain. */
function matches(pattern: string, address: string): boolean {
  const [, , salt, hash] = pattern.startsWith("|1|") ? pattern.split("|") : [];
  if (salt !== undefined && hash !== undefined) {
    const key = Buffer.from(salt, "base64");
    return createHmac("sha1", key).update(address).digest("base64") === hash;
  }
  return pattern.split(",").includes(address);
}

/**
 * The host key that a known_hosts file pins for an address, as "TYPE BASE64".
 * @throws when the file has none
 */
export function pinnedKey(knownHosts: string, address: string, port: number, file: string): string {
  const name = port === 22 ? address : `[${address}]:${port}`;
  const keys = knownHosts
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([pattern, type, key]) =>
        key !== undefined && type !== undefined && matches(pattern ?? "", name),
    )
    .map(([, type, key]) => `${type ?? ""} ${key ?? ""}`);
  const key = keys.find((candidate) => candidate.startsWith("ssh-ed25519 ")) ?? keys[0];
  if (key === undefined) {
    throw new pulumi.RunError(
      `site.ssh.knownHostsFile: ${file} has no key for ${name}. ` +
        "Add the host's key to it after checking it: keys are pinned, never taken on trust.",
    );
  }
  return key;
}

/** The hosts of the environment, which run already: name, roles, addresses, and the way to each. */
export function adoptHosts(environment: Environment): Host[] {
  const { ssh, hosts } = environment.site;
  const privateKey = pulumi.secret(read(ssh.privateKeyFile, "privateKeyFile"));
  const knownHosts = read(ssh.knownHostsFile, "knownHostsFile");
  return Object.entries(hosts).map(([name, host]) => ({
    name,
    roles: host.roles,
    addresses: host.addresses,
    externalInterfaces: host.externalInterfaces,
    connection: {
      host: host.addresses.management,
      port: ssh.port,
      user: ssh.user,
      privateKey,
      hostKey: pinnedKey(knownHosts, host.addresses.management, ssh.port, ssh.knownHostsFile),
      // A host that is down is told within a minute.
      dialErrorLimit: 5,
      perDialTimeout: 10,
    },
  }));
}
