import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { TenantOutputs } from "../../../components/tenant/outputs";
import { make, must, onHost, ROOT, run } from "../support/command";
import { killedUpdate, MADE, madeOf, pendingCreates, TENANT, update } from "../support/interrupted";
import { temporaryFolder } from "../../support/folder";
import { peerings } from "./peerings";

const labPulumi = (...words: string[]) =>
  run(["bin/pulumi", ...words, "--stack", "lab"], { cwd: ROOT });

/** @param tenants the lab's, as they were when it came up */
export function testChanges(tenants: () => Record<string, TenantOutputs>): void {
  describe("when the environment changes", function () {
    this.timeout(20 * 60 * 1000);

    const stackFile = parse(readFileSync(join(ROOT, "Pulumi.lab.yaml"), "utf8")) as {
      config: {
        "openstack-environment:tenants": Record<string, object>;
        "openstack-environment:billing": {
          plans: { standard: { versions: { tenants: Record<string, object> }[] } };
        };
      };
    };
    /** @param change what tenants are, and what of the price list is theirs alone */
    const changed = (
      change: (tenants: Record<string, object>, prices: Record<string, object>) => void,
    ): string => {
      const { config } = structuredClone(stackFile);
      const [version] = config["openstack-environment:billing"].plans.standard.versions;
      change(config["openstack-environment:tenants"], version?.tenants ?? {});
      const file = join(temporaryFolder("lab-e2e"), "Pulumi.lab.yaml");
      writeFileSync(file, stringify({ config }));
      return file;
    };

    it("refuses a wrong environment before it touches anything, all mistakes at once", async () => {
      const file = changed((tenants) => {
        Object.assign(tenants.finance ?? {}, {
          flavors: ["tinny"],
          externalNetworks: ["intranet"],
        });
      });
      const { code, output } = await labPulumi("up", "--yes", "-f", "--config-file", file);
      assert.equal(code, 255);
      const told = output.split("\n").map((line) => line.trim());
      assert.ok(
        told.includes("error: Pulumi.lab.yaml has 3 mistakes. Nothing was changed."),
        output,
      );
      assert.ok(told.includes("tenants.finance.flavors[0]: is not in cloud.flavors"), output);
      assert.ok(
        told.includes("do:      did you mean tiny? If not, declare it in cloud.flavors"),
        output,
      );
      assert.ok(
        told.includes("tenants.finance.externalNetworks[0]: is not in cloud.externalNetworks"),
        output,
      );
      assert.doesNotMatch(output, / {2}at .*\.ts:\d+/);
      assert.match(await make("up"), /Resources:\n {4}\d+ unchanged\n/);
    });

    it("refuses at the preview what weakens isolation, with what to do, and touches nothing", async () => {
      const file = changed((tenants) => {
        const { securityGroups } = tenants.engineering as {
          securityGroups: Record<string, { rules: object[] }>;
        };
        Object.assign(securityGroups.web?.rules[0] ?? {}, { port: 22 });
      });
      const { code, output } = await run(["env", `ENVIRONMENT_FILE=${file}`, "make", "up"]);
      assert.notEqual(code, 0);
      assert.match(
        output,
        /\[mandatory\] \[severity: high\] {2}SG-03 {2}\(openstack:networking:SecGroupRule: engineering-group-rule\.web\.ingress-tcp-22-0\.0\.0\.0\/0\)/,
      );
      assert.match(output, /found: {2}port 22 \(SSH\) is open to 0\.0\.0\.0\/0\n/);
      assert.match(output, /\n +do: +\S/);
      assert.doesNotMatch(output, /\nUpdating \(lab\)/);
      assert.match(await make("up"), /Resources:\n {4}\d+ unchanged\n/);
    });

    it("takes a peering away whole, and shares a network where addresses are the same", async () => {
      const file = changed((tenants) => {
        const [both, peerings] = [{ protocol: "tcp", port: 80 }, "peerings"];
        Object.assign(tenants.research ?? {}, { [peerings]: [] });
        Object.assign(tenants.engineering ?? {}, {
          [peerings]: [
            { from: "finance", group: "web", ...both },
            { to: "finance", ...both },
          ],
        });
        Object.assign(tenants.finance ?? {}, {
          [peerings]: [
            { from: "engineering", group: "web", ...both },
            { to: "engineering", ...both },
          ],
        });
      });
      assert.deepEqual(await peerings(), {
        networks: ["peering-engineering-research"],
        ports: 2,
        routes: 3,
        shares: 0,
        rules: ["172.20.0.0/24", "172.20.1.0/24"],
      });
      const { code, output } = await labPulumi("up", "--yes", "-f", "--config-file", file);
      assert.equal(code, 0, output);
      const { rules, ...made } = await peerings();
      assert.deepEqual(made, {
        networks: ["peering-engineering-finance"],
        // Of DHCP: machines that have a port on it get their address.
        ports: 1,
        routes: 0,
        shares: 2,
      });
      const [one, two] = rules;
      assert.deepEqual(rules, [one, two]);
      assert.equal(one, two);
      assert.match(one ?? "", /^100\.\d+\.\d+\.\d+\/26$/);
      assert.match(await make("up"), /The lab is up, with 3 tenants/);
    });

    it("takes a tenant away with all that it had, and leaves the others alone", async () => {
      const gone = tenants().research?.projectId ?? "";
      const file = changed((tenants, prices) => {
        delete tenants.research;
        delete prices.research;
        // Whom it had a peering with has to let that go, too.
        Object.assign(tenants.engineering ?? {}, { peerings: [] });
      });
      const { code, output } = await labPulumi("up", "--yes", "-f", "--config-file", file);
      assert.equal(code, 0, output);
      const left = await onHost(
        "controller",
        [
          `mariadb -N -e "SELECT COUNT(*) FROM keystone.project WHERE id = '${gone}'"`,
          `mariadb -N -e "SELECT COUNT(*) FROM neutron.securitygroups WHERE project_id = '${gone}'"`,
          `mariadb -N -e "SELECT COUNT(*) FROM neutron.networks WHERE project_id = '${gone}'"`,
          `mariadb -N -e "SELECT COUNT(*) FROM neutron.quotas WHERE project_id = '${gone}'"`,
          `mariadb -N -e "SELECT COUNT(*) FROM nova_api.quotas WHERE project_id = '${gone}'"`,
        ].join("\n"),
      );
      assert.equal(left, "0\n0\n0\n0\n0\n");
    });

    it("gives the tenant back", async () => {
      assert.match(await make("up"), /The lab is up, with 3 tenants/);
      assert.match(await make("up"), /Resources:\n {4}\d+ unchanged\n/);
    });

    it("makes nothing twice of a tenant while whose making it is killed, again and again", async () => {
      const file = changed((tenants) => (tenants.interrupted = TENANT));
      const underWay: string[] = [];
      // The first ones are the project and its people, the last ones the network.
      for (const operations of [8, 24, 4]) {
        const killed = await killedUpdate(file, operations);
        assert.equal(killed.code, null, killed.output);
        underWay.push(...pendingCreates());
      }
      assert.notEqual(underWay.length, 0, "it was killed while nothing was being made");
      const whole = await update(file);
      assert.equal(whole.code, 0, whole.output);
      const again = await update(file);
      assert.match(again.output, /Resources:\n {4}\d+ unchanged\n/);
      assert.doesNotMatch(again.output, /interrupted while/);
      const json = await must(["bin/pulumi", "stack", "output", "--json", "--stack", "lab"]);
      const { tenants } = JSON.parse(json) as { tenants: Record<string, TenantOutputs> };
      const { projectId = "", domainId = "" } = tenants.interrupted ?? {};
      assert.deepEqual(await madeOf(projectId, domainId), MADE);

      assert.match(await make("up"), /The lab is up, with 3 tenants/);
      const nothing = Object.fromEntries(Object.keys(MADE).map((table) => [table, 0]));
      assert.deepEqual(await madeOf(projectId, domainId), nothing);
    });
  });
}
