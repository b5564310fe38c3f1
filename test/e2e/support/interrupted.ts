import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onHost, ROOT, run, STATE, type Ended } from "./command";

const STACK = join(STATE, "stacks/openstack-environment/lab");

/** A tenant with a bit of everything, and limits that would let all of it be there twice. */
export const TENANT = {
  description: "Killed while it is made",
  domain: "interrupted",
  quota: {
    compute: { instances: 5, cores: 5, ram: 2048 },
    network: {
      ...{ networks: 10, subnets: 10, routers: 10, ports: 60, floatingIps: 10 },
      ...{ securityGroups: 10, securityGroupRules: 60 },
    },
    volume: { volumes: 5, gigabytes: 50, snapshots: 5 },
  },
  users: { ida: { role: "admin" }, ivo: { role: "user" } },
  applicationCredentials: { ci: { user: "ida", roles: ["member"], description: "For CI" } },
  networks: { front: { cidr: "172.21.0.0/24" }, back: { cidr: "172.21.1.0/24" } },
  routers: { edge: { externalNetwork: "internet", networks: ["front", "back"] } },
  securityGroups: {
    web: {
      description: "HTTP from anywhere",
      rules: [
        { direction: "ingress", protocol: "tcp", port: 80, from: "0.0.0.0/0" },
        { direction: "ingress", protocol: "tcp", port: 443, from: "0.0.0.0/0" },
        { direction: "ingress", protocol: "any", from: { group: "web" } },
      ],
    },
  },
  flavors: ["tiny"],
  images: ["tiny"],
  externalNetworks: ["internet"],
};

/** What that comes to, by table of the services' databases. */
export const MADE = {
  "keystone.project": 2, // and its domain
  "keystone.local_user": 2,
  "keystone.group": 2,
  "keystone.application_credential": 1,
  "neutron.networks": 2,
  "neutron.subnets": 2,
  "neutron.routers": 1,
  "neutron.ports of routers": 2,
  "neutron.floatingips": 0,
  "neutron.securitygroups": 1,
  "neutron.securitygrouprules": 5,
  "neutron.networkrbacs": 1,
};

/** Updates the lab until so many operations of that update began, and kills it then. */
export function killedUpdate(configFile: string, operations: number): Promise<Ended> {
  const stale = journal()[0];
  const kill = (): boolean => {
    const [header, ...lines] = journal();
    if (header === undefined || header === stale) return false;
    return lines.join("").split('{"kind":"begin"').length > operations;
  };
  return update(configFile, kill);
}

export function update(configFile: string, kill?: () => boolean): Promise<Ended> {
  const command = ["bin/pulumi", "up", "--yes", "-f", "--config-file", configFile];
  return run([...command, "--stack", "lab"], { cwd: ROOT, killWhen: kill });
}

/** What the state says is under way: of a run that was killed. */
export function pendingCreates(): string[] {
  const lines = journal().slice(1).join("");
  const begun = [...lines.matchAll(/"kind":"begin","operation":(\d+),.*?"urn":"([^"]+)"/g)];
  return begun.flatMap(([, operation, urn = ""]) =>
    lines.includes(`{"kind":"end","operation":${operation}}`) ? [] : [urn.split("::").at(-1) ?? ""],
  );
}

function journal(): string[] {
  try {
    return readFileSync(join(STACK, "journal.jsonl"), "utf8").split("\n");
  } catch {
    return [];
  }
}

/** How much of the tenant the services have. */
export async function madeOf(project: string, domain: string): Promise<Record<string, number>> {
  const own = `project_id = '${project}'`;
  const groups = `SELECT id FROM neutron.securitygroups WHERE ${own} AND name <> 'default'`;
  const where: Record<keyof typeof MADE, string> = {
    "keystone.project": `id IN ('${project}', '${domain}')`,
    "keystone.local_user": `domain_id = '${domain}'`,
    "keystone.group": `domain_id = '${domain}'`,
    "keystone.application_credential": own,
    "neutron.networks": own,
    "neutron.subnets": own,
    "neutron.routers": own,
    "neutron.ports of routers": `${own} AND device_owner = 'network:router_interface'`,
    "neutron.floatingips": own,
    "neutron.securitygroups": `id IN (${groups})`,
    "neutron.securitygrouprules": `security_group_id IN (${groups})`,
    "neutron.networkrbacs": `target_project = '${project}'`,
  };
  const queries = Object.entries(where).map(([name, condition]) => {
    const [schema = "", table = ""] = (name.split(" ")[0] ?? "").split(".");
    return `SELECT '${name}', COUNT(*) FROM ${schema}.\`${table}\` WHERE ${condition};`;
  });
  const text = await onHost("controller", `mariadb -N <<'END'\n${queries.join("\n")}\nEND\n`);
  const rows = text.trim().split("\n");
  return Object.fromEntries(
    rows.map((row): [string, number] => {
      const [name = "", count] = row.split("\t");
      return [name, Number(count)];
    }),
  );
}
