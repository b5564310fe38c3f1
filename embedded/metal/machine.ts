import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cgroupRoot, ownProcesses, removeGroup } from "./cgroup";
import { hostKeyFile, keyFile, knownHostsFile, sshCommand } from "./keys";
import { isMounted } from "./mounts";
import type { Lab, Machine } from "./plan";
import { Problem } from "./problem";
import { bootScript } from "./boot";
import { run, tryRun } from "./run";

/** What is known of a machine's disk: written when the disk is whole. */
interface Disk {
  /** The folder of the image that the disk lies upon. */
  image: string;
}

export const machineFolder = (lab: Lab, { name }: Pick<Machine, "name">): string =>
  join(lab.folder, "hosts", name);
export const groupOf = ({ label }: Pick<Machine, "label">): string => join(cgroupRoot(), label);
export const logFile = (lab: Lab, { name }: Machine): string =>
  join(lab.folder, "logs", `${name}.log`);

/** The image of a machine's disk, or undefined before it has one. */
export function imageOf(lab: Lab, machine: Machine): string | undefined {
  const file = join(machineFolder(lab, machine), "disk.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Disk).image : undefined;
}

/** Whether the machine's container runs (which says nothing of SSH). */
export function isRunning(lab: Lab, machine: Pick<Machine, "name" | "label">): boolean {
  const file = join(machineFolder(lab, machine), "pid");
  // The id alone could be another process's by now: it must be in the machine's control group.
  return (
    existsSync(file) && ownProcesses(groupOf(machine)).includes(Number(readFileSync(file, "utf8")))
  );
}

/** Boots a machine from its disk, which is made first where there is none. */
export async function boot(lab: Lab, machine: Machine, image: string): Promise<void> {
  await removeGroup(groupOf(machine));
  await insert(lab, machine, image);
  const folder = machineFolder(lab, machine);
  await replaceFile(join(folder, "root"), "etc/resolv.conf", resolverSettings());
  const script = join(folder, "boot.sh");
  await writeFile(
    script,
    bootScript(machine, { folder, gateway: lab.gateway, group: groupOf(machine) }),
  );
  mkdirSync(join(lab.folder, "logs"), { recursive: true });
  const log = openSync(logFile(lab, machine), "a");
  // In a session of its own: it outlives this program and no key pressed here reaches it.
  const child = spawn("sh", [script], {
    detached: true,
    stdio: ["ignore", log, log],
    env: ENVIRONMENT,
  });
  child.unref();
  closeSync(log);
}

const ENVIRONMENT = {
  PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
  UNIFIED_CGROUP_HIERARCHY: "yes",
  SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network",
  // Without it /tmp would be memory.
  SYSTEMD_NSPAWN_TMPFS_TMP: "0",
};

/** Puts the machine's disk together and mounts it. */
async function insert(lab: Lab, machine: Machine, image: string): Promise<void> {
  const folder = machineFolder(lab, machine);
  const at = (name: string) => join(folder, name);
  const lower = imageOf(lab, machine);
  if (lower !== undefined && !existsSync(lower)) {
    throw new Problem(
      `The disk of ${machine.name} lies upon ${lower}, which is gone. Its machines cannot boot any more: run make down, then make up.`,
    );
  }
  if (isMounted(at("root"))) {
    if (lower !== undefined) return;
    await run(["umount", at("root")]);
  }
  if (lower === undefined) {
    // A disk whose making was interrupted is made anew.
    await Promise.all(
      ["upper", "work"].map((name) => rm(at(name), { recursive: true, force: true })),
    );
  }
  await Promise.all(["upper", "work", "root"].map((name) => mkdir(at(name), { recursive: true })));
  const layers = `lowerdir=${lower ?? image},upperdir=${at("upper")},workdir=${at("work")}`;
  await run(["mount", "-t", "overlay", machine.label, "-o", layers, at("root")]);
  if (lower !== undefined) return;
  await personalize(lab, machine, at("root"));
  await writeFile(at("disk.json.new"), JSON.stringify({ image } satisfies Disk));
  await rename(at("disk.json.new"), at("disk.json"));
}

/** Writes what sets this machine apart from the others. */
async function personalize(lab: Lab, machine: Machine, root: string): Promise<void> {
  const at = (name: string) => join(root, name);
  await writeFile(at("etc/hostname"), `${machine.name}\n`);
  await writeFile(
    at("etc/hosts"),
    `127.0.0.1 localhost\n${machine.management} ${machine.name}.${lab.domain} ${machine.name}\n`,
  );
  await writeFile(at("etc/machine-id"), `${randomUUID().replaceAll("-", "")}\n`);
  await copyFile(hostKeyFile(lab, machine), at("etc/ssh/ssh_host_ed25519_key"));
  await copyFile(`${hostKeyFile(lab, machine)}.pub`, at("etc/ssh/ssh_host_ed25519_key.pub"));
  await run(["chmod", "600", at("etc/ssh/ssh_host_ed25519_key")]);
  await mkdir(at("root/.ssh"), { recursive: true, mode: 0o700 });
  await copyFile(`${keyFile(lab)}.pub`, at("root/.ssh/authorized_keys"));
}

/** Replaces a file by name, so that a link put there by the machine is not followed. */
async function replaceFile(root: string, name: string, text: string): Promise<void> {
  await writeFile(join(root, `${name}.new`), text, { mode: 0o644 });
  await rename(join(root, `${name}.new`), join(root, name));
}

/** This computer's name servers, as far as the machines can reach them. */
function resolverSettings(): string {
  const files = ["/run/systemd/resolve/resolv.conf", "/etc/resolv.conf"].filter(existsSync);
  const reachable = files
    .flatMap((file) => readFileSync(file, "utf8").split("\n"))
    .filter((line) => /^nameserver\s+(?!127\.|::1)/.test(line));
  return [...new Set(reachable), ""].join("\n");
}

/** What is asked of a machine that boots: it answers when it has started what it starts. */
const FAILED_UNITS =
  "timeout 180 systemctl is-system-running --wait >/dev/null; systemctl list-units --failed --plain --no-legend; true";

/**
 * Waits until a machine answers SSH and has started what it starts.
 * @returns the units that failed
 * @throws Problem when it does not answer
 */
export async function waitForSsh(
  lab: Lab,
  machine: Machine,
  seconds = 90,
  isOn = () => isRunning(lab, machine),
): Promise<string[]> {
  const until = Date.now() + seconds * 1000;
  let said = "";
  while (Date.now() < until) {
    const { code, stdout, stderr } = await tryRun(sshCommand(lab, machine, [FAILED_UNITS]));
    if (code === 0) return stdout.split("\n").flatMap((line) => line.split(" ")[0] || []);
    said = stderr.trim();
    if (said.includes("Host key verification failed")) {
      throw new Problem(
        `What answers SSH at ${machine.management} has another host key than ${machine.name} was given (${knownHostsFile(lab)}). If another machine has taken that address, take it away and run the same command again. If the key was replaced on ${machine.name}, make down and make up build it anew.`,
      );
    }
    // No later try mends it.
    if (said.includes("Permission denied")) break;
    if (!isOn() && Date.now() > until - (seconds - 5) * 1000) break;
    await sleep(300);
  }
  const log = logFile(lab, machine);
  const last = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").slice(-5) : [];
  throw new Problem(
    `${machine.name} (${machine.management}) does not answer SSH${said ? `: ${said}` : ""}\nThe end of its log ${log}:\n  ${last.join("\n  ")}\nRun the same command again; if it stays so, make down and make up build it anew.`,
  );
}

/** The name of the image folder that a machine uses, for `image --prune`. */
export function imageName(lab: Lab, machine: Machine): string[] {
  const image = imageOf(lab, machine);
  return image === undefined ? [] : [basename(image)];
}
