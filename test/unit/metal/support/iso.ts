/** A small ISO 9660 volume, made as its standard says, so that the reader is held against that. */

const SECTOR = 2048;

interface File {
  /** In ISO 9660's form, e.g. GRUB.CFG;1. */
  plain: string;
  /** Its Rock Ridge name, where there is one. */
  name?: string;
  content: string;
}

const both32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
};

function record(
  plain: string,
  sector: number,
  size: number,
  flags: number,
  system: Buffer,
): Buffer {
  const name = Buffer.from(plain, "latin1");
  const pad = name.length % 2 === 0 ? 1 : 0;
  const bytes = Buffer.alloc(33 + name.length + pad + system.length);
  bytes[0] = bytes.length;
  both32(sector).copy(bytes, 2);
  both32(size).copy(bytes, 10);
  bytes[25] = flags;
  bytes[32] = name.length;
  name.copy(bytes, 33);
  system.copy(bytes, 33 + name.length + pad);
  return bytes;
}

function rockRidge(name: string | undefined): Buffer {
  if (name === undefined) return Buffer.alloc(0);
  const text = Buffer.from(name);
  const bytes = Buffer.concat([Buffer.from([0x4e, 0x4d, 5 + text.length, 1, 0]), text]);
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
}

/** A volume with these files, by folder: "" is the root, "BOOT" one below it. */
export function makeIso(label: string, folders: Record<string, File[]>): Buffer {
  const names = Object.keys(folders);
  // Sectors: 16 the volume, 17 its end, then a directory each, then the files.
  const sectorOf = new Map(names.map((name, at) => [name, 18 + at]));
  let next = 18 + names.length;
  const sectors = new Map<number, Buffer>();
  const put = (sector: number, bytes: Buffer): void => {
    const size = Math.ceil(bytes.length / SECTOR) * SECTOR;
    sectors.set(sector, Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]));
  };
  for (const folder of names) {
    const own = sectorOf.get(folder) ?? 0;
    const entries = [
      record("\0", own, SECTOR, 2, Buffer.alloc(0)),
      record("\x01", 18, SECTOR, 2, Buffer.alloc(0)),
    ];
    if (folder === "") {
      for (const below of names.filter((name) => name !== "")) {
        const at = sectorOf.get(below) ?? 0;
        entries.push(record(below, at, SECTOR, 2, rockRidge(below.toLowerCase())));
      }
    }
    for (const { plain, name, content } of folders[folder] ?? []) {
      const bytes = Buffer.from(content);
      entries.push(record(plain, next, bytes.length, 0, rockRidge(name)));
      put(next, bytes);
      next += Math.max(1, Math.ceil(bytes.length / SECTOR));
    }
    put(own, Buffer.concat(entries));
  }
  const volume = Buffer.alloc(SECTOR);
  volume.write("\x01CD001\x01", 0, "latin1");
  volume.write(label.padEnd(32), 40, "latin1");
  record("\0", 18, SECTOR, 2, Buffer.alloc(0)).copy(volume, 156);
  put(16, volume);
  const image = Buffer.alloc(next * SECTOR);
  for (const [sector, bytes] of sectors) bytes.copy(image, sector * SECTOR);
  return image;
}
