import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the scripts need on the machine that runs them: Debian of the image's release. */
export const BUILD_PACKAGES = [
  "cpio",
  "dosfstools",
  "e2fsprogs",
  "fdisk",
  "libarchive13t64",
  "mmdebstrap",
  "mtools",
  "squashfs-tools",
  "xorriso",
  "zstd",
];

/** What every host has: it boots from a medium or a disk, is set up by its config drive and reached by SSH. */
export const HOST_PACKAGES = [
  "ca-certificates",
  "cloud-guest-utils",
  "cloud-init",
  "curl",
  "dbus",
  "e2fsprogs",
  "ethtool",
  "fdisk",
  "grub-efi-amd64",
  "grub-efi-amd64-signed",
  "iproute2",
  "iputils-ping",
  "kmod",
  "less",
  "live-boot",
  "live-boot-initramfs-tools",
  "nftables",
  "openssh-server",
  "procps",
  "python3",
  "shim-signed",
  "sudo",
  "systemd-resolved",
  "systemd-sysv",
  "udev",
  // Packs the initramfs.
  "zstd",
];

const AGENT_PACKAGES = [
  "dbus",
  "dhcpcd-base",
  "iproute2",
  "ironic-python-agent",
  "kmod",
  "lsb-release",
  "python3",
  "systemd-sysv",
  "udev",
];

export interface ImageRecipe {
  /** Packages besides those that the image needs; of a host's, none of their units starts. */
  packages?: string[];
  /** @default "linux-image-amd64"; "linux-image-cloud-amd64" has drivers for virtual machines only */
  kernel?: string;
  /**
   * The package sources of the image and of its hosts, in the format of a `.sources` file.
   * @default those of the machine that builds
   */
  sources?: string;
  /** Seconds since 1970 that every file is dated to at the latest. @default 2025-08-09, Debian 13's day */
  epoch?: number;
}

export interface HostImageRecipe extends ImageRecipe {
  /** Further kernel arguments. @default console on the screen and the first serial line */
  kernelArguments?: string;
  /**
   * Where a host that runs from the medium keeps what it writes: on the first disk that holds nothing,
   * until another deployment; or in memory, until the power goes. @default "disk"
   */
  state?: "disk" | "memory";
  /** Whether `host.img` is built besides `host.iso`. @default true */
  diskImage?: boolean;
  /** The level of the medium's compression by zstd, 1 to 22. @default 6 */
  compression?: number;
}

const EPOCH = 1_754_697_600;

/** Where the hosts' initramfs has what keeps a host's state on its disk, by path. */
const STATE_FILES = {
  "usr/share/initramfs-tools/hooks/state": "state-hook.sh",
  "etc/initramfs-tools/scripts/live-realpremount/state": "state.sh",
  "usr/local/sbin/state-partition": "state-partition.sh",
};

/**
 * A bash script that builds the hosts' image into a folder of the machine that runs it, as root:
 * `host.iso`, a medium that boots without an installation, and `host.img`, to be written to a disk,
 * both for UEFI with secure boot, each with its `.sha256`. The same packages give the same bytes. Pure.
 */
export function hostImageScript(recipe: HostImageRecipe, output: string): string {
  const settings = {
    arguments: recipe.kernelArguments ?? "console=tty0 console=ttyS0,115200",
    state: recipe.state ?? "disk",
    disk_image: (recipe.diskImage ?? true) ? "yes" : "",
    compression: String(recipe.compression ?? 6),
  };
  const files = Object.entries(STATE_FILES).map(([path, file]) => writeFile(path, here(file)));
  return script(recipe, HOST_PACKAGES, output, settings, files.join("") + here("host.sh"));
}

/**
 * A bash script that builds Ironic's agent likewise: `agent.kernel` and `agent.initramfs`, which
 * Ironic's deploy_kernel and deploy_ramdisk are to name. Pure.
 */
export function agentImageScript(recipe: ImageRecipe, output: string): string {
  const network = writeFile("usr/local/sbin/agent-network", here("agent-network.py"));
  return script(recipe, AGENT_PACKAGES, output, {}, network + here("agent.sh"));
}

const OWN_SOURCES = `sources=$(sed -s '$G' /etc/apt/sources.list.d/*.sources) || {
  echo "This machine has no package sources in the form of a .sources file: name them in site.metal.image.sources." >&2
  exit 1
}
export sources
`;

function script(
  recipe: ImageRecipe,
  needed: string[],
  output: string,
  more: Record<string, string>,
  body: string,
): string {
  const kernel = recipe.kernel ?? "linux-image-amd64";
  const packages = [...new Set([...needed, ...(recipe.packages ?? []), kernel])].sort();
  const settings = {
    output,
    packages: packages.join(","),
    sources: recipe.sources?.trimEnd(),
    SOURCE_DATE_EPOCH: String(recipe.epoch ?? EPOCH),
    ...more,
  };
  const lines = Object.entries(settings).map(([key, value]) =>
    value === undefined ? OWN_SOURCES : `export ${key}=${quote(value)}\n`,
  );
  return [...lines, here("root.sh"), body].join("");
}

const here = (name: string): string => readFileSync(join(__dirname, name), "utf8");

const writeFile = (path: string, text: string): string =>
  `printf %s ${quote(text)} | write ${path}\n`;

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
