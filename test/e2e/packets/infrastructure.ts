import assert from "node:assert/strict";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import type { Environment } from "../../../stacks/environment/parse";
import { onConsoles } from "./console";
import { find, type Scene } from "./scene";

/** Where the API is for everybody: `components/controlplane` publishes these. */
const PUBLIC = [443, 5000, 6080, 8774, 8776, 8778, 9292, 9696];
const SSH = 22;

interface Target {
  address: string;
  port: number;
  /** Whether this computer, which is the site's router, is let in: it shows that something is there. */
  here?: boolean;
}

/** Ports of services by role, on the management network, and which of them take this computer. */
const SERVICES: Record<string, [port: number, here?: boolean][]> = {
  controller: [[3306, true], [4567], [5672, true], [11211], [25672], [8775]],
  compute: [[5900], [16509], [49152]],
  storage: [[3260], [8776]],
  monitoring: [[3000], [9090]],
  billing: [[8889]],
};

/** All of the site that is no business of tenants' machines. */
function forbidden({ site, cloud }: Environment, own: number): Target[] {
  const { management, bmc } = site.metal?.seed.addresses ?? assert.fail("the lab has no seed");
  const hosts = Object.values(site.hosts).flatMap(({ addresses, roles, machine }): Target[] => [
    ...Object.entries(addresses).map(([network, address]) => {
      return { address, port: SSH, ...(network === "management" && { here: true }) };
    }),
    ...roles.flatMap((role) =>
      (SERVICES[role] ?? []).map(([port, here]) => ({ address: addresses.management, port, here })),
    ),
    ...[443, 623].map((port) => {
      return { address: machine?.bmc.address ?? "", port, here: port === 443 };
    }),
  ]);
  return [
    ...hosts,
    ...[3306, 5000, 8775, 9696].map((port) => {
      // The database is for services alone.
      return { address: site.vip.management, port, here: port !== 3306 };
    }),
    ...[SSH, 3306, 8775].map((port) => ({ address: site.vip.api, port })),
    { address: management, port: SSH, here: true },
    { address: bmc, port: SSH },
    // This computer's own.
    { address: site.networks.management.gateway ?? "", port: own, here: true },
    ...Object.values(cloud.externalNetworks).map(({ gateway }) => {
      return { address: gateway, port: own, here: true };
    }),
  ];
}

/**
 * Machines reach the API where everybody does, and nothing else of the site: by their routers, the
 * external network and the site's router.
 */
export function testInfrastructure(scene: () => Scene): void {
  describe("to the site's own networks", () => {
    /** Something on this computer that takes connections. */
    let server: Server;
    let targets: Target[];

    before(async () => {
      server = createServer((socket) => socket.end());
      await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
      targets = forbidden(scene().environment, (server.address() as AddressInfo).port);
    });
    after(() => server.close());

    it("has somebody there who answers, where this computer may ask", async () => {
      const asked = targets.filter(({ here }) => here);
      const found = await Promise.all(asked.map(isOpen));
      const silent = asked.filter((_, at) => !found[at]);
      assert.deepEqual(silent, []);
    });

    it("lets machines with a floating address, with their router's and of any tenant to the API alone", async () => {
      const { site, cloud } = scene().environment;
      const { vip } = site;
      const gateways = Object.values(cloud.externalNetworks).map(({ gateway }) => gateway);
      const api = PUBLIC.map((port) => ({ address: vip.api, port }));
      const all = [...api, ...targets];
      const addresses = [...new Set(targets.map(({ address }) => address))];
      const asked = [
        ...all.map(({ address, port }) => `connects ${address} ${port} &`),
        ...addresses.map((address) => `icmp ${address} &`),
      ].join(" ");
      const machines = ["eng-a", "fin-b", "res-b"].map((name) => find(scene(), name));
      const found = await onConsoles(machines.map((machine) => [machine, `${asked} wait`]));
      const open = (target: Target): boolean => api.some((one) => one === target);
      const expected = [
        ...all.map((target) => {
          return `${target.address} ${target.port} ${open(target) ? "open" : "closed"}`;
        }),
        ...addresses.map((address) => {
          return `icmp ${address} ${[vip.api, ...gateways].includes(address) ? "answers" : "nothing"}`;
        }),
      ].sort();
      for (const text of found) {
        const lines = text.replace(/^(icmp \S+) \d+$/gm, "$1 answers").split("\n");
        assert.deepEqual(lines.sort(), expected);
      }
    });
  });
}

function isOpen({ address, port }: Target): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 5000 });
    const end = (open: boolean) => (): void => {
      socket.destroy();
      resolve(open);
    };
    socket.on("connect", end(true)).on("error", end(false)).on("timeout", end(false));
  });
}
