import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lab, Machine } from "./plan";
import { run } from "./run";

export const keyFile = (lab: Pick<Lab, "folder">): string => join(lab.folder, "ssh", "id_ed25519");
export const knownHostsFile = (lab: Pick<Lab, "folder">): string =>
  join(lab.folder, "ssh", "known_hosts");

export const hostKeyFile = (lab: Lab, { name }: Machine): string =>
  join(lab.folder, "hosts", name, "ssh_host_ed25519_key");

/**
 * Makes the keys that are missing: one pair to reach the machines with, and every machine's own,
 * which is made here so that it is known before the first connection.
 */
export async function makeKeys(lab: Lab): Promise<void> {
  await mkdir(join(lab.folder, "ssh"), { recursive: true, mode: 0o700 });
  await makeKey(keyFile(lab), "lab");
  await Promise.all(
    lab.machines.map(async (machine) => {
      await mkdir(join(lab.folder, "hosts", machine.name), { recursive: true });
      await makeKey(hostKeyFile(lab, machine), machine.name);
    }),
  );
  await writeWhenOther(knownHostsFile(lab), knownHosts(lab));
}

async function makeKey(file: string, comment: string): Promise<void> {
  // The public half is written last: with it the pair is whole.
  if (existsSync(`${file}.pub`)) return;
  await rm(file, { force: true });
  await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file]);
}

function knownHosts(lab: Lab): string {
  return lab.machines
    .map((machine) => {
      const [type = "", key = ""] = readFileSync(`${hostKeyFile(lab, machine)}.pub`, "utf8").split(
        " ",
      );
      return `${machine.management},${machine.name} ${type} ${key}\n`;
    })
    .join("");
}

async function writeWhenOther(file: string, text: string): Promise<void> {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** The command that opens a shell on a machine, or runs a command there. */
export function sshCommand(lab: Lab, machine: Machine, command: string[] = []): string[] {
  const options = {
    IdentityFile: keyFile(lab),
    IdentitiesOnly: "yes",
    // The key of a deployed host is known to who deployed it. The way there is this computer's own
    // bridges, where nobody else can answer in its place.
    UserKnownHostsFile: machine.deployed ? "/dev/null" : knownHostsFile(lab),
    StrictHostKeyChecking: machine.deployed ? "no" : "yes",
    ConnectTimeout: "3",
    BatchMode: "yes",
    LogLevel: "ERROR",
  };
  return [
    ...["ssh", "-F", "none"],
    ...Object.entries(options).flatMap(([key, value]) => ["-o", `${key}=${value}`]),
    `root@${machine.management}`,
    ...command,
  ];
}
