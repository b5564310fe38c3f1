import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { get as httpGet, type IncomingMessage } from "node:http";
import { get as httpsGet } from "node:https";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Problem } from "../problem";
import type { BareMachine } from "./plan";
import { changeSettings, readSettings, type Drive } from "./settings";

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
export async function insertMedium(
  machine: BareMachine,
  drive: Drive,
  source: Source,
): Promise<void> {
  const folder = join(machine.folder, "media");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${drive}.iso`);
  const partial = `${file}.partial`;
  try {
    const response = await request(source);
    await pipeline(response, createWriteStream(partial));
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
