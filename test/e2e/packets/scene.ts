import assert from "node:assert/strict";
import { join } from "node:path";
import { readSections } from "../../../stacks/environment/file";
import { parseEnvironment, type Environment } from "../../../stacks/environment/parse";
import { modelOf } from "../../../stacks/isolation";
import { ROOT } from "../support/command";
import { type Body, OpenStackApi } from "../support/openstack-api";
import { type LabOutputs, labOutputs } from "../support/outputs";
import { Expectation } from "./expected";
import { clean } from "./leftovers";
import type { Machine } from "./machines";
import { startMachines } from "./start";

/** The lab with these tests' machines on it. */
export interface Scene {
  environment: Environment;
  lab: LabOutputs;
  admin: OpenStackApi;
  machines: Machine[];
  /** By tenant: the address that its router has outside. */
  outside: Record<string, string>;
  expected: Expectation;
}

/** Starts the machines, and takes away first what a killed run has left. */
export async function begin(): Promise<Scene> {
  const lab = await labOutputs();
  const admin = await OpenStackApi.login(lab);
  await clean(admin);
  const file = process.env.ENVIRONMENT_FILE ?? join(ROOT, "Pulumi.lab.yaml");
  const environment = parseEnvironment(readSections(file), "lab");
  const machines = await startMachines(lab, admin);
  const outside = await addressesOutside(environment, lab, admin);
  const expected = new Expectation(modelOf(environment), machines, outside);
  return { environment, lab, admin, machines, outside, expected };
}

/** The machine that is called so. */
export function find({ machines }: Scene, name: string): Machine {
  return machines.find((machine) => machine.name.endsWith(name)) ?? assert.fail(name);
}

async function addressesOutside(
  { tenants }: Environment,
  lab: LabOutputs,
  admin: OpenStackApi,
): Promise<Record<string, string>> {
  const all = Object.entries(tenants).map(async ([tenant, { routers }]) => {
    const out = Object.entries(routers).find(([, { externalNetwork }]) => externalNetwork);
    const id = lab.tenants[tenant]?.routers[out?.[0] ?? ""] ?? "";
    const { router } = (await admin.get("network", `/v2.0/routers/${id}`)) as { router: Body };
    const { external_fixed_ips } = router.external_gateway_info as {
      external_fixed_ips: { ip_address: string }[];
    };
    return [tenant, external_fixed_ips[0]?.ip_address ?? ""] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}
