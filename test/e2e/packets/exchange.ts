import { onConsoles } from "./console";
import type { Packet } from "./expected";
import type { Machine } from "./machines";
import type { Scene } from "./scene";
import { type Frame, whileSniffing } from "./sniffer";

/** UDP is sent to three ports for each address, from here on; nobody listens there. */
const UDP = 33434;
const UDP_APART = 10;

/** What every machine sends to every address. */
export const PACKETS: (Packet & { name: string })[] = [
  { protocol: "tcp", port: 80, name: "tcp 80" },
  { protocol: "tcp", port: 81, name: "tcp 81" },
  { protocol: "udp", port: UDP, name: "udp" },
  { protocol: "icmp", name: "icmp" },
];

/** All machines sending all packets to all addresses, and what was seen of it. */
export interface Exchange {
  /** `machine: packet address who answered`, a line each. */
  answers: string[];
  /** What the hosts' devices saw. */
  frames: Record<string, Frame[]>;
}

/** The port of {@link PACKETS} that a UDP port stands for. */
export const udpPortOf = (port: number, addresses: number): number =>
  port >= UDP && port < UDP + addresses * UDP_APART ? UDP : port;

/** The device of a machine on its host. */
export const tapOf = ({ port }: Machine): string => `tap${port.slice(0, 11)}`;

/** Every address of the machines once, fixed and floating. */
export const addressesOf = (machines: Machine[]): string[] => [
  ...new Set(
    machines.flatMap(({ address, floating }) => [address, ...(floating ? [floating] : [])]),
  ),
];

export async function exchange({ environment, machines }: Scene): Promise<Exchange> {
  const { hosts, networks } = environment.site;
  const devices = Object.fromEntries(
    Object.entries(hosts).map(([host, { addresses }]) => [
      host,
      [
        ...(["management", "api", "storage", "tenant"] as const).flatMap((network) =>
          addresses[network] === undefined ? [] : [networks[network].interface],
        ),
        ...machines.filter((machine) => machine.host === host).map(tapOf),
      ],
    ]),
  );
  const asked = addressesOf(machines).flatMap((address, at) =>
    PACKETS.map(({ protocol, name }) =>
      protocol === "udp" ? `udp ${UDP + at * UDP_APART} ${address} &` : `${name} ${address} &`,
    ),
  );
  let printed: string[] = [];
  const frames = await whileSniffing(devices, async () => {
    printed = await onConsoles(machines.map((machine) => [machine, `${asked.join(" ")} wait`]));
  });
  const answers = printed.flatMap((text, at) =>
    text.split("\n").map((line) => `${machines[at]?.name}: ${line}`),
  );
  return { answers, frames };
}
