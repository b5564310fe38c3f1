import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { link, mkdir, open, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { get as httpGet, type IncomingMessage } from "node:http";
import { get as httpsGet } from "node:https";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Problem } from "../problem";
import type { BareMachine } from "./plan";
import { changeSettings, DRIVES, readSettings, type Drive } from "./settings";

export interface Source {
  /** http or https. */
  url: string;
  user?: string;
  password?: string;
}

/** A server that says nothing for so long is given up. */
const IDLE_MS = 30_000;

/**
 * Fetches an image and puts it into a drive. As controllers do, it takes the server's certificate
 * as it comes. @throws Problem when the image cannot be had; the drive is then as before
 */
export const insertMedium = (machine: BareMachine, drive: Drive, source: Source): Promise<void> =>
  inTurn(source.url, () => insert(machine, drive, source));

/** Those that fetch the same one after the other: all but the first need not write it. */
const turns = new Map<string, Promise<void>>();

function inTurn(url: string, action: () => Promise<void>): Promise<void> {
  const own = (turns.get(url) ?? Promise.resolve()).catch(() => undefined).then(action);
  turns.set(url, own);
  return own.finally(() => {
    if (turns.get(url) === own) turns.delete(url);
  });
}

async function insert(machine: BareMachine, drive: Drive, source: Source): Promise<void> {
  const folder = join(machine.folder, "media");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${drive}.iso`);
  const partial = `${file}.partial`;
  try {
    const response = await request(source);
    const size = Number(response.headers["content-length"] ?? -1);
    await save(response, partial, await mediumOfSize(dirname(machine.folder), size));
    if (!response.complete) throw new Problem("the server ended the answer too early");
    // A new file under the name: a machine that runs from the old one keeps it open.
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw new Problem(`${source.url} cannot be fetched: ${(error as Error).message}`);
  }
  changeSettings(machine, ({ media }) => (media[drive] = { url: source.url, file }));
}

/** Empties a drive; an empty one stays as it is. */
export async function ejectMedium(machine: BareMachine, drive: Drive): Promise<void> {
  const file = readSettings(machine).media[drive]?.file;
  changeSettings(machine, ({ media }) => delete media[drive]);
  if (file !== undefined && existsSync(file)) await rm(file, { force: true });
}

/** A medium of this size in a drive of any machine of the room. */
async function mediumOfSize(room: string, size: number): Promise<string | undefined> {
  for (const name of await readdir(room)) {
    for (const drive of DRIVES) {
      const file = join(room, name, "media", `${drive}.iso`);
      if (existsSync(file) && (await stat(file)).size === size) return file;
    }
  }
  return undefined;
}

/** Writes what comes to a file; what is the same as in `other` from start to end is a link to that. */
export async function save(source: Readable, file: string, other?: string): Promise<void> {
  const same = `${file}.same`;
  await Promise.all([file, same].map((name) => rm(name, { force: true })));
  // A link of its own: the other drive may get another medium meanwhile.
  const linked =
    other !== undefined &&
    (await link(other, same).then(
      () => true,
      () => false,
    ));
  if (!linked) return pipeline(source, createWriteStream(file));
  const known = await open(same);
  let written: FileHandle | undefined;
  try {
    let at = 0;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (written === undefined) {
        const { buffer } = await known.read(Buffer.alloc(chunk.length), 0, chunk.length, at);
        if (!buffer.equals(chunk)) {
          const before = at === 0 ? [] : createReadStream(same, { end: at - 1 });
          await pipeline(before, createWriteStream(file));
          written = await open(file, "a");
        }
      }
      await written?.appendFile(chunk);
      at += chunk.length;
    }
    if (written === undefined) await rename(same, file);
  } finally {
    await known.close();
    await written?.close();
    await rm(same, { force: true });
  }
}

function request({ url, user, password }: Source): Promise<IncomingMessage> {
  const options = {
    timeout: IDLE_MS,
    rejectUnauthorized: false,
    agent: false as const,
    ...(user !== undefined && { auth: `${user}:${password ?? ""}` }),
  };
  return new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage): void => {
      if (response.statusCode === 200) return resolve(response);
      response.destroy();
      reject(new Problem(`the server answers ${response.statusCode ?? 0}`));
    };
    const call = url.startsWith("https:")
      ? httpsGet(url, options, answered)
      : httpGet(url, options, answered);
    call.on("error", reject);
    call.on("timeout", () =>
      call.destroy(new Problem(`the server says nothing for ${IDLE_MS / 1000} s`)),
    );
  });
}
