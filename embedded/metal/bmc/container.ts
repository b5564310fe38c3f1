import { basename, join } from "node:path";
import type { BareMachine } from "./plan";

/** What a machine may do on this computer: its networks, mounts and memory; no modules, no nodes. */
const CAPABILITIES = ["CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_SYS_NICE"];

/**
 * The only devices that a machine reaches, whatever nodes it may come by: null, zero, full, random,
 * urandom, tty, console, ptmx, terminals, tun; and its own disk.
 */
const DEVICES = ["1:3", "1:5", "1:7", "1:8", "1:9", "5:0", "5:1", "5:2", "136:*", "10:200"];

export interface Container {
  /** The mounted root file system. */
  root: string;
  /** The machine's disk as a device of this computer, e.g. /dev/loop3; it has the same name inside. */
  disk: string;
  /** The file that stands in for the kernel's command line. */
  commandLine: string;
  /** The folder with a config drive's files, where there is one. */
  configDrive?: string;
}

/** cloud-init takes this folder for a config drive: kernels without ISO 9660 cannot mount one. */
const SEED = "/var/lib/cloud/seed/config_drive";
/** Where the command line lies until it is put over the kernel's own. */
const COMMAND_LINE = "/run/kernel-command-line";

/**
 * The script that stands for a machine's kernel: cables, devices, and systemd as its first process.
 * It is run in a mount namespace of the machine's own, with which all that it made goes. Pure.
 */
export function containerScript(machine: BareMachine, group: string, container: Container): string {
  const { label, cards, folder, uuid } = machine;
  const cables = cards.flatMap(({ device, mac, cable, bridge, mtu }) => [
    `link add ${cable} mtu ${mtu} type veth peer name ${device} mtu ${mtu} address ${mac} netns ${label}`,
    `link set ${cable} master ${bridge} up`,
  ]);
  const { disk, configDrive } = container;
  const hierarchy = join(folder, "devices");
  const devices = join(hierarchy, label);
  const binds = [
    `--bind=${disk}`,
    "--bind=/dev/net/tun",
    `--bind-ro=${container.commandLine}:${COMMAND_LINE}`,
    ...(configDrive === undefined ? [] : [`--bind-ro=${configDrive}:${SEED}`]),
  ];
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

mountpoint -q ${hierarchy} || mount -t cgroup -o devices devices ${hierarchy}
[ ! -d ${devices} ] || find ${devices} -depth -type d -exec rmdir {} +
mkdir ${devices}
echo a >${devices}/devices.deny
number() { printf '%d:%d' $(stat -c '0x%t 0x%T' $1); }
for device in ${DEVICES.map((device) => `'c ${device} rwm'`).join(" ")} "b $(number ${disk}) rw"; do
  echo "$device" >${devices}/devices.allow
done

# Stands in for what a machine's own kernel and udev do: the command line, and nodes of partitions.
follow() {
  init=
  while [ -z "$init" ]; do
    sleep 0.1
    init=$(find ${group} -name cgroup.procs -exec cat {} + | while read -r id; do
      ! grep -q '^NSpid:.*[[:space:]]1$' /proc/$id/status 2>/dev/null || echo $id; done | head -n 1)
  done
  nsenter --target $init --mount mount --bind ${COMMAND_LINE} /proc/cmdline || :
  known=
  while kill -0 $init 2>/dev/null; do
    now=
    for partition in /sys/block/${basename(disk)}/${basename(disk)}p*; do
      [ -e $partition/dev ] || continue
      node=\${partition##*/}=$(cat $partition/dev)
      now="$now $node"
      case "$known " in *" $node "*) continue ;; esac
      echo "b \${node#*=} rw" >${devices}/devices.allow
      rm -f /proc/$init/root/dev/\${node%=*}
      mknod /proc/$init/root/dev/\${node%=*} b $(echo \${node#*=} | tr : ' ')
    done
    # A number that is free again is soon another device's.
    for node in $known; do
      case "$now " in *" $node "*) continue ;; esac
      case "$now " in *"=\${node#*=} "*) ;; *) echo "b \${node#*=} rw" >${devices}/devices.deny ;; esac
      case "$now " in *" \${node%=*}="*) continue ;; esac
      rm -f /proc/$init/root/dev/\${node%=*}
    done
    known=$now
    sleep 0.2
  done 2>/dev/null
}
follow &

echo $$ >${devices}/cgroup.procs
# Entered from within the namespace, or the machine would see this computer's network cards.
exec nsenter --net=/run/netns/${label} systemd-nspawn --quiet --settings=no \\
  --directory=${container.root} --machine=${label} --hostname=localhost --uuid=${uuid} \\
  --register=no --keep-unit --boot --console=pipe --resolv-conf=off --timezone=off \\
  --link-journal=no --network-namespace-path=/run/netns/${label} --kill-signal=SIGRTMIN+4 \\
  --capability=${CAPABILITIES.join(",")} --drop-capability=CAP_MKNOD \\
  ${binds.join(" ")} \\
  --rlimit=RLIMIT_NOFILE=$(ulimit -Hn)
`;
}
