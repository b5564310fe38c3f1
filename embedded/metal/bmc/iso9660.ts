import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Problem } from "../problem";

/** Where a file's bytes lie: whole and in one piece, as ISO 9660 has them. */
export interface Extent {
  /** In bytes, from the start of the file that holds the medium. */
  offset: number;
  size: number;
}

export interface Iso {
  /** The volume's name, e.g. config-2. */
  label: string;
  /** By path without a leading slash, in the names of the Rock Ridge extension where it is there. */
  files: Map<string, Extent>;
}

const SECTOR = 2048;
const VOLUME_DESCRIPTOR = 16 * SECTOR;
const DIRECTORY_FLAG = 0x02;
const CONTINUED_FLAG = 0x80;
/** Deeper than any medium of ours, and an end to directories that contain themselves. */
const DEEPEST = 16;

interface Entry extends Extent {
  name: string;
  directory: boolean;
  continued: boolean;
}

/**
 * Reads the names and places of an ISO 9660 volume's files: kernels without that file system can
 * then mount or copy what is in it.
 * @param base where in the file the volume begins, in bytes
 * @throws Problem when it is no such volume
 */
export async function readIso(path: string, base = 0): Promise<Iso> {
  const handle = await open(path, "r");
  try {
    const volume = await read(handle, base + VOLUME_DESCRIPTOR, SECTOR);
    if (volume.length < SECTOR || volume.toString("latin1", 1, 6) !== "CD001" || volume[0] !== 1) {
      throw new Problem(`${path} holds no ISO 9660 volume.`);
    }
    const files = new Map<string, Extent>();
    const root = entryAt(volume, 156, base);
    await walk(handle, base, root, "", files, 0);
    return { label: volume.toString("latin1", 40, 72).trim(), files };
  } finally {
    await handle.close();
  }
}

/** Copies all files of a volume into a folder. */
export async function extractIso(path: string, iso: Iso, folder: string): Promise<void> {
  for (const [name, { offset, size }] of iso.files) {
    const target = join(folder, name);
    if (!target.startsWith(join(folder, "/"))) {
      throw new Problem(`${path} holds a file named '${name}', which leads out of its volume.`);
    }
    await mkdir(dirname(target), { recursive: true });
    // The end is included: of nothing there is none.
    const source =
      size === 0 ? [] : createReadStream(path, { start: offset, end: offset + size - 1 });
    await pipeline(source, createWriteStream(target));
  }
}

async function walk(
  handle: FileHandle,
  base: number,
  directory: Extent,
  prefix: string,
  files: Map<string, Extent>,
  depth: number,
): Promise<void> {
  if (depth > DEEPEST)
    throw new Problem(`Directories of the volume are nested too deep: ${prefix}`);
  const data = await read(handle, directory.offset, directory.size);
  let first: Entry | undefined;
  for (let at = 0; at < data.length;) {
    const length = data[at] ?? 0;
    // A record does not cross sectors: zeros fill the rest of one.
    if (length === 0) {
      at = (Math.floor(at / SECTOR) + 1) * SECTOR;
      continue;
    }
    const entry = entryAt(data, at, base);
    const name = await rockRidgeName(handle, base, data.subarray(at, at + length));
    at += length;
    if (entry.name === "\0" || entry.name === "\x01") continue;
    const path = prefix + (name ?? plainName(entry.name));
    if (entry.directory) {
      await walk(handle, base, entry, `${path}/`, files, depth + 1);
      continue;
    }
    // Files of more than 4 GiB have several records, one after the other on the medium.
    first ??= entry;
    if (entry.continued) continue;
    files.set(path, { offset: first.offset, size: entry.offset + entry.size - first.offset });
    first = undefined;
  }
}

function entryAt(data: Buffer, at: number, base: number): Entry {
  const flags = data[at + 25] ?? 0;
  return {
    offset: base + data.readUInt32LE(at + 2) * SECTOR,
    size: data.readUInt32LE(at + 10),
    directory: (flags & DIRECTORY_FLAG) !== 0,
    continued: (flags & CONTINUED_FLAG) !== 0,
    name: data.toString("latin1", at + 33, at + 33 + (data[at + 32] ?? 0)),
  };
}

/** FILE.TXT;1 → file.txt, as Linux shows names of volumes without extensions. */
const plainName = (name: string): string =>
  name.replace(/;\d+$/, "").replace(/\.$/, "").toLowerCase();

/** The name in a record's system use entries (NM), which may go on elsewhere (CE). */
async function rockRidgeName(
  handle: FileHandle,
  base: number,
  record: Buffer,
): Promise<string | undefined> {
  const nameLength = record[32] ?? 0;
  let area = record.subarray(33 + nameLength + ((nameLength + 1) % 2));
  const parts: Buffer[] = [];
  for (let hops = 0; hops < DEEPEST; hops++) {
    let next: Buffer | undefined;
    for (let at = 0; at + 4 <= area.length;) {
      const length = area[at + 2] ?? 0;
      if (length < 4) break;
      const kind = area.toString("latin1", at, at + 2);
      if (kind === "NM") parts.push(area.subarray(at + 5, at + length));
      if (kind === "CE") {
        const [block, offset, size] = [4, 12, 20].map((field) => area.readUInt32LE(at + field));
        next = await read(handle, base + (block ?? 0) * SECTOR + (offset ?? 0), size ?? 0);
      }
      at += length;
    }
    if (!next) break;
    area = next;
  }
  return parts.length > 0 ? Buffer.concat(parts).toString("utf8") : undefined;
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
