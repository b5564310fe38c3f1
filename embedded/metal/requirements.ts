import { existsSync, readFileSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { TOOLS } from "./packages";
import { Problem } from "./problem";
import type { Progress } from "./progress";
import { tryRun } from "./run";

/** @throws Problem unless root runs this */
export function requireRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new Problem(
    `The lab makes machines and networks on this computer, which only root may (found: user id ${process.getuid?.()}). Run the same command as root, e.g. with sudo. Nothing was changed.`,
  );
}

/** Installs the packages of programs that are missing. */
export async function requireTools(progress: Progress, tools = TOOLS): Promise<void> {
  const missing = [];
  for (const name of tools) if (!isInstalled(name)) missing.push(name);
  if (missing.length === 0) return;
  if (!existsSync("/usr/bin/apt-get")) {
    throw new Problem(
      `The lab needs ${missing.join(", ")} and a computer with Debian (or another system with apt-get) to install them on.`,
    );
  }
  progress.step(`Installing ${missing.join(", ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const commands = [
    ["apt-get", "update", "-qq", "-o", "APT::Update::Error-Mode=any"],
    ["apt-get", "install", "-y", "-qq", "--no-install-recommends", ...missing],
  ];
  for (const command of commands) {
    const { code, stderr } = await tryRun(command, { env });
    if (code !== 0) {
      throw new Problem(
        `${command.slice(0, 2).join(" ")} failed:\n  ${stderr.trim().split("\n").slice(-5).join("\n  ")}\nCheck that this computer reaches its package mirror, then run the same command again.`,
      );
    }
  }
}

function isInstalled(name: string): boolean {
  return ["", ":amd64", ":arm64"].some((arch) =>
    existsSync(`/var/lib/dpkg/info/${name}${arch}.list`),
  );
}

/** What the kernel must be able to do, each with a small try of it in a namespace of its own. */
const FEATURES = [
  { name: "bridges", kernel: "CONFIG_BRIDGE", try: "ip link add t0 type bridge" },
  {
    name: "virtual network cables (veth)",
    kernel: "CONFIG_VETH",
    try: "ip link add t0 type veth peer name t1",
  },
  {
    name: "masquerading by nftables",
    kernel: "CONFIG_NFT_MASQ",
    try: "printf 'table ip t { chain c { type nat hook postrouting priority 100; oifname != \"t\" masquerade; }; }' | nft -f -",
  },
];

/** @throws Problem that names everything that the kernel lacks */
export async function requireKernel(): Promise<void> {
  // Where the features are modules this loads them; what follows says whether they are there.
  await tryRun(["sh", "-c", "modprobe -a overlay tun bridge veth"]);
  const lacks: string[] = [];
  if (!/\boverlay$/m.test(readFileSync("/proc/filesystems", "utf8")))
    lacks.push("overlay file system (CONFIG_OVERLAY_FS)");
  if (!existsSync("/dev/net/tun")) lacks.push("TUN devices at /dev/net/tun (CONFIG_TUN)");
  if ((await tryRun(["unshare", "--net", "true"])).code !== 0) {
    lacks.push("network namespaces (CONFIG_NET_NS)");
  } else {
    const tried = await Promise.all(
      FEATURES.map(({ try: command }) => tryRun(["unshare", "--net", "sh", "-c", command])),
    );
    FEATURES.forEach(({ name, kernel }, at) => {
      if (tried[at]?.code !== 0) lacks.push(`${name} (${kernel})`);
    });
  }
  if (lacks.length === 0) return;
  throw new Problem(
    `This computer's kernel lacks what the lab cannot do without:\n${lacks.map((lack) => `  ${lack}\n`).join("")}Use a kernel that has it, such as Debian's own. Nothing was changed.`,
  );
}

const GIB = 2 ** 30;

/** @throws Problem when the disk below a folder has less room than this */
export function requireSpace(folder: string, gib: number): void {
  let there = folder;
  while (!existsSync(there)) there = dirname(there);
  const { bavail, bsize } = statfsSync(there);
  const free = (bavail * bsize) / GIB;
  if (free >= gib) return;
  throw new Problem(
    `The disk of ${folder} has ${free.toFixed(1)} GiB free; the lab needs ${gib}. Make room (node --import tsx embedded/metal/main.ts image --prune removes old images), or set XDG_CACHE_HOME and XDG_STATE_HOME to a bigger disk. Nothing was changed.`,
  );
}

/** How much memory processes use, in bytes, shared pages counted by share. */
export async function memoryOf(processes: number[]): Promise<number> {
  const of = (id: number): number => {
    try {
      const text = readFileSync(`/proc/${id}/smaps_rollup`, "utf8");
      return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
    } catch {
      return 0;
    }
  };
  await Promise.resolve();
  return processes.reduce((sum, id) => sum + of(id), 0);
}

/**
 * Makes all checks, so that what is wrong is told at once.
 * @throws Problem with the messages of all that failed
 */
export async function requireAll(checks: (() => Promise<void> | void)[]): Promise<void> {
  const problems: string[] = [];
  for (const check of checks) {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new Problem(problems.join("\n"));
}
