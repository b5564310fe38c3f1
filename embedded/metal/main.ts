import { spawnSync } from "node:child_process";
import { setFaults } from "./bmc/faults";
import { planRoom } from "./bmc/plan";
import { openRoom } from "./bmc/room";
import { readLabEnvironment } from "./environment";
import { buildGuest } from "./guest";
import { buildImage, pruneImages } from "./image";
import { sshCommand } from "./keys";
import { down, up } from "./lab";
import { withLock } from "./lock";
import { imageName } from "./machine";
import { cacheFolder, stateFolder } from "./paths";
import { planLab, type Lab } from "./plan";
import { Problem } from "./problem";
import { Progress } from "./progress";
import { requireRoot, requireSpace, requireTools } from "./requirements";
import { status } from "./status";
import { join } from "node:path";

const USAGE = `Usage: main.ts COMMAND
  up               make what is missing of the lab, guest image included, and boot its machines
  down             remove the lab, its disks and keys; the image cache stays
  status           show the machines
  ssh HOST [CMD]   open a shell on a machine, or run a command there
  image [--prune]  build the machine image; --prune removes those no longer used
  guest            build the guest image for virtual machines
  room             make the lab's machines with controllers (Redfish) instead, switched off
  fault HOST [F..] switch on faults of such a machine; without any, switch all off
`;

const PREFIX = "osl-";
const folder = join(stateFolder(), "lab");
const lab = (): Lab => planLab(readLabEnvironment(), PREFIX, folder);
const progress = new Progress();

const locked = (command: string, action: () => Promise<void>): Promise<void> => {
  requireRoot();
  return withLock(join(stateFolder(), "lab.lock"), `metal ${command}`, action);
};

const COMMANDS: Record<string, (args: string[]) => Promise<void>> = {
  up: () =>
    locked("up", async () => {
      await up(lab(), progress);
      await buildGuest(progress);
    }),
  down: () => locked("down", () => down({ prefix: PREFIX, folder }, progress)),
  status: async () => void process.stdout.write(await status(lab())),
  ssh: ([host, ...command]) => Promise.resolve(ssh(host, command)),
  image: (args) =>
    locked("image", async () => {
      if (args.includes("--prune")) {
        const plan = lab();
        const removed = await pruneImages(
          plan.machines.flatMap((machine) => imageName(plan, machine)),
        );
        progress.step(removed.length > 0 ? `Removed ${removed.join(", ")}` : "Nothing to remove");
        return;
      }
      await requireTools(progress);
      requireSpace(cacheFolder(), 6);
      progress.step(await buildImage(progress));
    }),
  guest: () =>
    locked("guest", async () => {
      await requireTools(progress);
      await buildGuest(progress);
    }),
  room: () => locked("room", () => openRoom(lab(), planRoom(lab()), progress)),
  fault: ([host, ...faults]) => {
    const { machines } = planRoom(lab());
    setFaults(named(machines, host), faults);
    return Promise.resolve();
  },
};

function ssh(host: string | undefined, command: string[]): void {
  const plan = lab();
  const [program = "", ...args] = sshCommand(plan, named(plan.machines, host), command);
  process.exitCode = spawnSync(program, args, { stdio: "inherit" }).status ?? 1;
}

function named<T extends { name: string }>(machines: T[], host: string | undefined): T {
  const machine = machines.find(({ name }) => name === host);
  if (machine) return machine;
  const names = machines.map(({ name }) => name).join(", ");
  throw new Problem(`There is no host ${host ?? "''"}. Hosts of the lab: ${names}.`);
}

async function main([name = "", ...args]: string[]): Promise<void> {
  const command = COMMANDS[name];
  if (!command) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  try {
    await command(args);
  } catch (error) {
    process.exitCode = 1;
    progress.end();
    process.stderr.write(`error: ${explain(error)}\n`);
  }
}

/** Operators' mistakes are told plainly; what is our own mistake is shown with where it happened. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ((error as NodeJS.ErrnoException).code === "ENOSPC") {
    const { path = "the lab" } = error as NodeJS.ErrnoException;
    return `The disk of ${path} is full. Make room there, then run the same command again: what was done is kept.`;
  }
  const expected = error instanceof Problem || error.name === "EnvironmentError";
  return expected ? error.message : (error.stack ?? error.message);
}

void main(process.argv.slice(2));
