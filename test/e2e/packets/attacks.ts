import type { Machine } from "./machines";
import type { Frame } from "./sniffer";

/** Somebody on a network. */
export interface Neighbour {
  address: string;
  mac: string;
}

/** Two machines on one network, and who else is there. */
export interface Stage {
  attacker: Machine;
  victim: Machine;
  gateway: Neighbour;
  /** The DHCP server. */
  server: Neighbour;
}

/** What an attacker does, and the frames that it makes, as {@link labelOf} calls them. */
export interface Attack {
  title: string;
  /** For the attacker's shell. */
  command: (stage: Stage) => string;
  /** For the victim's, at the same time. */
  meanwhile?: string;
  forged: (stage: Stage) => string[];
  /** Likewise, but true: what shows that the same way is open. */
  honest: (stage: Stage) => string[];
}

const MAC = "fa:16:3e:00:be:ef";
/** An address of the IPv6 link that nobody has. */
const LINK = "fe80::bad";

/** As a neighbour's or nobody's: IP addresses of its own for a moment. */
const pingAs = (address: string, { victim }: Stage): string =>
  `ip addr add ${address}/32 dev eth0; ping -c 2 -W 1 -I ${address} ${victim.address}; ip addr del ${address}/32 dev eth0`;

const freeAddress = ({ victim }: Stage): string => victim.address.replace(/\d+$/, "242");

const arping = (kind: "A" | "U", address: string): string =>
  `arping -${kind} -c 1 -I eth0 -s ${address} ${address}`;

/** Sends UDP from a port to the two ports after 67. */
const udpFrom = (port: number, { victim }: Stage): string =>
  `echo '${port} ${port}' >/proc/sys/net/ipv4/ip_local_port_range; traceroute -n -q 2 -w 1 -f 6 -m 6 -p 67 ${victim.address}`;

export const ATTACKS: Attack[] = [
  {
    title: "stops IP addresses that are not the machine's: a neighbour's, the gateway's, nobody's",
    command: (stage) =>
      [
        `ping -c 2 -W 5 ${stage.victim.address}`,
        ...[stage.server.address, stage.gateway.address, freeAddress(stage)].map((address) =>
          pingAs(address, stage),
        ),
        `ip route replace default via ${stage.gateway.address}`,
      ].join("; "),
    forged: (stage) =>
      [stage.server.address, stage.gateway.address, freeAddress(stage)].map(
        (address) => `ping from ${address} by ${stage.attacker.mac}`,
      ),
    honest: ({ attacker }) => [`ping from ${attacker.address} by ${attacker.mac}`],
  },
  {
    title: "stops another MAC address",
    command: ({ attacker, victim, gateway }) =>
      [
        `ip link set eth0 down; ip link set eth0 address ${MAC}; ip link set eth0 up`,
        `arp -s ${victim.address} ${victim.mac}; ping -c 2 -W 1 ${victim.address}`,
        `ip link set eth0 down; ip link set eth0 address ${attacker.mac}; ip link set eth0 up`,
        `ip route replace default via ${gateway.address}; ping -c 2 -W 5 ${victim.address}`,
      ].join("; "),
    forged: ({ attacker }) => [`ping from ${attacker.address} by ${MAC}`],
    honest: ({ attacker }) => [`ping from ${attacker.address} by ${attacker.mac}`],
  },
  {
    title: "stops ARP for the gateway and for a neighbour, asked for or not",
    command: ({ attacker, gateway, server }) =>
      [
        "echo 1 >/proc/sys/net/ipv4/ip_nonlocal_bind",
        ...[attacker, gateway, server].flatMap(({ address }) => [
          arping("U", address),
          arping("A", address),
        ]),
      ].join("; "),
    forged: ({ attacker, gateway, server }) =>
      [gateway, server].flatMap(({ address }) =>
        ["request", "reply"].map((kind) => `arp ${kind} of ${address} as ${attacker.mac}`),
      ),
    honest: ({ attacker }) =>
      ["request", "reply"].map((kind) => `arp ${kind} of ${attacker.address} as ${attacker.mac}`),
  },
  {
    title: "stops IPv6 neighbour advertisements of another address",
    // The kernel advertises what it has made sure of, its own address again with the device.
    command: () =>
      [
        "echo 1 >/proc/sys/net/ipv6/conf/eth0/ndisc_notify",
        `ip -6 addr add ${LINK}/64 dev eth0; sleep 3; ip -6 addr del ${LINK}/64 dev eth0`,
        "own=$(ip -6 -o addr show dev eth0 | awk '{ print $4 }')",
        "ip -6 addr del $own dev eth0; ip -6 addr add $own dev eth0; sleep 3",
      ].join("; "),
    forged: ({ attacker }) => [`advertisement of ${LINK} by ${attacker.mac}`],
    honest: ({ attacker }) => [`advertisement of ${linkLocal(attacker.mac)} by ${attacker.mac}`],
  },
  {
    title: "stops packets from a DHCP server's port to a client's, and those alone",
    command: (stage) =>
      [
        "echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start",
        udpFrom(67, stage),
        udpFrom(1067, stage),
        "echo '32768 60999' >/proc/sys/net/ipv4/ip_local_port_range",
      ].join("; "),
    forged: ({ attacker }) => [
      `udp from ${attacker.address} port 67 to port 68 by ${attacker.mac}`,
    ],
    honest: ({ attacker }) => [
      `udp from ${attacker.address} port 67 to port 69 by ${attacker.mac}`,
      `udp from ${attacker.address} port 1067 to port 68 by ${attacker.mac}`,
    ],
  },
  {
    title: "stops what a DHCP server offers to who asks",
    command: ({ victim }) =>
      [
        `printf 'start ${freeAddress({ victim } as Stage)}\\nend ${victim.address.replace(/\d+$/, "243")}\\ninterface eth0\\nlease_file /leases\\n' >/udhcpd.conf`,
        "touch /leases; timeout 10 udhcpd -f -a 100 /udhcpd.conf 2>&1",
      ].join("; "),
    meanwhile: "sleep 3; udhcpc -i eth0 -s /bin/true -n -q -f -t 3 -T 2 2>&1",
    forged: ({ attacker }) => [`offer to everybody by ${attacker.mac}`],
    honest: () => [],
  },
];

const ECHO_REQUEST = 8;
const BROADCAST = "255.255.255.255";

/** What a frame claims, in words. */
export function labelOf(frame: Omit<Frame, "device" | "way" | "count">): string {
  const { type, source, from, to, fromPort, toPort, message, sender, senderMac, target } = frame;
  if (type === "icmp" && message === ECHO_REQUEST) return `ping from ${from} by ${source}`;
  if (type.startsWith("arp ")) return `${type} of ${sender} as ${senderMac}`;
  if (type === "icmpv6" && target !== undefined) return `advertisement of ${target} by ${source}`;
  if (type !== "udp") return `${type} by ${source}`;
  if (to === BROADCAST && fromPort === 67) return `offer to everybody by ${source}`;
  return `udp from ${from} port ${fromPort} to port ${toPort} by ${source}`;
}

/** The IPv6 address that a MAC address gives. */
function linkLocal(mac: string): string {
  const [a = "", b = "", c = "", d = "", e = "", f = ""] = mac.split(":");
  const first = (parseInt(a, 16) ^ 2).toString(16);
  const groups = [`${first}${b}`, `${c}ff`, `fe${d}`, `${e}${f}`];
  return `fe80::${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}`;
}
