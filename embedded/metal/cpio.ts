/** A file of an archive; a device has no content but numbers. */
export interface Entry {
  path: string;
  /** File type and permissions, as in `stat`. */
  mode: number;
  content?: Buffer;
  device?: { major: number; minor: number };
}

const HEX = 8;
const ALIGNMENT = 4;

/**
 * An archive in the kernel's own format ("newc"), as an initramfs is. No times and no owners are in
 * it: the same files always give the same archive.
 */
export function cpio(entries: Entry[]): Buffer {
  const parts = [...entries, { path: "TRAILER!!!", mode: 0 }].map((entry, at) =>
    record(entry, at + 1),
  );
  return Buffer.concat(parts);
}

function record({ path, mode, content = Buffer.alloc(0), device }: Entry, inode: number): Buffer {
  const name = Buffer.from(`${path}\0`);
  const numbers = [inode, mode, 0, 0, 1, 0, content.length, 0, 0];
  const rest = [device?.major ?? 0, device?.minor ?? 0, name.length, 0];
  const header = `070701${[...numbers, ...rest].map(hex).join("")}`;
  return Buffer.concat([padded(Buffer.concat([Buffer.from(header), name])), padded(content)]);
}

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(HEX, "0");

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)]);
}
