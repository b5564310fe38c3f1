import { CONTAINED, runLogged } from "./run";

interface ChrootOptions {
  root: string;
  /** Folder that keeps the package files between builds. */
  archives: string;
  log: string;
  what: string;
  onStatus?: (line: string) => void;
}

const ENTER = `
mount -t proc proc "$1/proc"
mount -t tmpfs tmpfs "$1/run"
mount --bind "$2" "$1/var/cache/apt/archives"
mount --bind /etc/resolv.conf "$1/etc/resolv.conf"
exec chroot "$1" /bin/sh -eu -c "$3"
`;

/** Runs a script inside a root file system; nothing of it outlives this program. */
export async function runInside(script: string, options: ChrootOptions): Promise<void> {
  await runLogged(
    [...CONTAINED, "sh", "-eu", "-c", ENTER, "sh", options.root, options.archives, script],
    {
      log: options.log,
      what: options.what,
      onStatus: options.onStatus,
      advice:
        "Check that this computer reaches its Debian mirror (apt-get update) and that the disk is not full, then run the same command again: what was downloaded is kept.",
      env: {
        PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
        HOME: "/root",
        DEBIAN_FRONTEND: "noninteractive",
        DEBIAN_PRIORITY: "critical",
      },
    },
  );
}
