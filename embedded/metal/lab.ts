import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { refuseRoom } from "./bmc/room";
import { cgroupRoot, removeDeviceGroups, removeGroup, removeOldGroups } from "./cgroup";
import { buildImage, imageFolder } from "./image";
import { makeKeys } from "./keys";
import { boot, imageOf, isRunning, waitForSsh } from "./machine";
import { detachBelow, unmountBelow } from "./mounts";
import { checkAddresses, connect, disconnect } from "./network";
import { cacheFolder } from "./paths";
import type { Lab, Machine } from "./plan";
import type { Progress } from "./progress";
import { requireAll, requireKernel, requireRoot, requireSpace, requireTools } from "./requirements";
import { run, tryRun } from "./run";

/** Makes what is missing of a lab and boots the machines that do not run. */
export async function up(lab: Lab, progress: Progress): Promise<void> {
  requireRoot();
  refuseRoom(lab);
  await requireTools(progress);
  await requireAll([
    requireKernel,
    () => checkAddresses(lab),
    () => requireSpace(cacheFolder(), existsSync(imageFolder()) ? 1 : 6),
    () => requireSpace(lab.folder, 1),
  ]);
  const image = await buildImage(progress);
  await makeKeys(lab);
  await connect(lab);
  const failed = await bootAll(lab, () => image, progress);
  progress.step(`${lab.machines.length} machines answer SSH`);
  tellFailedUnits(failed, progress);
}

/** The units that failed, by machine. */
export type FailedUnits = Record<string, string[]>;

/** Boots the machines that do not run, and waits until all answer SSH. */
export async function bootAll(
  lab: Lab,
  image: (machine: Machine) => string,
  progress: Progress,
): Promise<FailedUnits> {
  const off = lab.machines.filter((machine) => !isRunning(lab, machine));
  if (off.length > 0) progress.step(`Booting ${off.map(({ name }) => name).join(", ")}`);
  await Promise.all(off.map((machine) => boot(lab, machine, image(machine))));
  const failed: FailedUnits = {};
  await Promise.all(
    lab.machines.map(async (machine) => {
      failed[machine.name] = await waitForSsh(lab, machine);
    }),
  );

  const older = lab.machines.filter((machine) => imageOf(lab, machine) !== image(machine));
  if (older.length > 0) {
    progress.step(
      `${older.map(({ name }) => name).join(", ")}: on an older image, which stays until make down`,
    );
  }
  return failed;
}

/** Tells which units of machines have failed, and what to do. */
export function tellFailedUnits(failed: FailedUnits, progress: Progress): void {
  for (const [name, units] of Object.entries(failed)) {
    for (const unit of units) {
      progress.step(
        `${name}: ${unit} has failed. To see why: node --import tsx embedded/metal/main.ts ssh ${name} journalctl -u ${unit}; to start it again: the same with systemctl restart ${unit}`,
      );
    }
  }
}

/**
 * Removes all that `up` made but the image cache: what carries the lab's prefix, and its folder.
 * Takes any half of a lab, or none.
 */
export async function down(lab: Pick<Lab, "prefix" | "folder">, progress: Progress): Promise<void> {
  requireRoot();
  progress.step("Switching the machines off");
  const groups = (await readdir(cgroupRoot())).filter((name) => name.startsWith(lab.prefix));
  await Promise.all(groups.map((name) => removeGroup(join(cgroupRoot(), name))));
  await removeOldGroups(lab.prefix);
  await removeDeviceGroups(`${lab.prefix}*`);
  await unmountBelow(lab.folder);
  await detachBelow(lab.folder);
  await removeNamespaces(lab.prefix);
  progress.step("Removing networks, disks and keys");
  await disconnect(lab.prefix, lab.folder);
  await rm(lab.folder, { recursive: true, force: true });
  progress.step("The lab is gone");
}

async function removeNamespaces(prefix: string): Promise<void> {
  const folder = "/run/netns";
  const names = existsSync(folder) ? await readdir(folder) : [];
  for (const name of names.filter((found) => found.startsWith(prefix))) {
    // Without its mount (a half-made one) only the file is left, which the first command refuses.
    const { code } = await tryRun(["ip", "netns", "delete", name]);
    if (code !== 0) await run(["rm", "-f", join(folder, name)]);
  }
}
