import assert from "node:assert/strict";
import { onHost } from "../support/command";
import type { Body } from "../support/openstack-api";
import { type LabOutputs, labOutputs } from "../support/outputs";
import type { Login } from "./client";
import { ask, differences, expectedOf, type Cells, type Matrix } from "./cells";
import { compute } from "./matrix/compute";
import { identity } from "./matrix/identity";
import { images } from "./matrix/image";
import { networking } from "./matrix/network";
import { placement } from "./matrix/placement";
import { volumes } from "./matrix/volume";
import { PERSONAS } from "./table";
import { rolesOfGroups } from "./tenants";
import { World } from "./world";

const MATRICES: Matrix[] = [identity, networking, compute, images, volumes, placement];

/** All that the catalogue has. */
const SERVICES = [
  "compute",
  "identity",
  "image",
  "metric",
  "network",
  "placement",
  "rating",
  "volumev3",
];

/** What Nova tells about the machine that a server runs on, and how. */
const OF_HOSTS = [
  "OS-EXT-SRV-ATTR:host",
  "OS-EXT-SRV-ATTR:hypervisor_hostname",
  "OS-EXT-SRV-ATTR:instance_name",
  "OS-EXT-SRV-ATTR:kernel_id",
  "OS-EXT-SRV-ATTR:launch_index",
  "OS-EXT-SRV-ATTR:ramdisk_id",
  "OS-EXT-SRV-ATTR:reservation_id",
  "OS-EXT-SRV-ATTR:root_device_name",
  "OS-EXT-SRV-ATTR:user_data",
  "host_status",
];

/**
 * Who may do what on the lab's cloud, which is up: every persona, every service, on what is its own, of
 * another tenant and of the cloud. The tenants are this test's own, with the roles that `Tenant` gives.
 */
export function testPersonas(): void {
  describe("personas", function () {
    this.timeout(10 * 60 * 1000);

    let lab: LabOutputs;
    let world: World;
    const found = new Map<Matrix, Promise<Cells>>();

    before(async () => {
      lab = await labOutputs();
      world = await World.make(lab);
      for (const matrix of MATRICES) {
        const ready =
          matrix === compute ? world.settled(world.ids.own.machine ?? "") : Promise.resolve();
        const cells = ready.then(() => ask(world, matrix));
        cells.catch(() => undefined);
        found.set(matrix, cells);
      }
    });
    after(async () => {
      await Promise.allSettled(found.values());
      // Where it could not be made it has tidied up itself.
      if (found.size > 0) await world.end();
    });

    it("are those of a tenant that the environment declares", async () => {
      const { admins = "", users = "" } = lab.tenants.engineering?.groups ?? {};
      const { adminsGroup = "", usersGroup = "" } = world.tenants.own ?? {};
      const roles = await rolesOfGroups(world.admin, { admins, users });
      assert.deepEqual(roles, [
        "admins: manager on domain",
        "admins: manager on project",
        "admins: member on project",
        "users: member on project",
      ]);
      const own = { admins: adminsGroup, users: usersGroup };
      assert.deepEqual(await rolesOfGroups(world.admin, own), roles);
    });

    it("get tokens for what is theirs alone", async () => {
      const { own, other, system } = world.ids;
      const scopes: Record<string, Login["scope"]> = {
        "own project": { projectId: own.project ?? "" },
        "own domain": { domainId: own.domain ?? "" },
        "other project": { projectId: other.project ?? "" },
        "other domain": { domainId: other.domain ?? "" },
        "admin project": { projectId: system.project ?? "" },
        "Default domain": { domainId: "default" },
        system: { system: true },
      };
      const found: Record<string, string[]> = {};
      for (const persona of ["admin", "person", "reader"]) {
        for (const [name, scope] of Object.entries(scopes)) {
          const status = await world.tokenFor(own[persona] ?? "", scope);
          assert.ok([201, 401].includes(status), `${persona}, ${name}: ${status}`);
          if (status === 201) (found[persona] ??= []).push(name);
        }
      }
      assert.deepEqual(found, {
        admin: ["own project", "own domain"],
        person: ["own project"],
        reader: ["own project"],
      });
    });

    it("find no bare metal service", async () => {
      for (const persona of PERSONAS) {
        assert.deepEqual(world.client(persona, "project").services, SERVICES, persona);
      }
      // As a machine of a tenant would ask, by its router.
      const router = lab.tenants.engineering?.routers.edge ?? "";
      const ways = ["10.0.1.10/5000", "10.0.1.10/6385", "10.0.0.5/6385", "10.0.0.10/5000"];
      const script = `for way in ${ways.join(" ")}; do
  if timeout 2 ip netns exec qrouter-${router} bash -c "exec 3<>/dev/tcp/$way" 2>/dev/null; then echo "$way"; fi
done`;
      assert.equal(await onHost("controller", script), "10.0.1.10/5000\n");
    });

    it("see no host in the answers about their machines", async () => {
      const shown = PERSONAS.map(async (persona) => {
        const client = world.client(persona, "project");
        const path = `/servers/${world.ids.own.machine}`;
        const { server } = await client.must("compute", "GET", path, undefined, {
          "openstack-api-version": "compute 2.96",
        });
        return [persona, OF_HOSTS.filter((field) => field in (server as Body))];
      });
      assert.deepEqual(Object.fromEntries(await Promise.all(shown)), {
        "cloud admin": OF_HOSTS,
        "tenant admin": [],
        "tenant user": [],
        reader: [],
      });
    });

    for (const matrix of MATRICES) {
      it(`may do on ${matrix.service} what they should, and nothing else`, async () => {
        const wrong = differences((await found.get(matrix)) ?? {}, expectedOf(matrix));
        assert.ok(wrong.length === 0, wrong.join("\n"));
      });
    }

    it("cannot put a machine onto the external network, which their routers may use", async () => {
      const id = await world.startWith({ networks: [{ uuid: world.ids.system.external }] });
      const { status, fault } = await world.settled(id);
      const { message = "", details = "" } = (fault ?? {}) as Record<string, string>;
      assert.deepEqual(
        [status, message.replace(id, "ID")],
        [
          "ERROR",
          "Build of instance ID aborted: Failed to allocate the network(s), not rescheduling.",
        ],
      );
      assert.match(details, /It is not allowed to create an interface on external network/);
    });
  });
}
