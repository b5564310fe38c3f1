import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  agentImageScript,
  BUILD_PACKAGES,
  hostImageScript,
} from "../../../components/metal/image/recipe";
import { runInside } from "../chroot";
import { baseName, buildBase, building, copyBase, digest, inside, RELEASE } from "../image";
import { findMirror, sources } from "../mirror";
import { cacheFolder } from "../paths";
import type { Progress } from "../progress";

/** Machines are containers, which run this computer's kernel: the smallest one keeps the medium small. */
export const KERNEL = "linux-image-cloud-amd64";
const OUTPUT = "/build/output";

interface Image {
  what: string;
  title: string;
  /** The build script for an image whose packages come from these sources. */
  script: (sources: string) => string;
}

/** Hosts' packages take 12 s at this level and 18 s at the default, which makes 6% less of them. */
const COMPRESSION = 3;

export const hostImage = (packages: string[], diskImage: boolean): Image => ({
  what: "hostimage",
  title: diskImage ? "the hosts' boot medium and disk image" : "the hosts' boot medium",
  script: (sources) =>
    hostImageScript(
      { packages, kernel: KERNEL, sources, diskImage, compression: COMPRESSION },
      OUTPUT,
    ),
});

export const AGENT: Image = {
  what: "agentimage",
  title: "Ironic's agent",
  script: (from) => agentImageScript({ kernel: KERNEL, sources: from }, OUTPUT),
};

/** Where an image is, whether or not it was built yet. */
export const folderOf = ({ what, script }: Image): string =>
  // Which mirror the packages come from makes no difference to what is built.
  join(cacheFolder(), `${what}-${digest([baseName(), BUILD_PACKAGES, script("")])}`);

/**
 * Builds the hosts' boot medium, and a disk image where that is wanted, as a seed host would, once.
 * @param packages those of the hosts' roles
 * @returns the folder with `host.iso` and `host.img`
 */
export const buildHostImage = (
  progress: Progress,
  packages: string[],
  diskImage = true,
): Promise<string> => build(progress, hostImage(packages, diskImage));

/** Builds Ironic's agent likewise. @returns the folder with `agent.kernel` and `agent.initramfs` */
export const buildAgentImage = (progress: Progress): Promise<string> => build(progress, AGENT);

async function build(progress: Progress, image: Image): Promise<string> {
  const target = folderOf(image);
  if (existsSync(target)) return target;
  const builder = await buildRoot(progress, "builder", BUILD_PACKAGES);
  const from = sources(await findMirror(), RELEASE);
  await building(target, progress, async (folder, log) => {
    progress.step(`Building ${image.title}`);
    const root = `${folder}.root`;
    try {
      // Of a build that was interrupted nothing stays.
      await rm(root, { recursive: true, force: true });
      await copyBase(builder, root);
      await mkdir(join(root, "build"), { recursive: true });
      await writeFile(join(root, "build/build.sh"), image.script(from));
      await runInside("exec bash /build/build.sh", {
        ...inside(root, log),
        what: `Building ${image.title}`,
      });
      await rename(join(root, OUTPUT), folder);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
  return target;
}

/** The base with some packages more, once. @returns its folder, named `what` and what it holds */
export async function buildRoot(
  progress: Progress,
  what: string,
  packages: string[],
): Promise<string> {
  const target = join(cacheFolder(), `${what}-${digest([baseName(), packages])}`);
  if (existsSync(target)) return target;
  const base = await buildBase(progress);
  await building(target, progress, async (folder, log) => {
    progress.step(`Installing ${packages.join(", ")}`);
    await copyBase(base, folder);
    const install = `echo 'exit 101' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
apt-get update
LD_PRELOAD=libeatmydata.so apt-get install -y --no-install-recommends ${packages.join(" ")}
rm -rf /usr/sbin/policy-rc.d /var/lib/apt/lists/*_dists_*`;
    await runInside(install, { ...inside(folder, log), what: `Installing the ${what}` });
  });
  return target;
}
