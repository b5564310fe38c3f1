import type { Body } from "../support/openstack-api";
import type { Target } from "./table";

/** How an object is made for a target; braces name what the target has already. */
export interface Kind {
  service: string;
  /** Where it is posted to. */
  collection: string;
  body: Body;
  /** The key of the object in the answer. */
  answer: string;
  /** The object's field that paths name it by. @default id */
  id?: string;
  headers?: Record<string, string>;
  /** Who makes it. @default the target's user */
  by?: "cloud admin";
  /** The targets that have one from the start. @default all */
  of?: Target[];
}

const named = { name: "{name}" };

/** What each target has one of, in the order that they are made in. */
export const KINDS = {
  user: {
    service: "identity",
    collection: "/users",
    body: { user: { ...named, domain_id: "{domain}", password: "{password}" } },
    answer: "user",
    by: "cloud admin",
  },
  group: {
    service: "identity",
    collection: "/groups",
    body: { group: { ...named, domain_id: "{domain}" } },
    answer: "group",
    by: "cloud admin",
  },
  credential: {
    service: "identity",
    collection: "/credentials",
    body: { credential: { type: "cert", blob: "personas", user_id: "{user}" } },
    answer: "credential",
    by: "cloud admin",
  },
  applicationCredential: {
    service: "identity",
    collection: "/users/{person}/application_credentials",
    body: { application_credential: named },
    answer: "application_credential",
  },
  network: {
    service: "network",
    collection: "/networks",
    body: { network: named },
    answer: "network",
  },
  subnet: {
    service: "network",
    collection: "/subnets",
    body: {
      subnet: {
        ...named,
        network_id: "{network}",
        ip_version: 4,
        cidr: "{block}",
        enable_dhcp: false,
      },
    },
    answer: "subnet",
  },
  securityGroup: {
    service: "network",
    collection: "/security-groups",
    body: { security_group: named },
    answer: "security_group",
  },
  port: {
    service: "network",
    collection: "/ports",
    body: { port: { ...named, network_id: "{network}", security_groups: ["{securityGroup}"] } },
    answer: "port",
  },
  router: {
    service: "network",
    collection: "/routers",
    // Without a namespace on the network host: it is for the API alone.
    body: { router: { ...named, admin_state_up: false } },
    answer: "router",
  },
  floatingIp: {
    service: "network",
    collection: "/floatingips",
    body: { floatingip: { floating_network_id: "{system.external}", description: "{name}" } },
    answer: "floatingip",
  },
  subnetPool: {
    service: "network",
    collection: "/subnetpools",
    body: { subnetpool: { ...named, prefixes: ["192.168.64.0/20"], default_prefixlen: 26 } },
    answer: "subnetpool",
  },
  addressScope: {
    service: "network",
    collection: "/address-scopes",
    body: { address_scope: { ...named, ip_version: 4 } },
    answer: "address_scope",
  },
  keyPair: {
    service: "compute",
    collection: "/os-keypairs",
    body: { keypair: { ...named, public_key: "{publicKey}" } },
    answer: "keypair",
    id: "name",
  },
  serverGroup: {
    service: "compute",
    collection: "/os-server-groups",
    body: { server_group: { ...named, policies: ["anti-affinity"] } },
    answer: "server_group",
  },
  server: {
    service: "compute",
    collection: "/servers",
    body: {
      server: {
        ...named,
        flavorRef: "{system.hugeFlavor}",
        imageRef: "{system.tinyImage}",
        networks: "none",
      },
    },
    answer: "server",
    headers: { "openstack-api-version": "compute 2.37" },
    of: ["own", "other"],
  },
  image: {
    service: "image",
    collection: "/images",
    body: { ...named, container_format: "bare", disk_format: "raw" },
    answer: "",
  },
  volume: {
    service: "volumev3",
    collection: "/volumes",
    body: { volume: { ...named, size: 1 } },
    answer: "volume",
  },
  flavor: {
    service: "compute",
    collection: "/flavors",
    body: {
      flavor: { ...named, vcpus: 1, ram: 64, disk: 1, "os-flavor-access:is_public": false },
    },
    answer: "flavor",
    by: "cloud admin",
    of: ["system"],
  },
  aggregate: {
    service: "compute",
    collection: "/os-aggregates",
    body: { aggregate: named },
    answer: "aggregate",
    by: "cloud admin",
    of: ["system"],
  },
  volumeType: {
    service: "volumev3",
    collection: "/types",
    body: { volume_type: { ...named, "os-volume-type-access:is_public": false } },
    answer: "volume_type",
    by: "cloud admin",
    of: ["system"],
  },
} satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;

/** Puts names' values in the place of braces, in whatever is given. */
export function fill<T>(value: T, valueOf: (name: string) => string): T {
  const text = JSON.stringify(value).replace(/\{([a-zA-Z.]+)\}/g, (_, name: string) => {
    return JSON.stringify(valueOf(name)).slice(1, -1);
  });
  return JSON.parse(text) as T;
}
