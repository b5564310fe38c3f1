import { spawnSync } from "node:child_process";
import { setFaults } from "./bmc/faults";
import { planRoom, type Room } from "./bmc/plan";
import { openRoom } from "./bmc/room";
import { readLabEnvironment } from "./environment";
import { buildGuest } from "./guest";
import { buildImage, pruneImages } from "./image";
import { sshCommand } from "./keys";
import { down, up } from "./lab";
import { withLock } from "./lock";
import { imageName } from "./machine";
import { cacheFolder, stateFolder } from "./paths";
import { buildImages, imagesInUse, upMetal } from "./metal";
import { planLab, type Lab } from "./plan";
import { Problem } from "./problem";
import { Progress } from "./progress";
import { requireRoot, requireSpace, requireTools } from "./requirements";
import { planMetal, type MetalLab } from "./site";
import { status } from "./status";
import { join } from "node:path";

const USAGE = `Usage: main.ts COMMAND
  up               make what is missing of the lab, guest image included, and boot its machines; those
                   that Ironic is to install get controllers and stay as they are
  down             remove the lab, its disks and keys; the image cache stays
  status           show the machines
  ssh HOST [CMD]   open a shell on a machine, or run a command there
  image [--prune]  build the machines' images; --prune removes those no longer used
  guest            build the guest image for virtual machines
  room             make the lab's machines with controllers (Redfish) alone, switched off
  fault HOST [F..] switch on faults of such a machine; without any, switch all off
`;

const PREFIX = "osl-";
const folder = join(stateFolder(), "lab");
const metal = (): MetalLab | undefined => planMetal(readLabEnvironment(), PREFIX, folder);
const lab = (): Lab => planLab(readLabEnvironment(), PREFIX, folder);
const room = (): Room => metal()?.room ?? planRoom(lab());
const progress = new Progress();

const locked = (command: string, action: () => Promise<void>): Promise<void> => {
  requireRoot();
  return withLock(join(stateFolder(), "lab.lock"), `metal ${command}`, action);
};

const COMMANDS: Record<string, (args: string[]) => Promise<void>> = {
  up: () =>
    locked("up", async () => {
      const site = metal();
      if (site) return upMetal(site, progress);
      await up(lab(), progress);
      await buildGuest(progress);
    }),
  down: () => locked("down", () => down({ prefix: PREFIX, folder }, progress)),
  status: async () => {
    const site = metal();
    process.stdout.write(await (site ? status(site.lab, site) : status(lab())));
  },
  ssh: ([host, ...command]) => Promise.resolve(ssh(host, command)),
  image: (args) =>
    locked("image", async () => {
      const site = metal();
      if (args.includes("--prune")) {
        const plan = site?.lab ?? lab();
        const removed = await pruneImages([
          ...plan.machines.flatMap((machine) => imageName(plan, machine)),
          ...(site ? imagesInUse(site) : []),
        ]);
        progress.step(removed.length > 0 ? `Removed ${removed.join(", ")}` : "Nothing to remove");
        return;
      }
      await requireTools(progress);
      requireSpace(cacheFolder(), 6);
      const built = site ? await buildImages(site, progress) : [await buildImage(progress)];
      progress.step(built.join(", "));
    }),
  guest: () =>
    locked("guest", async () => {
      await requireTools(progress);
      await buildGuest(progress);
    }),
  room: () => locked("room", () => openRoom(lab(), room(), progress)),
  fault: ([host, ...faults]) => {
    const { machines } = room();
    setFaults(named(machines, host), faults);
    return Promise.resolve();
  },
};

function ssh(host: string | undefined, command: string[]): void {
  const site = metal();
  const plan = site?.lab ?? lab();
  const machines = [...plan.machines, ...(site?.hosts ?? [])];
  const [program = "", ...args] = sshCommand(plan, named(machines, host), command);
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
