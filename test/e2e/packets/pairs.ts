import assert from "node:assert/strict";
import { addressesOf, type Exchange, PACKETS, tapOf, udpPortOf } from "./exchange";
import { is, type Packet } from "./expected";
import type { Machine } from "./machines";
import type { Scene } from "./scene";
import type { Frame } from "./sniffer";

/** What each machine is answered at each address, and what gets to it: as the proof says, all of it. */
export function testPairs(scene: () => Scene, exchange: () => Exchange): void {
  it("answers what the proof and the security groups let through, and no one else answers", () => {
    const { machines } = scene();
    const found = exchange().answers.map((line) => named(line, machines));
    assert.deepEqual(found.sort(), expectedAnswers(scene()).sort());
  });

  it("crosses from tenant to tenant by fixed addresses where the proof says so, and nowhere else", () => {
    // Peerings of the environment are in the proof, and so in this.
    const said = scene().expected.ways.flatMap(({ from, to, open }) =>
      NAMED.filter((packet) => open.some((opening) => is(opening, packet))).map(
        ({ name }) => `${from} to ${to}: ${name}`,
      ),
    );
    const found = exchange().answers.flatMap((line) => crossing(line, scene().machines));
    assert.deepEqual([...new Set(found)].sort(), said.sort());
  });

  it("does not get to a machine otherwise either, answered or not", () => {
    const addresses = addressesOf(scene().machines).length;
    const found = scene().machines.flatMap((machine) =>
      (exchange().frames[machine.host] ?? [])
        .filter(({ device, way }) => device === tapOf(machine) && way === "sent")
        .flatMap((frame) => arrivalOf(machine, frame, addresses)),
    );
    assert.deepEqual([...new Set(found)].sort(), expectedArrivals(scene()).sort());
  });
}

/** Packets whose answers tell who gave them. */
const NAMED = PACKETS.filter(({ protocol }) => protocol !== "udp");

/** `tenant to tenant: packet` for an answer that another tenant's machine gave at its fixed address. */
function crossing(line: string, machines: Machine[]): string[] {
  const [, name, packet, address, answer] =
    /^(\S+): (.+) (\S+) (\S+)$/.exec(named(line, machines)) ?? [];
  const from = machines.find((machine) => machine.name === name);
  const to = machines.find((machine) => machine.name === answer);
  if (from === undefined || to === undefined) return [];
  if (to.tenant === from.tenant || address !== to.address) return [];
  return [`${from.tenant} to ${to.tenant}: ${packet}`];
}

function expectedAnswers({ machines, expected }: Scene): string[] {
  return machines.flatMap((from) =>
    addressesOf(machines).flatMap((to) =>
      PACKETS.map((packet) => {
        const delivery = expected.delivery(from, to, packet);
        // Who answers UDP does not tell its name; what arrives where does.
        const name = packet.protocol === "udp" ? "somebody" : delivery?.machine.name;
        return `${from.name}: ${packet.name} ${to} ${delivery ? name : "nothing"}`;
      }),
    ),
  );
}

/** A line as a machine printed it, with the name of who answered. */
function named(line: string, machines: Machine[]): string {
  return line.replace(/(?<=: tcp .*)\.novalocal$/, "").replace(/(?<=: icmp \S+ )\d+$/, (ttl) => {
    const who = machines.find(
      (machine) => Number(ttl) <= machine.ttl && Number(ttl) > machine.ttl - 10,
    );
    return who?.name ?? `TTL ${ttl}`;
  });
}

/** What should come to machines' devices, each kind of packet once. */
function expectedArrivals({ machines, expected }: Scene): string[] {
  const all = machines.flatMap((from) =>
    addressesOf(machines).flatMap((to) =>
      PACKETS.flatMap((packet) => {
        const delivery = expected.delivery(from, to, packet);
        const isLocal = to === from.address;
        return delivery && !isLocal ? [told(delivery.machine, delivery.source, packet)] : [];
      }),
    ),
  );
  return [...new Set(all)];
}

/** What a frame begins at a machine; nothing for answers to what the machine began. */
function arrivalOf(
  machine: Machine,
  { type, from = "", toPort = 0, opens, message }: Frame,
  addresses: number,
): string[] {
  if (type === "tcp" && opens) return [told(machine, from, { protocol: type, port: toPort })];
  if (type === "icmp" && message === ECHO_REQUEST) return [told(machine, from, { protocol: type })];
  if (type === "udp")
    return [told(machine, from, { protocol: type, port: udpPortOf(toPort, addresses) })];
  return [];
}

const ECHO_REQUEST = 8;

const told = ({ name }: Machine, source: string, { protocol, port }: Packet): string =>
  `${protocol} ${port ?? ""} from ${source} to ${name}`;
