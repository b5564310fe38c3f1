import assert from "node:assert/strict";
import { join } from "node:path";
import type { CloudModel } from "../../../components/isolation/model";
import { readSections } from "../../../stacks/environment/file";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { modelOf } from "../../../stacks/isolation";
import { ROOT } from "../../e2e/support/command";
import { addressesOf, PACKETS } from "../../e2e/packets/exchange";
import { Expectation } from "../../e2e/packets/expected";
import { DECLARED, type Machine } from "../../e2e/packets/machines";

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

/** The lab without peerings, whatever its file says. */
function lab(): CloudModel {
  const environment = parseEnvironment(readSections(join(ROOT, "Pulumi.lab.yaml")), "lab");
  const model = modelOf(environment);
  const routers = model.routers.map((router) => ({
    ...router,
    routes: [],
    interfaces: router.interfaces.filter(({ subnet }) => subnet.startsWith(`${router.owner}/`)),
  }));
  return { ...model, routers, peerings: [] };
}

/** The same where research's and engineering's routers meet on a network between them. */
function peered(): CloudModel {
  const model = lab();
  const join = { engineering: "10.255.0.1", research: "10.255.0.2" } as Record<string, string>;
  const routes = {
    engineering: [{ destination: "172.20.0.0/23", nextHop: "10.255.0.2" }],
    research: [{ destination: "192.168.10.0/24", nextHop: "10.255.0.1" }],
  } as Record<string, { destination: string; nextHop: string }[]>;
  return {
    ...model,
    networks: [...model.networks, { id: "between", external: false, sharedWith: [] }],
    subnets: [...model.subnets, { id: "between", network: "between", cidr: "10.255.0.0/30" }],
    routers: model.routers.map((router) => {
      const address = join[router.owner ?? ""];
      if (address === undefined) return router;
      const interfaces = [...router.interfaces, { subnet: "between", address }];
      return { ...router, interfaces, routes: routes[router.owner ?? ""] ?? [] };
    }),
    peerings: [
      {
        from: "research",
        to: "engineering",
        allow: [{ protocol: "tcp", ports: { min: 80, max: 80 } }],
      },
    ],
  };
}

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
    assert.deepEqual(delivered(lab()).sort(), [...published, ...within].sort());
  });

  it("is what a peering lets through besides, and nothing else", () => {
    const before = delivered(lab());
    const more = delivered(peered()).filter((line) => !before.includes(line));
    assert.deepEqual(more, [
      "res-a 192.168.10.240 tcp 80 -> eng-a 172.20.0.240",
      "res-a 192.168.10.241 tcp 80 -> eng-b 172.20.0.240",
      "res-b 192.168.10.240 tcp 80 -> eng-a 172.20.1.240",
      "res-b 192.168.10.241 tcp 80 -> eng-b 172.20.1.240",
    ]);
    assert.ok(before.every((line) => delivered(peered()).includes(line)));
  });
});

const tenantOf = (name: string): keyof typeof OUTSIDE =>
  name.startsWith("eng") ? "engineering" : name.startsWith("fin") ? "finance" : "research";
