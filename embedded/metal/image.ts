import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, link, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { SEED_PACKAGES } from "../../components/service/packages";
import { runInside } from "./chroot";
import { withLock } from "./lock";
import { findMirror, proxySettings, sources } from "./mirror";
import { BASE_PACKAGES, imagePackages } from "./packages";
import { cacheFolder } from "./paths";
import type { Progress } from "./progress";
import { CONTAINED, run, runLogged } from "./run";

export const RELEASE = "trixie";
const ARCHIVES = "/var/cache/apt/archives";
export const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Machines need neither manuals nor translations; without them installing is quicker. */
const DPKG_SETTINGS = [
  "force-unsafe-io",
  ...["doc", "man", "locale", "info", "lintian", "groff"].map(
    (folder) => `path-exclude /usr/share/${folder}/*`,
  ),
  "path-include /usr/share/doc/*/copyright",
  // Some packages copy their example configuration from here.
  "path-include /usr/share/doc/*/examples/*",
  "",
].join("\n");

/** A machine starts what its roles' steps enable, and nothing that a package would like to. */
const PRESETS = [
  "enable ssh.service",
  "enable dbus.service",
  "enable dbus.socket",
  "disable *",
  "",
].join("\n");

/**
 * Byte-compiling every package by itself starts Python some 500 times, so it is held back and done
 * once for all, on every core. The marker stops services from starting while they are installed.
 */
const INSTALL = `
echo 'exit 101' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
for tool in py3compile; do
  dpkg-divert --quiet --local --rename --divert /usr/bin/$tool.held /usr/bin/$tool
  printf '#!/bin/sh\\nexit 0\\n' >/usr/bin/$tool; chmod 755 /usr/bin/$tool
done
apt-get update
export LD_PRELOAD=libeatmydata.so
apt-get install -y --no-install-recommends -o APT::Status-Fd=3 -o Dpkg::Use-Pty=0 PACKAGES
for tool in py3compile; do
  rm /usr/bin/$tool
  dpkg-divert --quiet --local --rename --remove /usr/bin/$tool
done
python3 -m compileall -q -j 0 /usr/lib/python3/dist-packages || true
`;

/** What must be each machine's own, and what is not needed, goes. */
const FINISH = `
systemctl preset-all --preset-mode=full
systemctl mask --quiet getty.target console-getty.service systemd-networkd.service systemd-resolved.service e2scrub_reap.service
systemctl set-default --quiet multi-user.target
rm -f /usr/sbin/policy-rc.d /etc/ssh/ssh_host_* /etc/hostname /var/lib/dbus/machine-id
: >/etc/machine-id
rm -rf /var/log/*.log /var/log/apt
passwd --quiet --lock root
`;

/** How machines are set up apart from their packages, by path. */
const MACHINE_FILES: Record<string, string> = {
  "etc/systemd/system-preset/00-machine.preset": PRESETS,
  // Steps run in parallel over one connection each.
  "etc/ssh/sshd_config.d/machine.conf":
    "HostKey /etc/ssh/ssh_host_ed25519_key\nPasswordAuthentication no\nUseDNS no\nMaxSessions 100\nMaxStartups 100\n",
  // On the disk, where it does not take the memory of all machines together.
  "etc/systemd/journald.conf.d/machine.conf": "[Journal]\nStorage=persistent\nSystemMaxUse=64M\n",
};

const APT_SETTINGS = `APT::Sandbox::User "root";
APT::Keep-Downloaded-Packages "true";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::Retries "3";
`;

/** A mirror that does not answer is told at once, not after every package was asked for in vain. */
const STRICT_UPDATE = 'APT::Update::Error-Mode "any";\n';

export const digest = (recipe: unknown): string =>
  createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 12);

export const baseName = (): string =>
  `base-${digest(["mmdebstrap", RELEASE, BASE_PACKAGES, DPKG_SETTINGS, APT_SETTINGS])}`;

/** A root file system that machines boot. */
export interface MachineImage {
  /** What its folder's name begins with. */
  name: string;
  title: string;
  packages: string[];
}

/** The root file system that all hosts share. */
export const HOSTS: MachineImage = {
  name: "image",
  title: "machine image",
  packages: imagePackages(),
};

/** That of the host which runs Ironic. */
export const SEED: MachineImage = {
  name: "seed",
  title: "seed's image",
  packages: [...new Set(Object.values(SEED_PACKAGES).flat())].sort(),
};

/** The folder of a root file system, whether or not it was built yet. */
export function imageFolder({ name, packages } = HOSTS): string {
  const recipe = [baseName(), packages, MACHINE_FILES, INSTALL, FINISH];
  return join(cacheFolder(), `${name}-${digest(recipe)}`);
}

/**
 * Builds a root file system, once; what is under way has another name, so that an interrupted build
 * is never taken for a whole one.
 * @returns its folder
 */
export async function buildImage(progress: Progress, image = HOSTS): Promise<string> {
  const target = imageFolder(image);
  if (existsSync(target)) return target;
  const base = await buildBase(progress);
  const { packages, title } = image;
  await building(target, progress, async (folder, log) => {
    progress.step(`Installing ${packages.length} packages and what they need into the ${title}`);
    await copyBase(base, folder);
    for (const [path, text] of Object.entries(MACHINE_FILES)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await runInside(INSTALL.replace("PACKAGES", packages.join(" ")) + FINISH, {
      ...inside(folder, log),
      what: `Installing the packages of the ${title}`,
      onStatus: countPackages(progress),
    });
  });
  progress.step(`The ${title} is built`);
  return target;
}

/** The root file system that boots and answers SSH, without any role's packages. */
export async function buildBase(progress: Progress): Promise<string> {
  const target = join(cacheFolder(), baseName());
  if (existsSync(target)) return target;
  const mirror = await findMirror();
  await building(target, progress, async (folder, log) => {
    progress.step(`Unpacking Debian ${RELEASE}`);
    await runLogged(
      [
        ...[...CONTAINED, "mmdebstrap", "--mode=root", "--variant=minbase", "--quiet"],
        // Package files come from this computer's folder and stay there.
        "--skip=download/empty,essential/unlink,cleanup/apt",
        ...[`--keyring=${KEYRING}`, `--include=${BASE_PACKAGES.join(",")}`],
        ...DPKG_SETTINGS.trim()
          .split("\n")
          .map((line) => `--dpkgopt=${line}`),
        ...(await proxySettings())
          .split("\n")
          .filter(Boolean)
          .map((line) => `--aptopt=${line}`),
        `--setup-hook=mkdir -p "$1${ARCHIVES}"; mount --bind '${archivesOf(log)}' "$1${ARCHIVES}"`,
        `--customize-hook=umount "$1${ARCHIVES}"; rm -f "$1"/etc/*/*.d/99mmdebstrap`,
        ...[RELEASE, folder, `deb ${mirror.debian} ${RELEASE} main`],
      ],
      {
        log,
        what: "Unpacking Debian",
        advice: `Check that this computer's Debian mirror (${mirror.debian}) is reached and has ${RELEASE}, then run the same command again.`,
      },
    );
    await writeFile(join(folder, "etc/apt/sources.list"), "");
    await writeFile(join(folder, "etc/dpkg/dpkg.cfg.d/90machine"), DPKG_SETTINGS);
    await rm(join(folder, "etc/apt/apt.conf.d/docker-clean"), { force: true });
  });
  return target;
}

/** A copy of the base that takes packages from where this computer takes them now. */
export async function copyBase(base: string, folder: string): Promise<void> {
  await run(["cp", "-a", "--reflink=auto", base, folder]);
  const settings = APT_SETTINGS + STRICT_UPDATE + (await proxySettings());
  await writeFile(join(folder, "etc/apt/apt.conf.d/90machine"), settings);
  await writeFile(
    join(folder, "etc/apt/sources.list.d/debian.sources"),
    sources(await findMirror(), RELEASE),
  );
}

/** Package files, kept so that a build after the first downloads only what is new. */
export function archivesFolder(): string {
  return join(cacheFolder(), "apt");
}

/** A build's own view of the package files: apt lets one process at a time use such a folder. */
const archivesOf = (log: string): string => log.replace(/\.log$/, ".apt");

export function inside(root: string, log: string) {
  return { root, log, archives: archivesOf(log) };
}

/** Runs something that installs packages; it finds those of earlier builds, and leaves its own for others. */
export async function withArchives(log: string, action: () => Promise<void>): Promise<void> {
  const own = archivesOf(log);
  await rm(own, { recursive: true, force: true });
  await mkdir(join(own, "partial"), { recursive: true });
  await linkPackages(archivesFolder(), own);
  try {
    await action();
  } finally {
    await linkPackages(own, archivesFolder());
    await rm(own, { recursive: true, force: true });
  }
}

async function linkPackages(from: string, to: string): Promise<void> {
  await Promise.all([from, to].map((folder) => mkdir(folder, { recursive: true })));
  const there = new Set(await readdir(to));
  const names = (await readdir(from)).filter((name) => name.endsWith(".deb") && !there.has(name));
  // Another build may be quicker: it has the same.
  await Promise.all(
    names.map((name) => link(join(from, name), join(to, name)).catch(() => undefined)),
  );
}

/** Builds a folder of the cache under another name, and gives it its own when it is whole. */
export async function building(
  target: string,
  progress: Progress,
  build: (folder: string, log: string) => Promise<void>,
): Promise<void> {
  const partial = `${target}.partial`;
  const log = `${target}.log`;
  const make = async (): Promise<void> => {
    if (existsSync(target)) return;
    if (existsSync(partial)) progress.step("Removing an image build that was interrupted");
    await rm(partial, { recursive: true, force: true });
    await writeFile(log, "");
    await withArchives(log, () => build(partial, log));
    await chmod(partial, 0o755);
    await rename(partial, target);
  };
  const what = `build of ${basename(target)}`;
  await mkdir(cacheFolder(), { recursive: true });
  await withLock(`${target}.lock`, what, make, (who) => progress.step(`Waiting: ${who}`));
}

/**
 * Removes every image but the ones in use; what only tests build, and what builds it, goes as well.
 * @returns the names of the removed folders
 */
export async function pruneImages(inUse: string[]): Promise<string[]> {
  const keep = new Set([baseName(), imageFolder().split("/").pop(), ...inUse]);
  const found = existsSync(cacheFolder()) ? await readdir(cacheFolder()) : [];
  const old = found.filter(
    (name) =>
      /^[a-z]+-[0-9a-f]{12}(\.partial|\.partial\.root|\.apt|\.log)?$/.test(name) &&
      !keep.has(name.split(".")[0] ?? ""),
  );
  await Promise.all(
    old.map((name) => rm(join(cacheFolder(), name), { recursive: true, force: true })),
  );
  return old;
}

/** Turns apt's status lines into a count of packages. */
export function countPackages(progress: Pick<Progress, "count">): (line: string) => void {
  const done = new Set<string>();
  return (line) => {
    const [kind, item = "", percent = "0", text = ""] = line.split(":");
    if (kind === "dlstatus") progress.count(`downloading, ${Math.round(Number(percent))}%`);
    if (kind !== "pmstatus") return;
    if (text.startsWith("Installed")) done.add(item);
    progress.count(`${Math.round(Number(percent))}%, ${done.size} packages installed`);
  };
}
