import assert from "node:assert/strict";
import type { About } from "../../../components/billing/reports/store/about";
import type { KnownTenant } from "../../../components/billing/reports/store/store";
import { onHost } from "../support/command";
import { labOutputs } from "../support/outputs";

const STORE = "/var/lib/openstack-environment/reports";

/** Each tenant of the environment has a report as soon as `make up` has ended, though nothing is rated. */
export function testFirstReports(): void {
  it("has a report of each tenant that the environment declares", async () => {
    const { tenants } = await labOutputs();
    const projects = Object.fromEntries(
      Object.entries(tenants).map(([name, { projectId }]) => [projectId, name]),
    );
    const known = JSON.parse(await onHost("billing", `cat ${STORE}/tenants.json`)) as Record<
      string,
      KnownTenant
    >;
    const declared = Object.entries(known).filter(([, tenant]) => tenant.declared === true);
    assert.deepEqual(Object.fromEntries(declared.map(([id, { name }]) => [id, name])), projects);
    const running = (await onHost("billing", `cat ${STORE}/running/*/current/about.json`))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as About);
    const own = running.filter(({ tenant }) => tenant.projectId in projects);
    assert.deepEqual([...new Set(own.map(({ tenant }) => tenant.name))].sort(), [
      ...new Set(Object.values(projects).sort()),
    ]);
  });
}
