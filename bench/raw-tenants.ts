import type { RawCloud } from "./raw-cloud";

/** A tenant of the benchmark in the environment file's words: what most tenants have, no people. */
export const TENANT = {
  quota: {
    compute: { instances: 5, cores: 5, ram: 2048 },
    network: {
      networks: 1,
      subnets: 1,
      routers: 1,
      ports: 30,
      floatingIps: 3,
      securityGroups: 5,
      securityGroupRules: 30,
    },
    volume: { volumes: 5, gigabytes: 50, snapshots: 5 },
  },
  networks: { app: { cidr: "192.168.10.0/24" } },
  routers: { edge: { externalNetwork: "internet", networks: ["app"] } },
  securityGroups: {
    web: { rules: [{ direction: "ingress", protocol: "tcp", port: 80, from: "0.0.0.0/0" }] },
  },
  externalNetworks: ["internet"],
};

interface Made {
  id: string;
}

/** What every tenant needs to know of the cloud. */
export interface Ground {
  externalNetwork: string;
  roles: { manager: string; member: string };
}

export async function ground(cloud: RawCloud): Promise<Ground> {
  const [networks, roles] = await Promise.all([
    cloud.call<{ networks: Made[] }>("GET", "network", "/v2.0/networks?router:external=true"),
    cloud.call<{ roles: (Made & { name: string })[] }>("GET", "identity", "/roles"),
  ]);
  const role = (name: string): string => roles.roles.find((one) => one.name === name)?.id ?? "";
  return {
    externalNetwork: networks.networks[0]?.id ?? "",
    roles: { manager: role("manager"), member: role("member") },
  };
}

/** The calls that {@link TENANT} comes to, each made once, one after the other. */
export async function makeRaw(cloud: RawCloud, name: string, on: Ground): Promise<string> {
  const post = async (service: string, path: string, kind: string, body: object): Promise<string> =>
    (await cloud.call<Record<string, Made>>("POST", service, path, { [kind]: body }))[kind]?.id ??
    "";
  const project = await post("identity", "/projects", "project", { name, domain_id: "default" });
  const { manager, member } = on.roles;
  for (const [suffix, roles] of Object.entries({ admins: [manager, member], users: [member] })) {
    const group = await post("identity", "/groups", "group", { name: `${name}-${suffix}` });
    for (const role of roles) {
      await cloud.call("PUT", "identity", `/projects/${project}/groups/${group}/roles/${role}`);
    }
  }
  const { compute, network, volume } = TENANT.quota;
  await cloud.call("PUT", "compute", `/os-quota-sets/${project}`, { quota_set: compute });
  await cloud.call("PUT", "volumev3", `/os-quota-sets/${project}`, { quota_set: volume });
  await cloud.call("PUT", "network", `/v2.0/quotas/${project}`, {
    quota: { network: network.networks, router: network.routers, port: network.ports },
  });
  const own = { project_id: project };
  await post("network", "/v2.0/rbac-policies", "rbac_policy", {
    action: "access_as_external",
    object_type: "network",
    object_id: on.externalNetwork,
    target_tenant: project,
  });
  const group = await post("network", "/v2.0/security-groups", "security_group", {
    ...own,
    name: "web",
  });
  const ingress = { direction: "ingress", protocol: "tcp", port_range_min: 80, port_range_max: 80 };
  await post("network", "/v2.0/security-group-rules", "security_group_rule", {
    ...own,
    security_group_id: group,
    ...ingress,
  });
  const networkId = await post("network", "/v2.0/networks", "network", { ...own, name: "app" });
  const subnet = await post("network", "/v2.0/subnets", "subnet", {
    ...own,
    network_id: networkId,
    cidr: "192.168.10.0/24",
    ip_version: 4,
  });
  const router = await post("network", "/v2.0/routers", "router", {
    ...own,
    name: "edge",
    external_gateway_info: { network_id: on.externalNetwork },
  });
  await cloud.call("PUT", "network", `/v2.0/routers/${router}/add_router_interface`, {
    subnet_id: subnet,
  });
  return project;
}

/** Takes away what {@link makeRaw} made. */
export async function removeRaw(cloud: RawCloud, name: string, project: string): Promise<void> {
  const list = async (kind: string, query: string): Promise<Made[]> =>
    (await cloud.call<Record<string, Made[]>>("GET", "network", `/v2.0/${query}`))[kind] ?? [];
  for (const { id } of await list("routers", `routers?project_id=${project}`)) {
    for (const port of await list("ports", `ports?device_id=${id}`)) {
      const detail = await cloud.call<{ port: { device_owner: string } }>(
        "GET",
        "network",
        `/v2.0/ports/${port.id}`,
      );
      if (detail.port.device_owner.includes("router_gateway")) continue;
      await cloud
        .call("PUT", "network", `/v2.0/routers/${id}/remove_router_interface`, { port_id: port.id })
        .catch(() => undefined);
    }
    await cloud.call("DELETE", "network", `/v2.0/routers/${id}`);
  }
  for (const { id } of await list("networks", `networks?project_id=${project}`)) {
    await cloud.call("DELETE", "network", `/v2.0/networks/${id}`);
  }
  for (const { id } of await list("rbac_policies", `rbac-policies?target_tenant=${project}`)) {
    await cloud.call("DELETE", "network", `/v2.0/rbac-policies/${id}`);
  }
  await cloud.call("DELETE", "identity", `/projects/${project}`);
  for (const { id } of await list("security_groups", `security-groups?project_id=${project}`)) {
    await cloud.call("DELETE", "network", `/v2.0/security-groups/${id}`);
  }
  const groups = await cloud.call<{ groups: (Made & { name: string })[] }>(
    "GET",
    "identity",
    "/groups",
  );
  for (const group of groups.groups.filter((one) => one.name.startsWith(`${name}-`))) {
    await cloud.call("DELETE", "identity", `/groups/${group.id}`);
  }
}
