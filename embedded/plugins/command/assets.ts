import { createHash } from "node:crypto";
import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ARCHIVE, ASSET, SIGNATURE, type Properties, type Value } from "../../engine/types";
import { isObject } from "../../../providers/server/values";
import { tarEntry, TAR_END } from "./tar";

/** Files of these kinds are archives by themselves: their content is what counts. */
const PACKED = /\.(tar|tgz|tar\.gz|zip|jar)$/;

/** Pulumi's own folder is in no archive. */
const BOOKKEEPING = ".pulumi";

const sha256 = (content: Buffer | string): string =>
  createHash("sha256").update(content).digest("hex");

export const isAsset = (value: Value | undefined): value is Properties =>
  isObject(value) && value[SIGNATURE] === ASSET;

export const isArchive = (value: Value | undefined): value is Properties =>
  isObject(value) && value[SIGNATURE] === ARCHIVE;

/** A file as Pulumi's state has it, with the hash of its content. */
export async function fileAsset(path: string): Promise<Properties> {
  return { [SIGNATURE]: ASSET, hash: sha256(await readFile(path)), path };
}

/** Assets by their path, as one archive. */
export async function archiveOf(assets: Properties): Promise<Properties> {
  return { [SIGNATURE]: ARCHIVE, hash: await hashOfEntries(entriesOf(assets)), assets };
}

/**
 * A file, text or folder that the program gave, with the hash that tells when it changes: as
 * Pulumi's engine works it out, so that both engines see the same.
 */
export async function hashed(source: Properties): Promise<Properties> {
  if (typeof source.hash === "string" && source.hash !== "") return source;
  const { path } = source;
  if (typeof path !== "string" || path === "") {
    return { ...source, hash: sha256(typeof source.text === "string" ? source.text : "") };
  }
  if (isArchive(source) && !PACKED.test(path)) {
    if (!(await stat(path)).isDirectory()) {
      throw new Error(
        `${path} is neither a folder nor an archive (.tar, .tgz, .tar.gz, .zip, .jar)`,
      );
    }
    return { ...source, hash: await hashOfEntries(await entriesBelow(path, "")) };
  }
  return { ...source, hash: sha256(await readFile(path)) };
}

interface Entry {
  name: string;
  read: () => Promise<Buffer>;
}

/** An archive's hash is that of a tar file with its entries. */
async function hashOfEntries(entries: Entry[]): Promise<string> {
  const hash = createHash("sha256");
  for (const { name, read } of entries) hash.update(tarEntry(name, await read()));
  return hash.update(TAR_END).digest("hex");
}

function entriesOf(assets: Properties): Entry[] {
  const names = Object.keys(assets).sort(byBytes);
  return names.map((name) => ({
    name,
    read: () => readFile((assets[name] as { path: string }).path),
  }));
}

/** The files below a folder, each folder's in the order of their names. */
async function entriesBelow(folder: string, prefix: string): Promise<Entry[]> {
  const names = (await readdir(folder)).filter((name) => name !== BOOKKEEPING).sort(byBytes);
  const found: Entry[] = [];
  for (const name of names) {
    const path = join(folder, name);
    // What a link points at is taken in its place; a folder behind a link is left out.
    if ((await lstat(path)).isDirectory()) {
      found.push(...(await entriesBelow(path, `${prefix}${name}/`)));
    } else if (!(await stat(path)).isDirectory()) {
      found.push({ name: `${prefix}${name}`, read: () => readFile(path) });
    }
  }
  return found;
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
