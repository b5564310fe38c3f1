import assert from "node:assert/strict";
import type { Body, OpenStackApi, ServiceType } from "../support/openstack-api";

/** What the names of all that these tests make begin with. */
export const PREFIX = "packets-";

/** All kinds of things that these tests make, in the order in which they can go. */
const KINDS: { service: ServiceType; path: string; query?: string; key: string; name: string }[] = [
  { service: "compute", path: "/servers", query: "?all_tenants=1", key: "servers", name: "name" },
  {
    service: "compute",
    path: "/os-server-groups",
    query: "?all_projects=True",
    key: "server_groups",
    name: "name",
  },
  { service: "network", path: "/v2.0/floatingips", key: "floatingips", name: "description" },
  { service: "network", path: "/v2.0/ports", key: "ports", name: "name" },
  { service: "network", path: "/v2.0/security-groups", key: "security_groups", name: "name" },
];

export async function collection(
  api: OpenStackApi,
  service: ServiceType,
  path: string,
  key: string,
): Promise<Body[]> {
  return ((await api.get(service, path))?.[key] ?? []) as Body[];
}

/** What there is of these tests, `kind/id` each: of this run, or of one that was killed. */
export async function leftovers(admin: OpenStackApi): Promise<string[]> {
  const found = await Promise.all(KINDS.map((kind) => idsOf(admin, kind)));
  return found.flatMap((ids, at) => ids.map((id) => `${KINDS[at]?.key}/${id}`));
}

/** Takes all of it away. */
export async function clean(admin: OpenStackApi): Promise<void> {
  for (const kind of KINDS) {
    const until = Date.now() + 60_000;
    for (;;) {
      const ids = await idsOf(admin, kind);
      if (ids.length === 0) break;
      assert.ok(Date.now() < until, `${kind.key} ${ids.join(", ")} do not go`);
      await Promise.all(ids.map((id) => admin.remove(kind.service, `${kind.path}/${id}`)));
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

async function idsOf(
  admin: OpenStackApi,
  { service, path, query = "", key, name }: (typeof KINDS)[number],
): Promise<string[]> {
  const all = await collection(admin, service, `${path}${query}`, key);
  return all.filter((one) => String(one[name]).startsWith(PREFIX)).map(({ id }) => String(id));
}
