import { existsSync, readFileSync } from "node:fs";
import { readdir, rmdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "./problem";
import { run } from "./run";

/** Where control groups of version 2 are mounted. @throws Problem where they are not */
export function cgroupRoot(): string {
  const mount = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .find(([, , type]) => type === "cgroup2");
  if (!mount?.[1]) {
    throw new Problem(
      "This computer has no control groups of version 2 mounted. Mount them: mount -t cgroup2 cgroup2 /sys/fs/cgroup",
    );
  }
  return mount[1];
}

/** The ids of all processes in a control group and those below it. */
export async function processesIn(group: string): Promise<number[]> {
  const own = ownProcesses(group);
  const below = await Promise.all((await subgroups(group)).map(processesIn));
  return [...own, ...below.flat()];
}

/** The ids of the processes in exactly this control group. */
export function ownProcesses(group: string): number[] {
  if (!existsSync(group)) return [];
  const ids = readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").map(Number);
  return ids.filter((id) => id > 0);
}

/** Ends all processes of a control group and removes it, however far it was made. */
export async function removeGroup(group: string): Promise<void> {
  if (!existsSync(group)) return;
  // The last of them writes what is not yet on the disk.
  for (let tries = 0; tries < 1200; tries++) {
    await writeFile(join(group, "cgroup.kill"), "1");
    if (/^populated 0$/m.test(readFileSync(join(group, "cgroup.events"), "utf8"))) {
      return removeEmpty(group);
    }
    await sleep(50);
  }
  const left = (await processesIn(group)).join(", ");
  throw new Problem(
    `Processes of the lab do not end: ${left}. See what they wait for (ps -o pid,stat,wchan,args ${left}), then run the same command again.`,
  );
}

/** Removes the empty groups that containers leave in hierarchies of version 1. */
export async function removeOldGroups(prefix: string): Promise<void> {
  const hierarchies = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .flatMap(([, point, type]) => (type === "cgroup" && point ? [point] : []));
  for (const hierarchy of hierarchies) {
    const own = (await subgroups(hierarchy)).filter((path) => basename(path).startsWith(prefix));
    await Promise.all(own.map(removeEmpty));
  }
}

/**
 * Removes the groups of a name that say which devices a machine reaches, and those below them. Their
 * hierarchy, of version 1, need not be mounted on this computer. Another command may be at it, too.
 * @param name may have a wildcard at its end
 */
export async function removeDeviceGroups(name: string): Promise<void> {
  const script = `mount -t tmpfs tmpfs /mnt && mkdir /mnt/devices
    mount -t cgroup -o devices devices /mnt/devices 2>/dev/null || exit 0
    for try in 1 2 3 4 5 6 7 8 9 10; do
      find /mnt/devices -depth -mindepth 1 -type d \\( -path "/mnt/devices/$1" -o -path "/mnt/devices/$1/*" \\) \
        -exec rmdir {} + 2>/mnt/told
      [ -n "$(find /mnt/devices -mindepth 1 -maxdepth 1 -path "/mnt/devices/$1")" ] || exit 0
      sleep 0.1
    done
    cat /mnt/told >&2
    exit 1`;
  await run(["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", name]);
}

async function removeEmpty(group: string): Promise<void> {
  await Promise.all((await subgroups(group)).map(removeEmpty));
  await rmdir(group);
}

async function subgroups(group: string): Promise<string[]> {
  if (!existsSync(group)) return [];
  const entries = await readdir(group, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(group, name));
}
