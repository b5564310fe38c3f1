import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { unmountBelow } from "../mounts";
import { Problem } from "../problem";
import { run } from "../run";
import { containerScript } from "./container";
import { readFaults } from "./faults";
import { extractIso, type Extent } from "./iso9660";
import { bootableDisk, bootableMedium, configDrive, type Bootable } from "./medium";
import { readPartitions } from "./gpt";
import type { BareMachine } from "./plan";
import { changeSettings, DRIVES, readSettings, type BootTarget } from "./settings";

/** The machine's disk. */
export const diskFile = ({ folder }: BareMachine): string => join(folder, "disk.img");

/**
 * What a machine does from power on until its kernel starts, in a mount namespace of its own: it
 * takes the boot source that the settings say, mounts what is on it, and writes the script that
 * stands for the kernel. @throws Problem when there is nothing to boot from
 */
export async function start(machine: BareMachine): Promise<void> {
  const at = (name: string): string => join(machine.folder, name);
  if (readFaults(machine).has("boot")) throw new Problem("The machine hangs (fault 'boot').");
  const target = takeTarget(machine);
  const bootable = await find(machine, target);
  if (!bootable) {
    throw new Problem(`No bootable device. The boot override says ${target}.`);
  }
  await unmountBelow(at("root"));
  await unmountBelow(at("lower"));
  for (const name of ["root", "lower", "devices"]) await mkdir(at(name), { recursive: true });
  const configuration = await readConfigDrive(machine);
  await mountRoot(machine, bootable);
  const script = containerScript(machine, {
    root: at("root"),
    configDrive: configuration,
  });
  await writeFile(at("kernel.sh"), script);
}

/** What to boot from this time; an override for once is used up by this. */
function takeTarget(machine: BareMachine): BootTarget {
  const { target, override } = readSettings(machine).boot;
  if (override === "Once") {
    changeSettings(
      machine,
      (settings) => (settings.boot = { target: "None", override: "Disabled" }),
    );
  }
  return override === "Disabled" ? "None" : target;
}

async function find(machine: BareMachine, target: BootTarget): Promise<Bootable | undefined> {
  // Without an override the machine knows of its disk alone.
  if (target === "None" || target === "Hdd") return bootableDisk(diskFile(machine));
  const inserted = readSettings(machine).media[target];
  return inserted && existsSync(inserted.file) ? bootableMedium(inserted.file) : undefined;
}

async function mountRoot(machine: BareMachine, bootable: Bootable): Promise<void> {
  const at = (name: string): string => join(machine.folder, name);
  const mountPart = (type: string, options: string, { offset, size }: Extent, point: string) =>
    run([
      ...["mount", "-t", type, bootable.file, point],
      ...["-o", `loop,${options},offset=${offset},sizelimit=${size}`],
    ]);
  if (bootable.kind === "disk") {
    await mountPart("ext4", "rw", bootable.root, at("root"));
    return;
  }
  // What is not on the disk is in memory, and lost with the power.
  await rm(at("memory"), { recursive: true, force: true });
  await mkdir(at("memory/upper"), { recursive: true });
  if (bootable.kind === "live") {
    await mkdir(at("memory/work"));
    await mountPart("squashfs", "ro", bootable.squashfs, at("lower"));
    const layers = `lowerdir=${at("lower")},upperdir=${at("memory/upper")},workdir=${at("memory/work")}`;
    await run(["mount", "-t", "overlay", machine.label, "-o", layers, at("root")]);
    return;
  }
  const { offset, size } = bootable.initramfs;
  const unpack = `set -o pipefail
tail --bytes=+${offset + 1} '${bootable.file}' 2>/dev/null | head --bytes=${size} |
  { zstd -dc --no-progress 2>/dev/null || true; } | cpio --extract --make-directories --quiet --directory='${at("memory/upper")}'`;
  await run(["bash", "-c", unpack]);
  await run(["mount", "--bind", at("memory/upper"), at("root")]);
}

/** Copies out what is on a medium or a partition with the config drive's label. */
async function readConfigDrive(machine: BareMachine): Promise<string | undefined> {
  const folder = join(machine.folder, "config-drive");
  await rm(folder, { recursive: true, force: true });
  const { media } = readSettings(machine);
  const places = DRIVES.flatMap((drive) => media[drive]?.file ?? [])
    .filter(existsSync)
    .map((file) => ({ file, base: 0 }));
  for (const { offset } of await readPartitions(diskFile(machine))) {
    places.push({ file: diskFile(machine), base: offset });
  }
  for (const { file, base } of places) {
    const iso = await configDrive(file, base);
    if (!iso) continue;
    await mkdir(folder, { mode: 0o700 });
    await extractIso(file, iso, folder);
    return folder;
  }
  return undefined;
}

async function main([file = ""]: string[]): Promise<void> {
  try {
    await start(JSON.parse(await readFile(file, "utf8")) as BareMachine);
  } catch (error) {
    process.exitCode = 1;
    const said = error instanceof Problem ? error.message : (error as Error).stack;
    process.stderr.write(`firmware: ${said}\n`);
  }
}

if (require.main === module) void main(process.argv.slice(2));
