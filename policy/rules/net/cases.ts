import { ACME, EXTERNAL, made, network, ref, router, TENANTS } from "../../cases";
import type { CaseResource, CaseValue } from "../../rule";

type Props = { [key: string]: CaseValue };
type Resources = Record<string, CaseResource>;

/** An RBAC policy that shares something with a tenant. */
export const shared = (
  objectType: string,
  object: string,
  tenant: string,
  action = "access_as_shared",
): CaseResource =>
  made("rbacPolicy", { action, objectType, objectId: ref(object), targetTenant: ref(tenant) });

/** An RBAC policy that gives a network as external to a tenant. */
export const external = (object: string, tenant: string): CaseResource =>
  shared("network", object, tenant, "access_as_external");

export const port = (tenant: string, on: string, more: Props = {}): CaseResource =>
  made("port", { name: "vm", tenantId: ref(tenant), networkId: ref(on), ...more });

/** Network `app` (192.168.1.0/24) of acme with a port `vm`. */
export const acmePort = (more: Props = {}): Resources => ({
  ...ACME,
  ...network("acme", "app", "192.168.1.0/24"),
  vm: port("acme", "acme-app", more),
});

/** Network `app` of acme, with a router `edge` on it. */
export const ROUTED: Resources = {
  ...TENANTS,
  ...network("acme", "app", "192.168.1.0/24"),
  ...router("acme", "edge", ["acme-app-subnet"]),
};

/** A static route of the router of {@link ROUTED} by a machine. */
export const route = (destinationCidr: string): CaseResource =>
  made("route", { routerId: ref("acme-edge"), destinationCidr, nextHop: "192.168.1.66" });

/** Network `app` of acme with a second subnet, `more`. */
export const secondSubnet = (more: Props): Resources => ({
  ...TENANTS,
  ...network("acme", "app", "192.168.1.0/24"),
  more: made("subnet", {
    name: "more",
    networkId: ref("acme-app"),
    cidr: "192.168.2.0/24",
    ...more,
  }),
});

/** {@link ROUTED}, with a router that leads out by the network `internet`. */
export const outside = (more: Props = {}): Resources => ({
  ...TENANTS,
  ...EXTERNAL,
  given: external("internet", "acme"),
  ...network("acme", "app", "192.168.1.0/24"),
  ...router("acme", "edge", ["acme-app-subnet"], {
    externalNetworkId: ref("internet"),
    enableSnat: true,
    ...more,
  }),
});

/** What infrastructure there is in cases, with its name server for tenants. */
export const INFRASTRUCTURE = {
  infrastructure: ["10.0.0.0/24", "10.0.1.0/24", "fd00:1:0:7::/64", "203.0.113.0/24"],
  dnsServers: ["10.0.1.53"],
};

/** A peering by which machines of one tenant reach those of another with HTTPS. */
export const peering = (from: string, to: string) => ({
  peerings: [{ from, to, allow: [{ protocol: "tcp", ports: { min: 443, max: 443 } }] }],
});

/** A peering of the two tenants. */
export const PEERED = peering("acme", "globex");
