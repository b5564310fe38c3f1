import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { mkdir, rm, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cgroupRoot, ownProcesses, processesIn, removeDeviceGroups, removeGroup } from "../cgroup";
import { detachBelow } from "../mounts";
import { Problem } from "../problem";
import { run } from "../run";
import { readFaults } from "./faults";
import { diskFile, logFile } from "./firmware";
import type { BareMachine } from "./plan";
import { press } from "./virtual";

/** What Redfish calls the ways to switch a machine; others are refused. */
export const RESETS = [
  "On",
  "ForceOn",
  "ForceOff",
  "GracefulShutdown",
  "GracefulRestart",
  "ForceRestart",
  "PowerCycle",
  "PushPowerButton",
] as const;
export type Reset = (typeof RESETS)[number];

const groupOf = ({ label }: BareMachine): string => join(cgroupRoot(), label);
const GIB = 2 ** 30;

/** Whether the machine has power, which says nothing of what runs on it. */
export function isOn(machine: BareMachine): boolean {
  const file = join(machine.folder, "pid");
  // The id alone could be another process's by now: it must be in the machine's control group.
  return (
    existsSync(file) && ownProcesses(groupOf(machine)).includes(Number(readFileSync(file, "utf8")))
  );
}

/** There while a machine is to be on: what is left of it after a power cut says what to switch on. */
const onFile = ({ folder }: BareMachine): string => join(folder, "on");

/** Whether a machine was on when the power of everything went, and is off now. */
export const wasOn = (machine: BareMachine): boolean =>
  existsSync(onFile(machine)) && !isOn(machine);

/** Switches a machine. Returns when that is under way; switching off by force, when it is off. */
export async function reset(machine: BareMachine, kind: Reset): Promise<void> {
  if (readFaults(machine).has("power")) return;
  const on = isOn(machine);
  switch (kind) {
    case "On":
    case "ForceOn":
      return on ? undefined : powerOn(machine);
    case "ForceOff":
      return powerOff(machine);
    case "GracefulShutdown":
      return askToStop(machine);
    case "GracefulRestart":
      return on ? askToRestart(machine) : powerOn(machine);
    case "PushPowerButton":
      return on ? askToStop(machine) : powerOn(machine);
    case "ForceRestart":
    case "PowerCycle":
      await powerOff(machine);
      return powerOn(machine);
  }
}

/** Cuts the power: every process ends at once, and with them mounts, loop devices and cables. */
export async function powerOff(machine: BareMachine): Promise<void> {
  await rm(onFile(machine), { force: true });
  await removeGroup(groupOf(machine));
  await removeDeviceGroups(machine.label);
  await detachBelow(machine.folder);
}

export async function powerOn(machine: BareMachine): Promise<void> {
  await powerOff(machine);
  await mkdir(machine.folder, { recursive: true });
  await makeDisk(machine);
  await diskIsFree(machine);
  await writeFile(onFile(machine), "");
  const file = join(machine.folder, "machine.json");
  await writeFile(file, JSON.stringify(machine, null, 2));
  const script = join(machine.folder, "power.sh");
  await writeFile(script, powerScript(machine, groupOf(machine), file));
  await mkdir(dirname(logFile(machine)), { recursive: true });
  const log = openSync(logFile(machine), "a");
  // In a session of its own: it outlives the controller, as metal does.
  const child = spawn("sh", [script], {
    detached: true,
    stdio: ["ignore", log, log],
    env: ENVIRONMENT,
  });
  child.unref();
  closeSync(log);
  await new Promise((resolve, reject) => child.on("spawn", resolve).on("error", reject));
  for (let tries = 0; !isOn(machine) && child.exitCode === null && tries < 100; tries++) {
    await sleep(20);
  }
}

const ENVIRONMENT = {
  PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
  UNIFIED_CGROUP_HIERARCHY: "yes",
  SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network",
  // Without it /tmp would be memory.
  SYSTEMD_NSPAWN_TMPFS_TMP: "0",
};

/**
 * The script that is a machine's power supply. All that containers leave is made in a mount
 * namespace that ends with it. A machine with nothing to boot stays on, as one of metal does. Pure.
 */
export function powerScript(machine: BareMachine, group: string, settings: string): string {
  const firmware = `${process.execPath} --import ${require.resolve("tsx")} ${join(__dirname, "firmware.ts")} ${settings} ${group}`;
  return `set -eu
mkdir -p ${group} /run/netns /run/systemd/nspawn
echo $$ >${group}/cgroup.procs
echo $$ >${join(machine.folder, "pid")}
exec unshare --mount --propagation private sh -euc '
  mount -t tmpfs tmpfs /run/netns
  mount -t tmpfs tmpfs /run/systemd/nspawn
  disk=$(losetup --find --show --partscan ${diskFile(machine)})
  # Held open here alone: it goes when this ends, however that comes about.
  exec 9<>$disk
  losetup --detach $disk
  while :; do
    if ${firmware} $disk; then
      code=0
      sh ${join(machine.folder, "kernel.sh")} || code=$?
    else
      exec sleep infinity
    fi
    # 133: the machine asked for a reboot. Any other: it is off by its own will.
    [ $code = 133 ] && continue
    rm -f ${onFile(machine)}
    exit $code
  done'
`;
}

/** What was written last is on the disk some time after the machine is off. */
async function diskIsFree(machine: BareMachine): Promise<void> {
  const disk = diskFile(machine);
  for (let tries = 0; tries < 600; tries++) {
    if ((await run(["losetup", "--associated", disk])) === "") return;
    await sleep(50);
  }
  throw new Problem(
    `The disk of ${machine.name}, ${disk}, is still in use (losetup --associated ${disk}). End what uses it, then switch the machine on again.`,
  );
}

async function makeDisk(machine: BareMachine): Promise<void> {
  const disk = diskFile(machine);
  if (existsSync(disk)) return;
  await writeFile(disk, "");
  await truncate(disk, machine.hardware.diskGiB * GIB);
}

/** As the power button does: the operating system, where one runs, shuts itself down. */
async function askToStop(machine: BareMachine): Promise<void> {
  if (machine.kind === "virtual") return press(machine, "power");
  for (const id of await processes(machine)) {
    if (nameOf(id) === "systemd-nspawn") signal(id, "SIGTERM");
  }
}

/** As Ctrl+Alt+Delete does. */
async function askToRestart(machine: BareMachine): Promise<void> {
  if (machine.kind === "virtual") return press(machine, "ctrl-alt-delete");
  for (const id of await processes(machine)) {
    if (/^NSpid:.*\t1$/m.test(statusOf(id))) signal(id, "SIGINT");
  }
}

const processes = (machine: BareMachine): Promise<number[]> => processesIn(groupOf(machine));

function statusOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/status`, "utf8");
  } catch {
    return "";
  }
}

const nameOf = (id: number): string => /^Name:\t(.*)$/m.exec(statusOf(id))?.[1] ?? "";

function signal(id: number, name: NodeJS.Signals): void {
  try {
    process.kill(id, name);
  } catch (error) {
    // Ended in the meantime: what was asked for.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
