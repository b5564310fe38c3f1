import { existsSync } from "node:fs";
import { link, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { AGENT, buildAgentImage, buildHostImage, folderOf, hostImage } from "./bmc/images";
import { isOn } from "./bmc/power";
import { openRoom, restorePower } from "./bmc/room";
import { buildGuest } from "./guest";
import { buildBase, buildImage, HOSTS, imageFolder, SEED } from "./image";
import { makeKeys } from "./keys";
import { bootAll, tellFailedUnits, type FailedUnits } from "./lab";
import { waitForSsh } from "./machine";
import { checkAddresses } from "./network";
import { FIRMWARE_TOOLS, imagePackages, TOOLS } from "./packages";
import { cacheFolder } from "./paths";
import { Problem } from "./problem";
import type { Progress } from "./progress";
import { requireAll, requireKernel, requireRoot, requireSpace, requireTools } from "./requirements";
import { run } from "./run";
import { imagesFolder, type ImageNeeds, type MetalLab } from "./site";

/**
 * Makes what is missing of a lab whose hosts are metal first: images, controllers, and the seed.
 * Machines stay as they are, which is off at first; those that were on when the power of all went
 * are switched on again.
 */
export async function upMetal(metal: MetalLab, progress: Progress): Promise<void> {
  const { lab, room } = metal;
  requireRoot();
  await requireTools(progress, [...TOOLS, ...FIRMWARE_TOOLS]);
  const whole = folders(metal).every(existsSync);
  await requireAll([
    requireKernel,
    () => checkAddresses(lab),
    () => requireSpace(cacheFolder(), whole ? 1 : 10),
    () => requireSpace(lab.folder, 4),
  ]);
  await makeKeys(lab);
  await mkdir(imagesFolder(lab), { recursive: true });
  await openRoom(lab, room, progress);
  await restorePower(room, progress);

  // All that is built is built on it.
  if (!whole) await buildBase(progress);
  let failed: FailedUnits = {};
  await together([
    async () => {
      const own: Record<string, string> = {};
      for (const machine of lab.machines) {
        own[machine.name] = await buildImage(progress, machine === metal.seed ? SEED : HOSTS);
      }
      failed = await bootAll(lab, ({ name }) => own[name] ?? "", progress);
    },
    async () => {
      for (const folder of await buildServed(metal, progress)) await publish(folder, metal);
    },
    () => buildGuest(progress),
  ]);
  await lookAround(metal, failed, progress);
}

/** Builds what the seed serves. @returns its folders */
async function buildServed({ images }: MetalLab, progress: Progress): Promise<string[]> {
  if (images === undefined) return [];
  const { disk, agent } = images.needs;
  return [
    await buildHostImage(progress, imagePackages(), disk),
    ...(agent ? [await buildAgentImage(progress)] : []),
  ];
}

/** Builds all images of a lab. @returns their folders */
export async function buildImages(metal: MetalLab, progress: Progress): Promise<string[]> {
  await buildBase(progress);
  await together([
    async () => {
      await buildImage(progress, SEED);
      if (metal.lab.machines.length > 1) await buildImage(progress, HOSTS);
    },
    async () => void (await buildServed(metal, progress)),
  ]);
  return folders(metal);
}

/** The folders of the cache that a lab uses. */
export function folders({ lab, images, seed }: MetalLab): string[] {
  const others = lab.machines.some((machine) => machine !== seed);
  return [
    imageFolder(SEED),
    ...(others ? [imageFolder(HOSTS)] : []),
    ...(images ? built(images.needs) : []),
  ];
}

const built = ({ disk, agent }: ImageNeeds): string[] => [
  folderOf(hostImage(imagePackages(), disk)),
  ...(agent ? [folderOf(AGENT)] : []),
];

/** Puts built files where the seed serves them, each whole, and only those that changed. */
async function publish(from: string, { lab }: MetalLab): Promise<void> {
  const folder = imagesFolder(lab);
  for (const name of await readdir(from)) {
    const [source, target] = [join(from, name), join(folder, name)];
    if (existsSync(target) && (await sameAge(source, target))) continue;
    const draft = `${target}.new`;
    await rm(draft, { force: true });
    // The cache may be on another disk.
    await link(source, draft).catch(() => run(["cp", "--preserve=timestamps", source, draft]));
    await rename(draft, target);
  }
}

async function sameAge(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([stat(a), stat(b)]);
  return first.size === second.size && first.mtimeMs === second.mtimeMs;
}

/**
 * Waits for the hosts that are on, and tells what is not as it should be.
 * @param failed units of the machines that this computer booted itself
 */
async function lookAround(
  { lab, room, hosts }: MetalLab,
  failed: FailedUnits,
  progress: Progress,
): Promise<void> {
  const on = room.machines.filter(isOn);
  const answering = { ...failed };
  await Promise.all(
    on.map(async (bare) => {
      const host = hosts.find(({ name }) => name === bare.name);
      if (host === undefined) return;
      try {
        answering[host.name] = await waitForSsh(lab, host, 90, () => isOn(bare));
      } catch (error) {
        // It may be in the middle of a deployment, which is taken up again by who began it.
        if (!(error instanceof Problem)) throw error;
        const [first = ""] = error.message.split("\n");
        progress.step(
          `${first}. What became of it: its controller (${bare.bmc}) and ${lab.folder}/logs/${bare.name}.log`,
        );
      }
    }),
  );
  const off = room.machines.length - on.length;
  progress.step(
    `Answering SSH: ${Object.keys(answering).join(", ")}; machines that are off: ${off}`,
  );
  tellFailedUnits(answering, progress);
}

/** Runs all to their end, so that nothing goes on behind a message. @throws Problem with all that failed */
async function together(actions: (() => Promise<void>)[]): Promise<void> {
  const results = await Promise.allSettled(actions.map((action) => action()));
  const errors = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason as Error] : [],
  );
  const ours = errors.find((error) => !(error instanceof Problem));
  if (ours) throw ours;
  if (errors.length > 0) throw new Problem(errors.map(({ message }) => message).join("\n"));
}

/** The names of the cache's folders that a lab uses, for `image --prune`. */
export const imagesInUse = (metal: MetalLab): string[] =>
  folders(metal).map((folder) => basename(folder));
