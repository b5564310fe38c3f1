import assert from "node:assert/strict";
import type { Body } from "../support/openstack-api";
import type { Exchange } from "./exchange";
import { collection } from "./leftovers";
import type { Scene } from "./scene";
import type { Frame } from "./sniffer";

/** A network of the machines, as it is on the wire. */
interface Wire {
  /** Its id on the wire: provider:segmentation_id. */
  vni: number;
  /** MAC addresses of all that is on it. */
  macs: string[];
}

/** How the machines' frames go from host to host. */
export function testWire(scene: () => Scene, exchange: () => Exchange): void {
  describe("on the wire", () => {
    let wires: Wire[];
    const seenOn = (network: "management" | "api" | "storage" | "tenant"): Frame[] => {
      const device = scene().environment.site.networks[network].interface;
      return Object.values(exchange().frames)
        .flat()
        .filter((frame) => frame.device === device);
    };

    before(async () => {
      wires = await wiresOf(scene());
    });

    it("have their network's VXLAN id, and each id those of its network only", () => {
      const macs = new Set(wires.flatMap((wire) => wire.macs));
      const tunnelled = seenOn("tenant").flatMap(({ vni, inner }) =>
        vni === undefined || inner === undefined ? [] : [{ vni, inner }],
      );
      const wrong = tunnelled.filter(({ vni, inner: { source, destination } }) => {
        const wire = wires.find((one) => one.vni === vni);
        // Of other networks it is enough that none of these machines is on them.
        if (wire === undefined) return macs.has(source) || macs.has(destination);
        const isGroup = (parseInt(destination.slice(0, 2), 16) & 1) === 1;
        return !wire.macs.includes(source) || !(isGroup || wire.macs.includes(destination));
      });
      assert.deepEqual(wrong, []);
      // Nobody was silent, and each spoke under one id.
      const ids = scene().machines.map(({ name, mac }) => {
        const own = tunnelled.filter(({ inner }) => inner.source === mac);
        return [name, [...new Set(own.map(({ vni }) => vni))]];
      });
      assert.deepEqual(
        ids,
        scene().machines.map(({ name, mac }) => [
          name,
          wires.filter((wire) => wire.macs.includes(mac)).map(({ vni }) => vni),
        ]),
      );
      assert.equal(new Set(wires.map(({ vni }) => vni)).size, wires.length);
    });

    it("are nowhere without it, and in no other network of the site", () => {
      const macs = new Set(wires.flatMap((wire) => wire.macs));
      const addresses = new Set(scene().machines.map(({ address }) => address));
      const isTenants = ({ source, destination, from = "", to = "" }: Omit<Frame, "count">) =>
        macs.has(source) || macs.has(destination) || addresses.has(from) || addresses.has(to);
      for (const network of ["management", "api", "storage", "tenant"] as const) {
        const frames = seenOn(network);
        assert.deepEqual(frames.filter(isTenants), [], network);
        if (network === "tenant") continue;
        assert.deepEqual(
          frames.filter(({ vni }) => vni !== undefined),
          [],
          network,
        );
      }
      // What is silent shows nothing: the storage network may be.
      for (const network of ["management", "api", "tenant"] as const) {
        assert.notEqual(seenOn(network).length, 0, network);
      }
    });
  });
}

async function wiresOf({ admin, lab, machines }: Scene): Promise<Wire[]> {
  const ids = new Set(
    machines.map(({ tenant, network }) => lab.tenants[tenant]?.networks[network] ?? ""),
  );
  const networks = await collection(admin, "network", "/v2.0/networks", "networks");
  const ports = await collection(admin, "network", "/v2.0/ports", "ports");
  const macsOf = (network: unknown): string[] =>
    ports.filter((port) => port.network_id === network).map((port) => String(port.mac_address));
  return [...ids].map((id) => {
    const network: Body = networks.find((one) => one.id === id) ?? {};
    return { vni: Number(network["provider:segmentation_id"]), macs: macsOf(id) };
  });
}
