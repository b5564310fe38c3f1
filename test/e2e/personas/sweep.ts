import type { AdminLogin, Body } from "../support/openstack-api";
import { must } from "../support/command";
import type { Client } from "./client";

/** What the names of all objects of this test begin with. */
export const PREFIX = "personas-";

const ids = (list: Body[]): string[] => list.map(({ id }) => String(id));
const ours = ({ name, description }: Body): boolean =>
  [name, description].some((text) => typeof text === "string" && text.startsWith(PREFIX));

/** Takes away all that this test made, or an earlier run that was killed. */
export async function sweep(admin: Client, login: AdminLogin): Promise<void> {
  const domains = (await admin.list("identity", "/domains", "domains")).filter(ours);
  await sweepProject(admin, admin.projectId, ours);
  await Promise.all(
    ids(domains).map(async (id) => {
      const projects = ids(await admin.list("identity", `/projects?domain_id=${id}`, "projects"));
      const users = ids(await admin.list("identity", `/users?domain_id=${id}`, "users"));
      for (const project of projects) {
        await sweepProject(admin, project, () => true);
        await revoke(admin, project);
        await forgetProject(login, project);
        await gone(admin, "identity", `/projects/${project}`);
      }
      for (const user of users) await sweepKeyPairs(admin, user);
      await admin.must("identity", "PATCH", `/domains/${id}`, { domain: { enabled: false } });
      await gone(admin, "identity", `/domains/${id}`);
    }),
  );
  await sweepKeyPairs(admin, admin.userId);
  await sweepSystem(admin);
}

/** What belongs to no project. */
async function sweepSystem(admin: Client): Promise<void> {
  const collections: [string, string, string, string][] = [
    [
      "identity",
      `/users/${admin.userId}/application_credentials`,
      "application_credentials",
      `/users/${admin.userId}/application_credentials`,
    ],
    ["identity", "/users?domain_id=default", "users", "/users"],
    ["identity", "/groups?domain_id=default", "groups", "/groups"],
    ["identity", "/projects?domain_id=default", "projects", "/projects"],
    ["identity", "/roles", "roles", "/roles"],
    ["identity", "/services", "services", "/services"],
    ["identity", "/regions", "regions", "/regions"],
    ["compute", "/flavors?is_public=None", "flavors", "/flavors"],
    ["compute", "/os-aggregates", "aggregates", "/os-aggregates"],
    ["volumev3", "/types?is_public=None", "volume_types", "/types"],
  ];
  for (const [service, path, key, collection] of collections) {
    const found = (await admin.list(service, path, key)).filter(
      (one) => ours(one) || String(one.id).startsWith(PREFIX),
    );
    for (const { id } of found) await gone(admin, service, `${collection}/${String(id)}`);
  }
}

/** What a project has. @param which the objects that are meant */
async function sweepProject(
  admin: Client,
  project: string,
  which: (one: Body) => boolean,
): Promise<void> {
  const of = async (service: string, path: string, key: string): Promise<string[]> =>
    ids((await admin.list(service, path, key)).filter(which));
  const all = async (service: string, list: string, key: string, path: string): Promise<void> => {
    for (const id of await of(service, list, key)) await gone(admin, service, `${path}/${id}`);
  };
  const servers = `/servers/detail?all_tenants=1&project_id=${project}`;
  await all("compute", servers, "servers", "/servers");
  const volumes = `?all_tenants=1&project_id=${project}`;
  await all("volumev3", `/snapshots${volumes}`, "snapshots", "/snapshots");
  for (const id of await of("volumev3", `/volumes/detail${volumes}`, "volumes")) {
    await admin.ask("volumev3", "POST", `/volumes/${id}/action`, { "os-force_delete": {} });
  }
  const groups = await admin.list(
    "compute",
    "/os-server-groups?all_projects=true",
    "server_groups",
    { "openstack-api-version": "compute 2.13" },
  );
  for (const group of groups.filter((one) => one.project_id === project && which(one))) {
    await gone(admin, "compute", `/os-server-groups/${String(group.id)}`);
  }
  const images = `/images?owner=${project}&visibility=all&limit=200`;
  await all("image", images, "images", "/images");
  for (let left = true; left;) {
    left = (await of("compute", servers, "servers")).length > 0;
    if (left) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const network = (path: string, key: string): Promise<void> =>
    all("network", `${path}?project_id=${project}`, key, path);
  await network("/floatingips", "floatingips");
  for (const id of await of("network", `/routers?project_id=${project}`, "routers")) {
    const ports = await admin.list("network", `/ports?device_id=${id}`, "ports");
    for (const port of ids(ports)) {
      await admin.ask("network", "PUT", `/routers/${id}/remove_router_interface`, {
        port_id: port,
      });
    }
    await gone(admin, "network", `/routers/${id}`);
  }
  await network("/ports", "ports");
  for (const id of await of("network", `/networks?project_id=${project}`, "networks")) {
    // Another project's, too, which the Cloud Admin put there.
    const ports = await admin.list("network", `/ports?network_id=${id}`, "ports");
    for (const port of ids(ports)) await gone(admin, "network", `/ports/${port}`);
    await gone(admin, "network", `/networks/${id}`);
  }
  await network("/subnetpools", "subnetpools");
  await network("/address-scopes", "address_scopes");
  await network("/security-groups", "security_groups");
  await network("/qos/policies", "policies");
}

/** Takes back what a project was granted. */
async function revoke(admin: Client, project: string): Promise<void> {
  const shares = `/rbac-policies?target_tenant=${project}`;
  for (const id of ids(await admin.list("network", shares, "rbac_policies"))) {
    await gone(admin, "network", `/rbac-policies/${id}`);
  }
  for (const id of ids(await admin.list("compute", "/flavors?is_public=False", "flavors"))) {
    const access = { removeTenantAccess: { tenant: project } };
    await admin.ask("compute", "POST", `/flavors/${id}/action`, access);
  }
  for (const id of ids(await admin.list("image", "/images?visibility=shared", "images"))) {
    await gone(admin, "image", `/images/${id}/members/${project}`);
  }
}

async function sweepKeyPairs(admin: Client, user: string): Promise<void> {
  const headers = { "openstack-api-version": "compute 2.10" };
  const pairs = await admin.list("compute", `/os-keypairs?user_id=${user}`, "keypairs", headers);
  for (const { keypair } of pairs as { keypair: Body }[]) {
    if (!ours(keypair)) continue;
    const path = `/os-keypairs/${String(keypair.name)}?user_id=${user}`;
    await admin.ask("compute", "DELETE", path, undefined, headers);
  }
}

/** Deletes; what is still in use by something that goes may need some seconds. */
async function gone(admin: Client, service: string, path: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { status, text } = await admin.ask(service, "DELETE", path);
    if (status < 300 || status === 404) return;
    if (attempt === 10) throw new Error(`DELETE ${path} answered ${status}: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Quotas and default security groups, as where a tenant is removed. */
async function forgetProject(login: AdminLogin, projectId: string): Promise<void> {
  const admin = {
    userName: "admin",
    projectName: "admin",
    password: login.adminPassword,
    domainName: "Default",
  };
  const { authUrl, ca, region } = login;
  await must(["node", "components/tenant/forget-project.mjs"], {
    input: JSON.stringify({ authUrl, ca, region, admin, projectId, blockStorage: true }),
  });
}
