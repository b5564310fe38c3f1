import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { cpio, type Entry } from "./cpio";
import { buildBase, copyBase, inside, withArchives } from "./image";
import { cacheFolder } from "./paths";
import { runInside } from "./chroot";
import { Problem } from "./problem";
import type { Progress } from "./progress";
import { run } from "./run";

/** Debian's kernel for clouds: virtio's bus and disks are built in, its network card is a module. */
const KERNEL = "linux-image-cloud-amd64";
const MODULES = ["net/core/failover", "drivers/net/net_failover", "drivers/net/virtio_net"];

/** Nova wants a disk image although the guest lives in memory alone. */
const DISK_BYTES = 1024 * 1024;

const DIRECTORY = 0o040755;
const PROGRAM = 0o100755;
const SYMLINK = 0o120777;
const CHARACTER_DEVICE = 0o020600;

const here = (name: string): Promise<Buffer> => readFile(join(__dirname, name));

/** Fetches the guest's two packages, and the one that the kernel's name leads to. */
const DOWNLOAD = `
apt-get update -q
kernel=$(apt-cache depends ${KERNEL} | sed -n 's/.*Depends: \\(linux-image-[0-9].*\\)/\\1/p' | head -n 1)
mkdir -p /guest
cd /guest
apt-get download "$kernel" busybox-static
for package in *.deb; do dpkg-deb -x "$package" tree; done
`;

/**
 * Builds the image that the lab's virtual machines run, once: a kernel and an initramfs, both from
 * Debian's packages, in the cache folder's `guest`.
 */
export async function buildGuest(progress: Progress): Promise<void> {
  const target = join(cacheFolder(), "guest");
  const scripts = { init: await here("guest-init.sh"), lease: await here("guest-lease.sh") };
  const recipe = createHash("sha256").update(DOWNLOAD).update(scripts.init).update(scripts.lease);
  const digest = recipe.digest("hex");
  const stamp = join(target, "recipe");
  if (existsSync(stamp) && (await readFile(stamp, "utf8")) === digest) return;

  progress.step("Building the guest image for virtual machines");
  const base = await buildBase(progress);
  // Of a build that was interrupted nothing stays.
  const work = join(cacheFolder(), "guest.partial");
  await rm(work, { recursive: true, force: true });
  await mkdir(work);
  try {
    await copyBase(base, join(work, "root"));
    const log = join(cacheFolder(), "guest.log");
    await withArchives(log, () =>
      runInside(DOWNLOAD, {
        ...inside(join(work, "root"), log),
        what: "Downloading the guest's kernel and busybox",
      }),
    );
    const made = join(work, "guest");
    await mkdir(made);
    await assemble(join(work, "root", "guest", "tree"), made, scripts);
    await writeFile(join(made, "recipe"), digest);
    await rm(target, { recursive: true, force: true });
    await rename(made, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  progress.step("Guest image is built");
}

async function assemble(
  tree: string,
  target: string,
  scripts: { init: Buffer; lease: Buffer },
): Promise<void> {
  const kernels = await readdir(join(tree, "boot"));
  const kernel = kernels.find((name) => name.startsWith("vmlinuz-"));
  if (!kernel) {
    throw new Problem(`${KERNEL} brought no kernel: found ${kernels.join(", ") || "nothing"}.`);
  }
  const modules = join(tree, "usr/lib/modules", kernel.slice("vmlinuz-".length), "kernel");
  const folders = ["bin", "dev", "etc", "modules", "proc", "sys", "www"];
  const entries: Entry[] = [
    ...folders.map((path) => ({ path, mode: DIRECTORY })),
    { path: "bin/busybox", mode: PROGRAM, content: await readFile(join(tree, "usr/bin/busybox")) },
    { path: "bin/sh", mode: SYMLINK, content: Buffer.from("busybox") },
    { path: "init", mode: PROGRAM, content: scripts.init },
    { path: "lease", mode: PROGRAM, content: scripts.lease },
    { path: "dev/console", mode: CHARACTER_DEVICE, device: { major: 5, minor: 1 } },
  ];
  for (const module of MODULES) {
    const packed = join(modules, `${module}.ko.xz`);
    if (existsSync(packed)) await run(["xz", "--decompress", "--keep", packed]);
    entries.push({
      path: `modules/${module.split("/").pop() ?? ""}.ko`,
      mode: PROGRAM,
      content: await readFile(join(modules, `${module}.ko`)),
    });
  }
  await copyFile(join(tree, "boot", kernel), join(target, "vmlinuz"));
  await writeFile(join(target, "initramfs.img"), gzipSync(cpio(entries)));
  await writeFile(join(target, "disk.raw"), Buffer.alloc(DISK_BYTES));
}
