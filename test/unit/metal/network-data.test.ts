import assert from "node:assert/strict";
import fc from "fast-check";
import { readDevice } from "../../../components/metal/devices";
import { networkData, type NetworkedHost } from "../../../components/metal/network-data";
import type { NetworkName } from "../../../components/host";
import { networkDataMistakes } from "../../../providers/ironic/checks/network-data";
import type { Value } from "../../../providers/server";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { prodWith } from "../environment/files";

const NETWORKS: NetworkName[] = ["management", "api", "storage", "tenant"];

const network = (at: number, device: string, mtu = 1500, gateway?: string) => ({
  cidr: `10.0.${at}.0/24`,
  interface: device,
  mtu,
  ...(gateway !== undefined && { gateway }),
});
const plain = {
  management: network(0, "mgmt0", 1500, "10.0.0.1"),
  api: network(1, "api0"),
  storage: network(2, "stor0", 9000),
  tenant: network(3, "ten0"),
};
const OUT = [{ network: "0.0.0.0", netmask: "0.0.0.0", gateway: "10.0.0.1" }];

const v4 = (id: NetworkName, link: string, ip_address: string, routes: object[] = []) => {
  return { id, network_id: id, link, type: "ipv4", ip_address, netmask: "255.255.255.0", routes };
};
const phy = (id: string, ethernet_mac_address: string, mtu = 1500) => {
  return { id, type: "phy", name: id, mtu, ethernet_mac_address };
};

describe("a host's network data", () => {
  it("names cards by their MAC addresses, those without an address too, and no others", () => {
    const host: NetworkedHost = {
      addresses: { management: "10.0.0.11", storage: "10.0.2.11" },
      externalInterfaces: { external: "ext0" },
      nics: { mgmt0: "52:00", stor0: "52:01", ext0: "52:02", spare: "52:03" },
      bonds: {},
    };
    assert.deepEqual(networkData(host, plain, ["10.0.1.53"]), {
      links: [phy("mgmt0", "52:00"), phy("stor0", "52:01", 9000), phy("ext0", "52:02")],
      networks: [v4("management", "mgmt0", "10.0.0.11", OUT), v4("storage", "stor0", "10.0.2.11")],
      services: [{ type: "dns", address: "10.0.1.53" }],
    });
    assert.deepEqual(networkData(host, plain, [], ["management"]), {
      links: [phy("mgmt0", "52:00")],
      networks: [v4("management", "mgmt0", "10.0.0.11", OUT)],
      services: [],
    });
  });

  it("leads out through the API network where the host has an address and it a gateway", () => {
    const ways = (addresses: NetworkedHost["addresses"], api?: string) => {
      const host = { addresses, externalInterfaces: {}, nics: {}, bonds: {} };
      const networks = { ...plain, api: network(1, "api0", 1500, api) };
      return networkData(host, networks, []).networks.flatMap(({ id, routes }) =>
        routes.map(({ gateway }) => `${id} ${gateway}`),
      );
    };
    const both = { management: "10.0.0.11", api: "10.0.1.11" };
    assert.deepEqual(ways(both, "10.0.1.1"), ["api 10.0.1.1"]);
    assert.deepEqual(ways(both), ["management 10.0.0.1"]);
    assert.deepEqual(ways({ management: "10.0.0.11" }, "10.0.1.1"), ["management 10.0.0.1"]);
  });

  it("joins cards to bonds and puts VLANs on them", () => {
    const { site } = parseEnvironment(prodWith(), "prod");
    const { machine, ...host } = site.hosts.compute1 ?? assert.fail();
    const { bonds } = site.metal?.hardware.compute ?? assert.fail();
    const card = (at: number) => `b0:7b:25:15:00:0${at}`;
    const bond = (id: string, mtu: number, first: number, bond_links: string[]) => ({
      id,
      type: "bond",
      mtu,
      ethernet_mac_address: card(first),
      bond_links,
      bond_mode: "802.3ad",
      bond_miimon: 100,
      bond_xmit_hash_policy: "layer3+4",
    });
    const vlan = (vlan_id: number, mtu: number) => ({
      id: `bond0.${vlan_id}`,
      type: "vlan",
      mtu,
      vlan_link: "bond0",
      vlan_id,
      vlan_mac_address: card(0),
    });
    const data = networkData({ ...host, nics: machine?.nics ?? {}, bonds }, site.networks, []);
    assert.deepEqual(data, {
      links: [
        phy("eno1", card(0), 9000),
        phy("eno2", card(1), 9000),
        phy("ens1f0", card(2)),
        phy("ens1f1", card(3)),
        bond("bond0", 9000, 0, ["eno1", "eno2"]),
        bond("bond1", 1500, 2, ["ens1f0", "ens1f1"]),
        vlan(100, 1500),
        vlan(102, 9000),
        vlan(103, 9000),
      ],
      networks: [
        v4("management", "bond0.100", "10.0.0.21", OUT),
        v4("storage", "bond0.102", "10.0.2.21"),
        v4("tenant", "bond0.103", "10.0.3.21"),
      ],
      services: [],
    });
  });

  describe("whatever a host's networks are", () => {
    /** A site with cards, some of them bonded, and each network and outside on a device of it. */
    const sites = fc
      .record({
        cards: fc.integer({ min: 1, max: 6 }),
        bonded: fc.integer({ min: 0, max: 2 }),
        has: fc.subarray(NETWORKS.slice(1)),
        outside: fc.integer({ min: 0, max: 2 }),
        places: fc.array(fc.tuple(fc.nat(), fc.option(fc.integer({ min: 1, max: 4094 }))), {
          minLength: 6,
          maxLength: 6,
        }),
        mtus: fc.array(fc.integer({ min: 1280, max: 9216 }), { minLength: 4, maxLength: 4 }),
      })
      .map(({ cards, bonded, has, outside, places, mtus }) => {
        const nics = Object.fromEntries(
          Array.from({ length: cards }, (_, at) => [`eno${at}`, `52:54:00:00:00:0${at}`]),
        );
        const bonds = Object.fromEntries(
          Array.from({ length: Math.min(bonded, cards) }, (_, at) => [
            `bond${at}`,
            { links: [`eno${at}`], mode: "active-backup" },
          ]),
        );
        const free = Object.keys(nics).slice(Object.keys(bonds).length);
        const parents = [...Object.keys(bonds), ...free];
        const device = (at: number): string => {
          const [which, vlan] = places[at] ?? [0, null];
          const parent = parents[which % parents.length] ?? "";
          return vlan === null ? parent : `${parent}.${vlan}`;
        };
        const networks = Object.fromEntries(
          NETWORKS.map((name, at) => [name, network(at, device(at), mtus[at])]),
        ) as typeof plain;
        const addresses = Object.fromEntries(
          ["management", ...has].map((name) => [
            name,
            `10.0.${NETWORKS.indexOf(name as NetworkName)}.9`,
          ]),
        ) as NetworkedHost["addresses"];
        const externalInterfaces = Object.fromEntries(
          Array.from({ length: outside }, (_, at) => [`outside${at}`, device(4 + at)]),
        );
        return { host: { addresses, externalInterfaces, nics, bonds }, networks };
      });

    it("refers to links that are there, and come before", () => {
      fc.assert(
        fc.property(sites, ({ host, networks }) => {
          const { links, networks: made } = networkData(host, networks, []);
          const ids = links.map(({ id }) => id);
          assert.equal(new Set(ids).size, ids.length);
          links.forEach((link, at) => {
            for (const other of [...(link.bond_links ?? []), link.vlan_link ?? []].flat()) {
              assert.ok(
                ids.indexOf(other) !== -1 && ids.indexOf(other) < at,
                `${link.id}: ${other}`,
              );
            }
          });
          for (const { link } of made) assert.ok(ids.includes(link), link);
          for (const device of Object.values(host.externalInterfaces))
            assert.ok(ids.includes(device));
        }),
      );
    });

    it("gives each address once, on the device that its network names", () => {
      fc.assert(
        fc.property(sites, ({ host, networks }) => {
          const { networks: made } = networkData(host, networks, []);
          const places = made.map(({ ip_address, link }) => [ip_address, link]);
          const wanted = NETWORKS.filter((name) => host.addresses[name]).map((name) => [
            host.addresses[name],
            networks[name].interface,
          ]);
          assert.deepEqual(places.sort(), wanted.sort());
        }),
      );
    });

    it("lets no packet of a network be too large for what carries it", () => {
      fc.assert(
        fc.property(sites, ({ host, networks }) => {
          const { links } = networkData(host, networks, []);
          const mtu = new Map(links.map((link) => [link.id, link.mtu]));
          for (const name of NETWORKS) {
            const { interface: device, mtu: wanted } = networks[name];
            if (host.addresses[name] === undefined) continue;
            assert.ok((mtu.get(device) ?? 0) >= wanted);
            assert.ok((mtu.get(readDevice(device).parent) ?? 0) >= wanted);
          }
          for (const { id, mtu: own, bond_links: cards = [] } of links) {
            for (const card of cards) assert.equal(mtu.get(card), own, id);
          }
        }),
      );
    });

    it("has nothing that the provider would refuse", () => {
      fc.assert(
        fc.property(sites, ({ host, networks }) => {
          const data = networkData(host, networks, ["10.0.1.53"]) as unknown as Value;
          assert.deepEqual(networkDataMistakes(data, "networkData"), []);
        }),
      );
    });
  });
});
