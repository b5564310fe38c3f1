import assert from "node:assert/strict";
import type { TenantOutputs } from "../../../components/tenant/outputs";
import { must } from "../support/command";
import type { AdminLogin } from "../support/openstack-api";
import { ask, differences, expectedOf, type Cells, type Matrix } from "./cells";
import { compute } from "./matrix/compute";
import { identity } from "./matrix/identity";
import { images } from "./matrix/image";
import { networking } from "./matrix/network";
import { placement } from "./matrix/placement";
import { volumes } from "./matrix/volume";
import { rolesOfGroups } from "./tenants";
import { World } from "./world";

const MATRICES: Matrix[] = [identity, networking, compute, images, volumes, placement].filter(
  ({ service }) => process.env.ONLY === undefined || process.env.ONLY === service,
);

/**
 * Who may do what on the lab's cloud, which is up: every persona, every service, on what is its own, of
 * another tenant and of the cloud. The tenants are this test's own, with the roles that `Tenant` gives.
 */
export function testPersonas(): void {
  describe("personas", function () {
    this.timeout(10 * 60 * 1000);

    let lab: AdminLogin & { tenants: Record<string, TenantOutputs> };
    let world: World;
    const found = new Map<Matrix, Promise<Cells>>();

    before(async () => {
      const output = ["stack", "output", "--json", "--show-secrets", "--stack", "lab"];
      lab = JSON.parse(await must(["bin/pulumi", ...output])) as typeof lab;
      world = await World.make(lab);
      for (const matrix of MATRICES) {
        const cells = ask(world, matrix);
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

    for (const matrix of MATRICES) {
      it(`may do on ${matrix.service} what they should, and nothing else`, async () => {
        const wrong = differences((await found.get(matrix)) ?? {}, expectedOf(matrix));
        assert.ok(wrong.length === 0, wrong.join("\n"));
      });
    }
  });
}
