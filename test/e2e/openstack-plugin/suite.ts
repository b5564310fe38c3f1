import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Slots } from "../../../embedded/engine/deployment/slots";
import type { Properties } from "../../../embedded/engine/types";
import type { Provider } from "../../../providers/server/types";
import { blockstorage } from "./blockstorage";
import { compute } from "./compute";
import { identity } from "./identity";
import { images } from "./images";
import { Bench, type Case, type Cloud } from "./lifecycle";
import { labOutputs } from "../support/outputs";
import { providerWith } from "./live";
import { networking } from "./networking";
import { quotas } from "./quotas";
import { type Body, OpenStackApi, type ServiceType } from "../support/openstack-api";

/** Needs a backend of Cinder's, which the lab does not have. */
const NOT_HERE = ["openstack:blockstorage/volume:Volume"];

/** How many cases run at once: much of each is waiting for Neutron and Nova. */
const AT_ONCE = 4;

/**
 * The embedded openstack plugin on the lab's cloud, which is up: each type from its creation to its
 * end, seen in OpenStack's own APIs. What is made has a name of its own and is removed. Not proven
 * here: volumes and resized machines, for which the lab has no room.
 */
export function testOpenstackPlugin(): void {
  describe("the openstack plugin on the lab", function () {
    this.timeout(15 * 60 * 1000);

    // A machine takes longest: it begins.
    const cases: Case[] = [
      ...compute,
      ...networking,
      ...quotas,
      ...identity,
      ...images,
      ...blockstorage,
    ];
    const run = `e2e-${randomBytes(3).toString("hex")}`;
    const stop = new AbortController();
    const slots = new Slots(AT_ONCE, stop.signal);
    const outcomes = new Map<Case, Promise<void>>();
    let cloud: Cloud;

    before(async () => {
      const lab = await labOutputs();
      const providerFor = (login: Properties): Promise<Provider> =>
        providerWith({ authUrl: lab.authUrl, cacertFile: lab.ca, region: lab.region, ...login });
      cloud = {
        api: await OpenStackApi.login(lab),
        provider: await providerFor({
          userName: "admin",
          password: lab.adminPassword,
          tenantName: "admin",
          userDomainName: "Default",
          projectDomainName: "Default",
        }),
        providerFor,
        tinyFlavor: lab.tenants.finance?.flavors.tiny ?? "",
      };
      startAll();
    });
    // Where a case failed, the rest is not begun; what runs is waited for, as it cleans up.
    after(() => {
      stop.abort();
      return slots.idle();
    });

    /** Starts the cases; `outcomes` has how each ends, for its test to tell. */
    function startAll(): void {
      cases.forEach((one, index) => {
        const outcome = slots.use(() => inBench(`${index}`, (bench) => bench.live(one)));
        outcome.catch(() => undefined);
        outcomes.set(one, outcome);
      });
    }

    async function inBench(name: string, work: (bench: Bench) => Promise<void>): Promise<void> {
      const bench = new Bench(cloud, `${run}-${name}`);
      try {
        await work(bench);
      } finally {
        await bench.clean();
      }
    }

    it("is tried with every type that it has", () => {
      const tried = new Set(cases.map(({ type }) => `openstack:${type}`));
      const missing = Object.keys(cloud.provider.resources).filter((type) => !tried.has(type));
      assert.deepEqual(missing, NOT_HERE);
    });

    for (const one of cases) {
      it([one.type.split(":")[1], one.title].filter(Boolean).join(" "), () => outcomes.get(one));
    }

    it("names OpenStack's message and request id in an error", () =>
      inBench("error", async (bench) => {
        const { id: networkId } = await bench.make("networking/network:Network", { name: run });
        const subnet = () =>
          bench.make("networking/subnet:Subnet", { networkId, cidr: "192.168.77.0/24" });
        await subnet();
        await assert.rejects(
          subnet,
          /POST \/subnets answered 400: .*overlap.*\(request id req-[0-9a-f-]+\)/i,
        );
      }));

    it("makes twenty networks at once", () =>
      inBench("many", async (bench) => {
        const names = Array.from({ length: 20 }, (_, index) => `${run}-many-${index}`);
        const made = await Promise.all(
          names.map((name) => bench.make("networking/network:Network", { name })),
        );
        for (const network of made) await network.isStill();
      }));

    it("has left nothing behind", async () => {
      const collections: [ServiceType, string, string][] = [
        ["identity", "/projects", "projects"],
        ["identity", "/domains", "domains"],
        ["identity", "/users", "users"],
        ["identity", "/groups", "groups"],
        ["identity", "/roles", "roles"],
        ["network", "/v2.0/networks", "networks"],
        ["network", "/v2.0/routers", "routers"],
        ["network", "/v2.0/security-groups", "security_groups"],
        ["network", "/v2.0/address-scopes", "address_scopes"],
        ["network", "/v2.0/subnetpools", "subnetpools"],
        ["compute", "/flavors?is_public=None", "flavors"],
        ["compute", "/servers", "servers"],
        ["compute", "/os-server-groups", "server_groups"],
        ["image", "/v2/images", "images"],
        ["volumev3", "/types?is_public=None", "volume_types"],
      ];
      const left: string[] = [];
      for (const [service, path, key] of collections) {
        const items = (await cloud.api.get(service, path))?.[key] as Body[];
        const names = items.map(({ name }) => String(name));
        left.push(...names.filter((name) => name.startsWith(run)).map((name) => `${key}: ${name}`));
      }
      assert.deepEqual(left, []);
    });
  });
}
