import { userOf } from "../../packets/start";
import { Client } from "../../personas/client";
import type { LabOutputs } from "../../support/outputs";
import { parse, stringify } from "yaml";

/** Somebody of a tenant: its administrator, a user, or one who may only read. */
export interface Person {
  name: string;
  tenant: string;
  project: string;
  client: Client;
}

/** Everybody of the lab's tenants who has a password. */
export async function peopleOf(lab: LabOutputs): Promise<Person[]> {
  const found = Object.entries(lab.tenantCredentials).flatMap(([tenant, { cloudsYaml }]) => {
    const { clouds } = parse(cloudsYaml) as { clouds: Record<string, { auth: object }> };
    return Object.entries(clouds).flatMap(([name, cloud]) =>
      "password" in cloud.auth ? [{ tenant, name, clouds: { [name]: cloud } }] : [],
    );
  });
  return Promise.all(
    found.map(async ({ tenant, name, clouds }) => {
      const { projectId: project, ...user } = userOf(stringify({ clouds }));
      const client = await Client.login(lab, { ...user, scope: { projectId: project } });
      return { name, tenant, project, client };
    }),
  );
}

export const adminOf = (lab: LabOutputs): Promise<Client> =>
  Client.login(lab, {
    userName: "admin",
    password: lab.adminPassword,
    scope: { projectName: "admin" },
  });
