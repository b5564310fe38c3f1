import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { readIso } from "../embedded/metal/bmc/iso9660";
import { imagesFolder } from "../embedded/metal/site";
import { stateFolder } from "../embedded/metal/paths";
import { Progress } from "../embedded/metal/progress";
import { requireTools } from "../embedded/metal/requirements";
import { ROOT, run, say, seconds } from "./command";
import type { Figure } from "./table";

/** Of the environment file, what is changed here. */
interface LabFile {
  config: { "openstack-environment:site": { metal: { hardware: { lab: { deploy: string } } } } };
}

/** Seconds that six machines may take from powered off to SSH, on 2 cores, with the image at hand. */
const LIMITS = { ramdisk: 60, direct: 4 * 60 };

/**
 * The lab's machines, all at once, from powered off to SSH by our program, against unpacking the same
 * image as many times. Takes the lab down before and after: what is on it is lost.
 */
export async function metal(): Promise<Figure[]> {
  await requireTools(new Progress(), ["squashfs-tools"]);
  const figures: Figure[] = [];
  for (const deploy of ["ramdisk", "direct"] as const) {
    const folder = mkdtempSync(join(tmpdir(), "bench-metal-"));
    try {
      figures.push(...(await machines(deploy, folder)));
    } finally {
      run(["make", "down"]);
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

async function machines(deploy: "ramdisk" | "direct", folder: string): Promise<Figure[]> {
  const file = join(folder, "Pulumi.bench.yaml");
  const lab = parse(readFileSync(join(ROOT, "Pulumi.lab.yaml"), "utf8")) as LabFile;
  lab.config["openstack-environment:site"].metal.hardware.lab.deploy = deploy;
  writeFileSync(file, stringify(lab));
  const env = {
    ...process.env,
    ENVIRONMENT_FILE: file,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
  };
  const cwd = join(ROOT, "bench/hosts");
  const pulumi = (...words: string[]) => run([join(ROOT, "bin/pulumi"), ...words], { cwd, env });
  const up = (...words: string[]) =>
    pulumi("up", "--yes", "--skip-preview", "--config-file", file, ...words);

  say("Removing the lab");
  run(["make", "down"]);
  say(`Machines that are off, and the images for ${deploy}`);
  run(["node", "--import", "tsx", "embedded/metal/main.ts", "up"], { env });
  pulumi("stack", "init", "bench");
  say("Ironic on the seed");
  up("--target", "**metal:Seed**", "--target", "**metal:HostImage**");
  say(`Six machines by ${deploy}`);
  const ours = await seconds(() => up());
  const floor = await seconds(() => unpackSixTimes(deploy, folder));
  return [
    { what: `six machines off to SSH, ${deploy}`, value: ours, unit: "s", limit: LIMITS[deploy] },
    { what: `their image unpacked six times`, value: floor, unit: "s" },
    { what: `${deploy} against unpacking`, value: ours / floor, unit: "x" },
  ];
}

/** What ramdisk boots from unpacked into folders, what direct writes copied to files. */
async function unpackSixTimes(deploy: "ramdisk" | "direct", folder: string): Promise<void> {
  const images = imagesFolder({ folder: join(stateFolder(), "lab") });
  const iso = join(images, "host.iso");
  const at = (await readIso(iso)).files.get("live/filesystem.squashfs")?.offset ?? 0;
  const script =
    deploy === "ramdisk"
      ? `for copy in 1 2 3 4 5 6; do unsquashfs -quiet -no-progress -offset ${at} -dest "$2/$copy" "$1/host.iso"; done; sync`
      : `for copy in 1 2 3 4 5 6; do cp --sparse=always "$1/host.img" "$2/$copy.img"; done; sync`;
  run(["sh", "-euc", script, "sh", images, folder]);
}
