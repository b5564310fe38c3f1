import { readFileSync } from "node:fs";
import { run, tryRun } from "./run";

/** The mount points at and below a folder, the innermost first. */
export function mountsBelow(folder: string): string[] {
  return readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => unescape(line.split(" ")[1] ?? ""))
    .filter((point) => point === folder || point.startsWith(`${folder}/`))
    .reverse();
}

export const isMounted = (folder: string): boolean => mountsBelow(folder).includes(folder);

/** Takes away all mounts at and below a folder; one that is busy goes when its last user does. */
export async function unmountBelow(folder: string): Promise<void> {
  for (const point of mountsBelow(folder)) {
    const { code } = await tryRun(["umount", point]);
    if (code !== 0) await tryRun(["umount", "--lazy", point]);
  }
}

/** Lets go of the loop devices of files below a folder; one that is in use goes with its last user. */
export async function detachBelow(folder: string): Promise<void> {
  const { loopdevices = [] } = JSON.parse(
    (await run(["losetup", "--list", "--json", "--output", "NAME,BACK-FILE"])) || "{}",
  ) as { loopdevices?: { name: string; "back-file": string }[] };
  const own = loopdevices.filter((loop) => loop["back-file"].startsWith(`${folder}/`));
  await Promise.all(own.map(({ name }) => tryRun(["losetup", "--detach", name])));
}

/** The kernel writes blanks in paths as octal numbers. */
const unescape = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
