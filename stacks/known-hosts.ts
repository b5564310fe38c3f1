import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

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
