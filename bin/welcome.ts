/**
 * What to say when the lab is up: where things are, how to log in and what to try next. Reads the
 * stack's outputs, secrets included, from standard input, and writes the files that the stock
 * `openstack` command takes.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { TenantCredentials, TenantOutputs } from "../components/tenant/outputs";

interface Outputs {
  authUrl: string;
  ca: string;
  region: string;
  dashboard: string;
  reports?: string;
  adminPassword: string;
  tenants: Record<string, TenantOutputs>;
  tenantCredentials: Record<string, TenantCredentials>;
}

const outputs = JSON.parse(readFileSync(0, "utf8")) as Outputs;
const state = process.env.XDG_STATE_HOME ?? join(homedir(), ".local", "state");
const folder = join(state, "openstack-environment", "logins", "lab");

/** Everything here is for the person who runs the lab, and nobody else on this computer. */
function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

mkdirSync(folder, { recursive: true, mode: 0o700 });
// A login that is no longer declared must not seem to be there.
for (const name of readdirSync(folder)) rmSync(join(folder, name));
const caFile = write("ca.pem", outputs.ca);
const admin = {
  clouds: {
    admin: {
      auth: {
        auth_url: outputs.authUrl,
        username: "admin",
        password: outputs.adminPassword,
        project_name: "admin",
        user_domain_name: "Default",
        project_domain_name: "Default",
      },
      region_name: outputs.region,
      cacert: caFile,
    },
  },
};
write("clouds.yaml", stringify(admin));
for (const [tenant, credentials] of Object.entries(outputs.tenantCredentials)) {
  for (const [login, openrc] of Object.entries(credentials.openrc)) {
    write(`${tenant}-${login}-openrc`, openrc);
  }
}

const tenants = Object.keys(outputs.tenants);
const [tenant = ""] = tenants;
const [login = ""] = Object.keys(outputs.tenantCredentials[tenant]?.openrc ?? {});
const [user] = Object.keys(outputs.tenants[tenant]?.users ?? {});
const example = user ? ` (${user}, ${outputs.tenants[tenant]?.domainName})` : "";
const reports =
  outputs.reports === undefined
    ? ""
    : `  Reports     ${outputs.reports}  what each tenant used, and what it costs\n`;
process.stdout.write(`
The lab is up, with ${tenants.length} tenants: ${tenants.join(", ")}

  Dashboard   ${outputs.dashboard}
${reports}  APIs        ${outputs.authUrl}
  CA          ${caFile}
  Admin       user 'admin', domain 'Default'; the password is in ${join(folder, "clouds.yaml")}
  Tenants     a login each in ${folder}/<tenant>-<login>-openrc
              at the dashboard: the user's name, its tenant's domain${example}, and OS_PASSWORD

Next:
  make status                                          the hosts
  . ${join(folder, `${tenant}-${login}-openrc`)} && openstack network list
  bin/pulumi stack output --stack lab --show-secrets   everything that app teams can refer to

`);
