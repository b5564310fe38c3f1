import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onHost } from "../support/command";

const SCRIPT = readFileSync(join(__dirname, "sniffer.py"), "utf8");

/** Frames that are alike, as a device of a host saw them. */
export interface Frame {
  device: string;
  /** By the device: what a machine's tap has sent goes to the machine. */
  way: "sent" | "received";
  count: number;
  /** MAC addresses. */
  source: string;
  destination: string;
  /** tcp, udp, icmp, icmpv6, arp request, arp reply, or the Ethernet type in hexadecimal. */
  type: string;
  /** IP addresses. */
  from?: string;
  to?: string;
  fromPort?: number;
  toPort?: number;
  /** Of tcp: whether it begins a connection. */
  opens?: boolean;
  /** The type of an ICMP message. */
  message?: number;
  /** Of ARP: who it says has which MAC. */
  sender?: string;
  senderMac?: string;
  /** Whom ARP asks for, or a neighbour advertisement is about. */
  target?: string;
  /** Of VXLAN. */
  vni?: number;
  inner?: Omit<Frame, "device" | "way" | "count">;
}

/** What devices of hosts see while something is done. @returns the frames by host */
export async function whileSniffing(
  devices: Record<string, string[]>,
  action: () => Promise<void>,
): Promise<Record<string, Frame[]>> {
  const hosts = Object.keys(devices);
  const onAll = (script: (host: string) => string): Promise<string[]> =>
    Promise.all(hosts.map((host) => onHost(host, script(host))));
  const folders = await onAll((host) => begin(devices[host] ?? []));
  const end = (): Promise<string[]> => onAll((host) => finish(folders[hosts.indexOf(host)] ?? ""));
  try {
    await action();
  } catch (error) {
    await end();
    throw error;
  }
  const texts = await end();
  return Object.fromEntries(hosts.map((host, at) => [host, framesOf(texts[at] ?? "")]));
}

/** Returns as soon as every frame is seen, and prints where they are kept. */
const begin = (devices: string[]): string => `
# What killed runs have left.
find /run -maxdepth 1 -name 'packets-*' -mmin +5 -exec rm -r {} +
cd $(mktemp -d /run/packets-XXXXXX)
cat >sniffer.py <<'END'
DEVICES = ${JSON.stringify(devices)}
${SCRIPT}
END
setsid python3 sniffer.py >frames 2>errors </dev/null &
echo $! >pid
for try in $(seq 100); do [ -s frames ] && break; sleep 0.1; done
[ -s frames ] || { cat errors >&2; exit 1; }
pwd
`;

const finish = (folder: string): string => `
cd ${folder.trim()}
kill $(cat pid)
while kill -0 $(cat pid) 2>/dev/null; do sleep 0.1; done
cat frames errors
rm -r ${folder.trim()}
`;

const framesOf = (text: string): Frame[] =>
  text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => JSON.parse(line) as Frame);
