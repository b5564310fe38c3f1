import { join } from "node:path";
import type { Machine } from "./plan";

/** What a machine may do on this computer: networks and mounts of its own, no devices, no modules. */
const CAPABILITIES = ["CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_SYS_NICE"];

interface Boot {
  folder: string;
  gateway: string;
  group: string;
}

/**
 * The script that is a machine's power supply: it cables the machine, boots it, and does so again
 * when the machine reboots. It ends when the machine is switched off. Pure.
 */
export function bootScript(machine: Machine, { folder, gateway, group }: Boot): string {
  const { label, cards, folders = {} } = machine;
  const binds = Object.entries(folders).map(([inside, own]) => ` --bind-ro=${own}:${inside}`);
  const outside = cards.flatMap(({ device, cable, bridge, mtu }) => [
    `link add ${cable} mtu ${mtu} type veth peer name ${device} mtu ${mtu} netns ${label}`,
    `link set ${cable} master ${bridge} up`,
  ]);
  const within = [
    "link set lo up",
    ...cards.flatMap(({ device, address }) => [
      ...(address === undefined ? [] : [`address add ${address} dev ${device}`]),
      `link set ${device} up`,
    ]),
    `route add default via ${gateway}`,
  ];
  return `#!/bin/sh
set -eu
mkdir -p ${group}
echo $$ >${group}/cgroup.procs
echo $$ >${folder}/pid
while :; do
  ip netns delete ${label} 2>/dev/null || :
  # Cables of a namespace go away some time after it: these must be gone before they are made again.
  for cable in ${cards.map(({ cable }) => cable).join(" ")}; do
    ip link delete $cable 2>/dev/null || :
  done
  ip netns add ${label}
  ip -batch - <<END
${outside.join("\n")}
END
  ip -n ${label} -batch - <<END
${within.join("\n")}
END
  code=0
  # Entered from within the namespace, or the machine would see this computer's network cards.
  nsenter --net=/run/netns/${label} systemd-nspawn --quiet --settings=no \\
    --directory=${join(folder, "root")} --machine=${label} --hostname=${machine.name} \\
    --register=no --keep-unit --boot --console=pipe --resolv-conf=off --timezone=off \\
    --link-journal=no --network-namespace-path=/run/netns/${label} \\
    --capability=${CAPABILITIES.join(",")} --drop-capability=CAP_MKNOD \\
    --bind=/dev/net/tun${binds.join("")} --rlimit=RLIMIT_NOFILE=$(ulimit -Hn) || code=$?
  # 133: the machine asked for a reboot.
  [ $code = 133 ] || exit $code
done
`;
}
