import type { Host } from "../../../components/host";
import type { Secrets } from "../../../components/service/secrets";
import type { Place, Service, Site } from "../../../components/service/service";

const host = (name: string, octet: number, roles: Host["roles"]): Host => ({
  name,
  roles,
  addresses: {
    management: `10.0.0.${octet}`,
    tenant: `10.0.3.${octet}`,
    ...(roles.includes("controller") ? { api: `10.0.1.${octet}` } : {}),
  },
  externalInterfaces: roles.includes("network") ? { external: "ext0" } : {},
  connection: { host: `10.0.0.${octet}` },
});

/** A small site: so many controllers (the first is a network host too) and one compute host. */
export function site(controllers = 1): Site {
  const heads = Array.from({ length: controllers }, (_, n) =>
    host(`controller${n + 1}`, 11 + n, n === 0 ? ["controller", "network"] : ["controller"]),
  );
  return {
    domain: "example.org",
    region: "RegionOne",
    networks: {
      management: { cidr: "10.0.0.0/24", interface: "mgmt0" },
      api: { cidr: "10.0.1.0/24", interface: "api0" },
      storage: { cidr: "10.0.2.0/24", interface: "stor0" },
      tenant: { cidr: "10.0.3.0/24", interface: "ten0" },
    },
    vip: { api: "10.0.1.10", management: "10.0.0.10" },
    hosts: [...heads, host("compute1", 21, ["compute"])],
    virtualization: "qemu",
    datapath: "netdev",
    workers: 2,
    rateLimit: { requests: 300, logins: 30, seconds: 10, trusted: ["10.0.1.1"] },
    dnsServers: [],
    externalNetworks: {
      internet: {
        physicalNetwork: "external",
        pool: { start: "198.51.100.100", end: "198.51.100.250" },
      },
    },
  };
}

const SERVICES = ["keystone", "glance", "placement", "nova", "neutron", "cinder"];
const words = (kind: string): Record<string, string> =>
  Object.fromEntries(SERVICES.map((name) => [name, `${kind}-${name}`]));

export const secrets: Secrets = {
  admin: "admin-word",
  database: words("database"),
  messageQueue: words("queue"),
  identity: words("identity"),
  galera: "galera-word",
  erlangCookie: "cookie-word",
  vrrp: "vrrpword",
  metadata: "metadata-word",
  dashboard: "dashboard-word",
  fernetKeys: { 0: "fernet-0", 1: "fernet-1" },
  credentialKeys: { 0: "credential-0", 1: "credential-1" },
  certificates: { ca: "CA\n", server: "SERVER\n", serverKey: "KEY\n" },
};

/** The view of one host on a service. */
export function place(service: Service, hostName: string, controllers = 1): Place {
  const all = site(controllers);
  const here = all.hosts.find(({ name }) => name === hostName);
  if (here === undefined) throw new Error(`no host ${hostName}`);
  const peers = all.hosts.filter((peer) => service.roles.some((r) => peer.roles.includes(r)));
  return { site: all, host: here, peers, secrets };
}

/** The content of one of the service's files on a host. */
export function file(service: Service, path: string, hostName: string, controllers = 1): string {
  const files = service.files?.(place(service, hostName, controllers)) ?? [];
  const found = files.find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`${service.name} has no ${path}`);
  return found.content;
}
