import assert from "node:assert/strict";
import type { Body } from "../../support/openstack-api";
import type { LabOutputs } from "../../support/outputs";
import type { Person } from "./people";

const NAME = "billing-machine";
const VERSION = { "openstack-api-version": "compute 2.90" };

/** A machine that runs for a tenant, and since when. */
export interface Running {
  id: string;
  since: number;
}

/** Starts a machine of the smallest flavor on the first network of its tenant. */
export async function startMachine(lab: LabOutputs, person: Person): Promise<Running> {
  const { flavors, images, networks } = lab.tenants[person.tenant] ?? assert.fail(person.tenant);
  const [uuid] = Object.values(networks);
  const server = { name: NAME, flavorRef: flavors.tiny, imageRef: images.tiny };
  const machine = { ...server, networks: [{ uuid }] };
  const made = await person.client.must(
    ...(["compute", "POST", "/servers", { server: machine }, VERSION] as const),
  );
  const { id } = made.server as { id: string };
  for (;;) {
    const { server } = await person.client.must("compute", "GET", `/servers/${id}`);
    const { status } = server as Body;
    assert.notEqual(status, "ERROR", JSON.stringify(server));
    if (status === "ACTIVE") return { id, since: Date.now() };
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Takes away the machines of these tests, of this run or of one that was killed. */
export async function removeMachines({ client }: Person): Promise<void> {
  for (;;) {
    const all = await client.list("compute", `/servers?name=${NAME}`, "servers");
    if (all.length === 0) return;
    for (const { id } of all) await client.ask("compute", "DELETE", `/servers/${String(id)}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
