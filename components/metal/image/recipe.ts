import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What {@link hostImageScript} needs on the machine that runs it: Debian of the image's release. */
export const BUILD_PACKAGES = [
  "dosfstools",
  "e2fsprogs",
  "fdisk",
  "libarchive13t64",
  "mmdebstrap",
  "mtools",
  "squashfs-tools",
  "xorriso",
];

/** What every host has: it boots from a medium or a disk, is set up by its config drive and reached by SSH. */
const HOST_PACKAGES = [
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
  "systemd-sysv",
  "udev",
];

export interface HostImageRecipe {
  /** Packages besides those that every host has; they are there, and none of their units starts. */
  packages?: string[];
  /** @default "linux-image-amd64"; "linux-image-cloud-amd64" has drivers for virtual machines only */
  kernel?: string;
  /** Further kernel arguments. @default console on the screen and the first serial line */
  kernelArguments?: string;
  /** The package sources of the image and of its hosts, in the format of a `.sources` file. */
  sources: string;
  /** Seconds since 1970 that every file is dated to at the latest. @default 2025-08-09, Debian 13's day */
  epoch?: number;
}

const EPOCH = 1_754_697_600;

/**
 * A bash script that builds the image into a folder of the machine that runs it, as root:
 * `host.iso`, a medium that boots without a disk, and `host.img`, to be written to a disk, both
 * for UEFI with secure boot, each with its `.sha256`. The same packages give the same bytes. Pure.
 */
export function hostImageScript(recipe: HostImageRecipe, output: string): string {
  const kernel = recipe.kernel ?? "linux-image-amd64";
  const packages = [...new Set([...HOST_PACKAGES, ...(recipe.packages ?? []), kernel])].sort();
  const settings = {
    output,
    packages: packages.join(","),
    arguments: recipe.kernelArguments ?? "console=tty0 console=ttyS0,115200",
    sources: recipe.sources.trimEnd(),
    SOURCE_DATE_EPOCH: String(recipe.epoch ?? EPOCH),
  };
  const lines = Object.entries(settings).map(([name, value]) => `export ${name}=${quote(value)}\n`);
  return lines.join("") + readFileSync(join(__dirname, "build.sh"), "utf8");
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
