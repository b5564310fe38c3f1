import { open } from "node:fs/promises";
import { PARTITION_TYPES, readPartitions, type Partition } from "./gpt";
import { readIso, type Extent, type Iso } from "./iso9660";

/** What a boot loader would start from a medium or a disk. */
export type Bootable = {
  /** The file that holds the medium. */
  file: string;
  /** The kernel's arguments. */
  arguments: string;
} & (
  | { kind: "live"; squashfs: Extent }
  | { kind: "initramfs"; initramfs: Extent }
  | { kind: "disk"; root: Partition }
);

/** The label of the volume that cloud-init takes its orders from. */
export const CONFIG_DRIVE = "config-2";

const LIVE_ROOT = "live/filesystem.squashfs";

/** What boots from an ISO 9660 medium, as its GRUB configuration says; undefined when nothing does. */
export async function bootableMedium(file: string): Promise<Bootable | undefined> {
  const iso = await volume(file);
  const config = iso && [...iso.files].find(([path]) => /(^|\/)grub\.cfg$/i.test(path));
  if (!iso || !config) return undefined;
  const entry = parseGrub(await readExtent(file, config[1]));
  const initramfs = iso.files.get(entry.initramfs);
  if (!iso.files.has(entry.kernel) || !initramfs) return undefined;
  const squashfs = iso.files.get(LIVE_ROOT);
  const live = squashfs !== undefined && / boot=live( |$)/.test(` ${entry.arguments}`);
  return {
    file,
    arguments: entry.arguments,
    ...(live ? { kind: "live", squashfs } : { kind: "initramfs", initramfs }),
  };
}

/** The first entry of a GRUB configuration; fields without a line in it are empty. Pure. */
export function parseGrub(text: string): { kernel: string; arguments: string; initramfs: string } {
  const [, kernel = "", options = ""] = /^\s*linux(?:efi)?\s+\/?(\S+)[ \t]*(.*)$/m.exec(text) ?? [];
  const [, initramfs = ""] = /^\s*initrd(?:efi)?\s+\/?(\S+)/m.exec(text) ?? [];
  return { kernel, arguments: options.replace(/\s+--\s*$/, "").trim(), initramfs };
}

/** What boots from a disk: a boot partition and a root partition are on it, or undefined. */
export async function bootableDisk(file: string): Promise<Bootable | undefined> {
  const partitions = await readPartitions(file);
  const of = (type: string) => partitions.find((partition) => partition.type === type);
  const root = of(PARTITION_TYPES.linuxRoot) ?? of(PARTITION_TYPES.linux);
  if (!of(PARTITION_TYPES.efiSystem) || !root) return undefined;
  return { kind: "disk", file, arguments: "root=/dev/sda rw", root };
}

/** The config drive on a medium (or at `base` of a disk), when it is one. */
export async function configDrive(file: string, base = 0): Promise<Iso | undefined> {
  const iso = await volume(file, base);
  return iso?.label.toLowerCase() === CONFIG_DRIVE ? iso : undefined;
}

async function volume(file: string, base = 0): Promise<Iso | undefined> {
  try {
    return await readIso(file, base);
  } catch {
    // Not every medium is a whole volume: what cannot be read does not boot.
    return undefined;
  }
}

async function readExtent(file: string, { offset, size }: Extent): Promise<string> {
  const handle = await open(file, "r");
  try {
    return (await handle.read(Buffer.alloc(size), 0, size, offset)).buffer.toString("utf8");
  } finally {
    await handle.close();
  }
}
