import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cgroupRoot, ownProcesses, removeGroup } from "../cgroup";
import { isRunning } from "../machine";
import { checkAddresses, connect, ipBatch } from "../network";
import type { Lab } from "../plan";
import { FIRMWARE_TOOLS, TOOLS, VIRTUAL_TOOLS } from "../packages";
import { Problem } from "../problem";
import type { Progress } from "../progress";
import { requireRoot, requireTools } from "../requirements";
import { makeIdentities } from "./identity";
import type { Room } from "./plan";
import { powerOn, wasOn } from "./power";

const groupOf = ({ prefix }: Pick<Room, "prefix">): string => join(cgroupRoot(), `${prefix}bmc`);
const readyFile = ({ folder }: Pick<Room, "folder">): string => join(folder, "ready");
const roomFile = ({ folder }: Pick<Room, "folder">): string => join(folder, "room.json");
const describe = (room: Room): string => JSON.stringify(room, null, 2);
const logFile = ({ folder }: Pick<Room, "folder">): string =>
  join(dirname(folder), "logs", "bmc.log");

/**
 * Makes what is missing of a room: networks, the machines' controllers, and those listening. The
 * machines stay as they are, which is off at first. `down` of the lab removes all of it.
 */
export async function openRoom(lab: Lab, room: Room, progress: Progress): Promise<void> {
  requireRoot();
  const virtual = room.machines.some(({ kind }) => kind === "virtual") ? VIRTUAL_TOOLS : [];
  await requireTools(progress, [...TOOLS, ...FIRMWARE_TOOLS, ...virtual]);
  const direct = room.machines.filter((machine) => isRunning(lab, machine));
  if (direct.length > 0) {
    throw new Problem(
      `${direct.map(({ name }) => name).join(", ")} run without a controller. Take the lab down first: make down.`,
    );
  }
  const others = lab.bridges.filter(({ name }) => name !== room.network.name);
  const networks = { ...lab, bridges: [...others, room.network] };
  await checkAddresses(networks);
  await connect(networks);
  const { name, cidr } = room.network;
  const bits = cidr.split("/")[1] ?? "";
  await ipBatch(room.machines.map(({ bmc }) => `address replace ${bmc}/${bits} dev ${name}`));
  await makeIdentities(room);
  if (isListening(room) && readFileSync(roomFile(room), "utf8") === describe(room)) return;
  progress.step(`Starting the controllers of ${room.machines.map(({ name }) => name).join(", ")}`);
  await startDaemon(room);
}

/** Switches on what was on when the power of all went, as controllers do that are told to. */
export async function restorePower(room: Room, progress: Progress): Promise<void> {
  const off = room.machines.filter(wasOn);
  if (off.length === 0) return;
  progress.step(`Switching on what was on: ${off.map(({ name }) => name).join(", ")}`);
  await Promise.all(off.map(powerOn));
}

/** @throws Problem when the lab's machines have controllers, which are to boot them */
export function refuseRoom({ folder }: Pick<Lab, "folder">): void {
  if (!existsSync(join(folder, "bmc", "room.json"))) return;
  throw new Problem(
    "The lab's machines have controllers, by which alone they are switched. For machines without, take the lab down first: make down.",
  );
}

/** Whether the controllers answer. */
export function isListening(room: Room): boolean {
  const file = readyFile(room);
  return (
    existsSync(file) && ownProcesses(groupOf(room)).includes(Number(readFileSync(file, "utf8")))
  );
}

/** Ends the controllers; machines that are on stay on. */
export async function stopControllers(room: Room): Promise<void> {
  await removeGroup(groupOf(room));
  await rm(readyFile(room), { force: true });
}

async function startDaemon(room: Room): Promise<void> {
  await stopControllers(room);
  await writeFile(roomFile(room), describe(room), { mode: 0o600 });
  const group = groupOf(room);
  mkdirSync(group, { recursive: true });
  mkdirSync(dirname(logFile(room)), { recursive: true });
  const log = openSync(logFile(room), "a");
  const start = `echo $$ >${group}/cgroup.procs; exec "$@"`;
  const daemon = [
    process.execPath,
    "--import",
    require.resolve("tsx"),
    join(__dirname, "daemon.ts"),
  ];
  const child = spawn("sh", ["-euc", start, "sh", ...daemon, roomFile(room), readyFile(room)], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.unref();
  closeSync(log);
  for (let tries = 0; tries < 300; tries++) {
    if (isListening(room)) return;
    if (child.exitCode !== null) break;
    await sleep(100);
  }
  const last = readFileSync(logFile(room), "utf8").trimEnd().split("\n").slice(-5);
  throw new Problem(
    `The machines' controllers do not start. The end of their log ${logFile(room)}:\n  ${last.join("\n  ")}\nRun the same command again; if it stays so, run make down and make up.`,
  );
}
