import { join } from "node:path";
import type { BareMachine } from "./plan";

/** What a machine may do on this computer: its networks, mounts and memory; no modules, no nodes. */
const CAPABILITIES = ["CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_SYS_NICE"];

/**
 * The only devices that a machine reaches, whatever nodes it may come by: null, zero, full, random,
 * urandom, tty, console, ptmx, terminals, tun.
 */
const DEVICES = ["1:3", "1:5", "1:7", "1:8", "1:9", "5:0", "5:1", "5:2", "136:*", "10:200"];

export interface Container {
  /** The mounted root file system. */
  root: string;
  /** The folder with a config drive's files, where there is one. */
  configDrive?: string;
}

/** cloud-init takes this folder for a config drive: kernels without ISO 9660 cannot mount one. */
const SEED = "/var/lib/cloud/seed/config_drive";

/**
 * The script that stands for a machine's kernel: cables, devices, and systemd as its first process.
 * It is run in a mount namespace of the machine's own, with which all that it made goes. Pure.
 */
export function containerScript(machine: BareMachine, container: Container): string {
  const { label, cards, folder, uuid } = machine;
  const cables = cards.flatMap(({ device, mac, cable, bridge, mtu }) => [
    `link add ${cable} mtu ${mtu} type veth peer name ${device} mtu ${mtu} address ${mac} netns ${label}`,
    `link set ${cable} master ${bridge} up`,
  ]);
  const devices = join(folder, "devices");
  return `set -eu
ip netns delete ${label} 2>/dev/null || :
# Cables of a namespace go away some time after it: these must be gone before they are made again.
for cable in ${cards.map(({ cable }) => cable).join(" ")}; do
  ip link delete $cable 2>/dev/null || :
done
ip netns add ${label}
ip -batch - <<END
${cables.join("\n")}
END
ip -n ${label} link set lo up
mountpoint -q ${devices} || mount -t cgroup -o devices devices ${devices}
[ ! -d ${devices}/${label} ] || find ${devices}/${label} -depth -type d -exec rmdir {} +
mkdir ${devices}/${label}
echo a >${devices}/${label}/devices.deny
for device in ${DEVICES.map((device) => `'c ${device} rwm'`).join(" ")}; do
  echo "$device" >${devices}/${label}/devices.allow
done
echo $$ >${devices}/${label}/cgroup.procs
umount ${devices}
# Entered from within the namespace, or the machine would see this computer's network cards.
exec nsenter --net=/run/netns/${label} systemd-nspawn --quiet --settings=no \\
  --directory=${container.root} --machine=${label} --hostname=localhost --uuid=${uuid} \\
  --register=no --keep-unit --boot --console=pipe --resolv-conf=off --timezone=off \\
  --link-journal=no --network-namespace-path=/run/netns/${label} --kill-signal=SIGRTMIN+4 \\
  --capability=${CAPABILITIES.join(",")} --drop-capability=CAP_MKNOD \\
${container.configDrive === undefined ? "" : `  --bind-ro=${container.configDrive}:${SEED} \\\n`}\
  --bind=/dev/net/tun --rlimit=RLIMIT_NOFILE=$(ulimit -Hn)
`;
}
