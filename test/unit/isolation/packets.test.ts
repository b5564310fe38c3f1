import assert from "node:assert/strict";
import type { CloudModel } from "../../../components/isolation/model";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { modelOf } from "../../../stacks/isolation";
import { addressesOf, PACKETS } from "../../e2e/packets/exchange";
import { Expectation } from "../../e2e/packets/expected";
import { DECLARED, type Machine } from "../../e2e/packets/machines";
import { labWith } from "../environment/files";

const FLOATING: Record<string, string> = {
  "packets-eng-a": "198.51.100.110",
  "packets-fin-a": "198.51.100.120",
  "packets-res-a": "198.51.100.130",
};
const OUTSIDE = {
  engineering: "198.51.100.101",
  finance: "198.51.100.102",
  research: "198.51.100.103",
};

const MACHINES = DECLARED.map((declared, at): Machine => {
  const made = { id: `${at}`, port: "", mac: "", host: "", instance: "", ttl: 0 };
  const floating = FLOATING[declared.name];
  return { ...declared, ...made, ...(floating !== undefined && { floating }) };
});

/** The lab as its file has it, and without what it has of peerings. */
const peered = (): CloudModel => modelOf(parseEnvironment(labWith(), "lab"));
const apart = (): CloudModel =>
  modelOf(
    parseEnvironment(
      labWith(
        ["tenants.engineering.peerings", undefined],
        ["tenants.research.peerings", undefined],
      ),
      "lab",
    ),
  );

/** `machine address packet -> machine source` of all that is delivered and not to its sender. */
function delivered(model: CloudModel): string[] {
  const expected = new Expectation(model, MACHINES, OUTSIDE);
  return MACHINES.flatMap((from) =>
    addressesOf(MACHINES).flatMap((to) =>
      PACKETS.flatMap((packet) => {
        const found = expected.delivery(from, to, packet);
        if (found === undefined || to === from.address) return [];
        return [`${from.name} ${to} ${packet.name} -> ${found.machine.name} ${found.source}`];
      }),
    ),
  ).map((line) => line.replaceAll("packets-", ""));
}

describe("what the end-to-end test expects of packets", () => {
  it("is what a tenant has within it, and what is published, without peerings", () => {
    const published = ["eng-a", "eng-b", "fin-a", "fin-b", "res-a", "res-b"].flatMap((from) => {
      const source = FLOATING[`packets-${from}`] ?? OUTSIDE[tenantOf(from)];
      return [
        `${from} 198.51.100.110 tcp 80 -> eng-a ${source}`,
        `${from} 198.51.100.120 tcp 80 -> fin-a ${source}`,
      ];
    });
    const within = [
      ...["tcp 80", "icmp"].flatMap((packet) => [
        `eng-a 192.168.10.241 ${packet} -> eng-b 192.168.10.240`,
        `eng-b 192.168.10.240 ${packet} -> eng-a 192.168.10.241`,
      ]),
      "fin-a 192.168.10.241 tcp 80 -> fin-b 192.168.10.240",
      "fin-b 192.168.10.240 tcp 80 -> fin-a 192.168.10.241",
      ...["tcp 80", "tcp 81", "udp", "icmp"].flatMap((packet) => [
        `res-a 172.20.1.240 ${packet} -> res-b 172.20.0.240`,
        `res-b 172.20.0.240 ${packet} -> res-a 172.20.1.240`,
      ]),
    ];
    assert.deepEqual(delivered(apart()).sort(), [...published, ...within].sort());
  });

  it("is what a peering lets through besides, and nothing else", () => {
    const before = delivered(apart());
    const after = delivered(peered());
    const more = after.filter((line) => !before.includes(line));
    assert.deepEqual(more, [
      "res-a 192.168.10.240 tcp 80 -> eng-a 172.20.0.240",
      "res-a 192.168.10.241 tcp 80 -> eng-b 172.20.0.240",
      "res-b 192.168.10.240 tcp 80 -> eng-a 172.20.1.240",
      "res-b 192.168.10.241 tcp 80 -> eng-b 172.20.1.240",
    ]);
    assert.ok(before.every((line) => after.includes(line)));
  });
});

const tenantOf = (name: string): keyof typeof OUTSIDE =>
  name.startsWith("eng") ? "engineering" : name.startsWith("fin") ? "finance" : "research";
