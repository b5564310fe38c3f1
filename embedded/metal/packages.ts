import { PACKAGES_BY_ROLE } from "../../components/service/packages";

/** What a machine needs to boot, be reached and be worked on. */
export const BASE_PACKAGES = [
  "ca-certificates",
  "curl",
  "dbus",
  "ethtool",
  "eatmydata",
  "iproute2",
  "iputils-ping",
  "kmod",
  "less",
  "nftables",
  "openssh-server",
  "procps",
  "python3",
  "sudo",
  "systemd",
  "systemd-sysv",
];

/** The packages of every role: one image serves all machines. */
export function imagePackages(): string[] {
  return [...new Set(Object.values(PACKAGES_BY_ROLE).flat())].sort();
}

/** What this program itself calls, by package. */
export const TOOLS = [
  "debian-archive-keyring",
  "iproute2",
  "mmdebstrap",
  "nftables",
  "openssh-client",
  "systemd-container",
  "util-linux",
];

/** What machines with controllers call besides: their firmware unpacks what it boots. */
export const FIRMWARE_TOOLS = ["cpio", "e2fsprogs", "fdisk", "mount", "zstd"];

/** What virtual machines with UEFI call besides. */
export const VIRTUAL_TOOLS = ["ovmf", "qemu-system-x86"];
