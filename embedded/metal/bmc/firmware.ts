import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { unmountBelow } from "../mounts";
import { Problem } from "../problem";
import { run, tryRun } from "../run";
import { containerScript } from "./container";
import { equipAgent } from "./agent/agent";
import { readFaults } from "./faults";
import { extractIso, readIso } from "./iso9660";
import { bootableDisk, bootableMedium, configDrive, type Bootable } from "./medium";
import { readPartitions } from "./gpt";
import type { BareMachine } from "./plan";
import { changeSettings, DRIVES, readSettings, type BootTarget } from "./settings";
import { openState } from "./state";
import { virtualScript } from "./virtual";

/** The machine's disk. */
export const diskFile = ({ folder }: BareMachine): string => join(folder, "disk.img");
/** What the machine says on its console. */
export const logFile = ({ folder, name }: BareMachine): string =>
  join(dirname(dirname(folder)), "logs", `${name}.log`);

/**
 * What a machine does from power on until its kernel starts, in a mount namespace of its own: it
 * takes the boot source that the settings say, mounts what is on it, and writes the script that
 * stands for the kernel. @throws Problem when there is nothing to boot from
 */
export async function start(machine: BareMachine, group: string, disk: string): Promise<void> {
  const at = (name: string): string => join(machine.folder, name);
  if (readFaults(machine).has("boot")) throw new Problem("The machine hangs (fault 'boot').");
  const target = takeTarget(machine);
  if (machine.kind === "virtual") {
    // It has a firmware of its own, which finds out what boots.
    const { media } = readSettings(machine);
    const log = logFile(machine);
    return writeFile(at("kernel.sh"), virtualScript(machine, { disk, media, target, log }));
  }
  const bootable = await find(machine, target);
  if (!bootable) {
    throw new Problem(`No bootable device. The boot override says ${target}.`);
  }
  for (const name of ["root", "lower", "state"]) await unmountBelow(at(name));
  for (const name of ["root", "lower", "devices"]) await mkdir(at(name), { recursive: true });
  const configuration = await readConfigDrive(machine);
  // This computer's kernel may know no partition tables: it is told of every partition.
  await tryRun(["partx", "--update", disk]);
  await mountRoot(machine, bootable, disk, configuration);
  await writeFile(at("cmdline"), `BOOT_IMAGE=/vmlinuz ${bootable.arguments}\n`);
  const script = containerScript(machine, group, {
    root: at("root"),
    disk,
    commandLine: at("cmdline"),
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

async function mountRoot(
  machine: BareMachine,
  bootable: Bootable,
  disk: string,
  configuration: string | undefined,
): Promise<void> {
  const at = (name: string): string => join(machine.folder, name);
  if (bootable.kind === "disk") {
    await run(["mount", "-t", "ext4", `${disk}p${bootable.root.number}`, at("root")]);
    return;
  }
  // What is not on the disk is in memory, and lost with the power.
  await rm(at("memory"), { recursive: true, force: true });
  if (bootable.kind === "live") {
    const { offset, size } = bootable.squashfs;
    // A medium that several machines have is one file: they share its device, and what is cached of it.
    const place = `loop,ro,offset=${offset},sizelimit=${size}`;
    await run(["mount", "-t", "squashfs", bootable.file, at("lower"), "-o", place]);
    const onDisk = ` ${bootable.arguments} `.includes(" state=disk ");
    const state = onDisk ? await openState(machine, disk, configuration) : undefined;
    const upper = state ?? at("memory");
    for (const name of ["rw", "work"]) await mkdir(join(upper, name), { recursive: true });
    const layers = `lowerdir=${at("lower")},upperdir=${upper}/rw,workdir=${upper}/work`;
    await run(["mount", "-t", "overlay", machine.label, "-o", layers, at("root")]);
    return;
  }
  await mkdir(at("memory/upper"), { recursive: true });
  const { offset, size } = bootable.initramfs;
  const unpack = `tail --bytes=+${offset + 1} "$1" | head --bytes=${size} | zstd --decompress --stdout |
    cpio --extract --make-directories --quiet --directory="$2"`;
  await run(["sh", "-euc", unpack, "sh", bootable.file, at("memory/upper")]);
  equipAgent(at("memory/upper"));
  // The agent takes them from a device with the medium's label.
  const iso = await readIso(bootable.file);
  const files = new Map([...iso.files].filter(([name]) => name.startsWith("etc/ironic-python")));
  await extractIso(bootable.file, { ...iso, files }, at("memory/upper"));
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
    // A boot medium may be one as well: only what is for the machine's configuration.
    const files = new Map([...iso.files].filter(([name]) => name.startsWith("openstack/")));
    await extractIso(file, { ...iso, files }, folder);
    return folder;
  }
  return undefined;
}

/** Arguments: the machine as JSON, its control group, its disk's device. */
async function main([file = "", group = "", disk = ""]: string[]): Promise<void> {
  try {
    await start(JSON.parse(await readFile(file, "utf8")) as BareMachine, group, disk);
  } catch (error) {
    process.exitCode = 1;
    const said = error instanceof Problem ? error.message : (error as Error).stack;
    process.stderr.write(`firmware: ${said}\n`);
  }
}

if (require.main === module) void main(process.argv.slice(2));
