import { open } from "node:fs/promises";
import type { Extent } from "./iso9660";

export interface Partition extends Extent {
  number: number;
  /** The type's GUID, in upper case. */
  type: string;
  name: string;
}

/** Types of partitions by what the UEFI and the Discoverable Partitions specifications call them. */
export const PARTITION_TYPES = {
  efiSystem: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B",
  linux: "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
  linuxRoot: "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709",
};

const BLOCK = 512;

/** The partitions of a disk image with a GPT, by number; none when there is no such table. */
export async function readPartitions(path: string): Promise<Partition[]> {
  const handle = await open(path, "r");
  try {
    const read = async (offset: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    const header = await read(BLOCK, BLOCK);
    if (header.toString("latin1", 0, 8) !== "EFI PART") return [];
    const [count, size] = [header.readUInt32LE(80), header.readUInt32LE(84)];
    const table = await read(
      Number(header.readBigUInt64LE(72)) * BLOCK,
      Math.min(count, 128) * size,
    );
    const found: Partition[] = [];
    for (let at = 0; at + size <= table.length; at += size) {
      const entry = table.subarray(at, at + size);
      if (entry.subarray(0, 16).every((byte) => byte === 0)) continue;
      const [first, last] = [entry.readBigUInt64LE(32), entry.readBigUInt64LE(40)].map(Number);
      found.push({
        number: at / size + 1,
        type: guid(entry),
        name: entry.toString("utf16le", 56, 128).replace(/\0.*$/s, ""),
        offset: (first ?? 0) * BLOCK,
        size: ((last ?? 0) - (first ?? 0) + 1) * BLOCK,
      });
    }
    return found;
  } finally {
    await handle.close();
  }
}

/** A GUID as GPT has it: the first three groups with their bytes reversed. */
function guid(bytes: Buffer): string {
  const hex = (from: number, to: number, reversed = false): string => {
    const part = Buffer.from(bytes.subarray(from, to));
    return (reversed ? part.reverse() : part).toString("hex");
  };
  return [hex(0, 4, true), hex(4, 6, true), hex(6, 8, true), hex(8, 10), hex(10, 16)]
    .join("-")
    .toUpperCase();
}
