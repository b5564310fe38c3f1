import { posix } from "node:path";

/** A tar file in the form that Go's archive/tar writes: Pulumi's hash of a folder is over this. */
const BLOCK = 512;
const NAME = { at: 0, length: 100 };
const PREFIX = { at: 345, length: 155 };

/** Two empty blocks end it. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** A file's header and content. Files have no time, no owner, and mode 0600. */
export function tarEntry(name: string, content: Buffer): Buffer {
  const data = padded(content);
  const split = splitName(name);
  if (split) {
    return Buffer.concat([header(split.name, content.length, { prefix: split.prefix }), data]);
  }
  // A name that has no room in a header, or is not ASCII, goes into an extended one before it.
  const record = Buffer.from(paxRecord("path", name));
  const { dir, base } = posix.parse(name);
  return Buffer.concat([
    header(posix.join(dir, "PaxHeaders.0", base), record.length, { mode: 0, type: "x" }),
    padded(record),
    header(name, content.length),
    data,
  ]);
}

function header(
  name: string,
  size: number,
  { prefix = "", mode = 0o600, type = "0" } = {},
): Buffer {
  const block = Buffer.alloc(BLOCK);
  // Only what is ASCII is written here; what is too long is cut.
  block.write([...name].filter(isAscii).join("").slice(0, NAME.length), NAME.at, "latin1");
  octal(block, mode, 100, 8);
  octal(block, 0, 108, 8); // user
  octal(block, 0, 116, 8); // group
  octal(block, size, 124, 12);
  octal(block, 0, 136, 12); // time
  block.write(type, 156, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  if (type === "0") {
    octal(block, 0, 329, 8); // device numbers
    octal(block, 0, 337, 8);
  }
  block.write(prefix, PREFIX.at, "latin1");
  // The sum is over the header with blanks in the sum's place.
  block.fill(" ", 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  octal(block, sum, 148, 7);
  return block;
}

function octal(block: Buffer, value: number, at: number, length: number): void {
  block.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
}

/** A name in the two fields that a header has for it; nothing where it has no room there. */
function splitName(name: string): { name: string; prefix: string } | undefined {
  if (![...name].every(isAscii)) return undefined;
  if (name.length <= NAME.length) return { name, prefix: "" };
  const cut = name.slice(0, PREFIX.length + 1).lastIndexOf("/");
  const rest = name.length - cut - 1;
  if (cut <= 0 || rest > NAME.length || rest === 0) return undefined;
  return { name: name.slice(cut + 1), prefix: name.slice(0, cut) };
}

function isAscii(character: string): boolean {
  return character < "\x80";
}

/** `LENGTH key=value`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + String(bytes).length;
  if (bytes + String(length).length !== length) length = bytes + String(length).length;
  return `${length}${rest}`;
}

function padded(content: Buffer): Buffer {
  const missing = (BLOCK - (content.length % BLOCK)) % BLOCK;
  return Buffer.concat([content, Buffer.alloc(missing)]);
}
