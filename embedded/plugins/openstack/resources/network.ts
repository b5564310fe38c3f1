import type { Body } from "../client/cloud";
import { Definition } from "../table/types";
import { REGION } from "./common";

const TEN = { create: 10, delete: 10 };

const SEGMENT = [
  ["provider:physical_network", "physical_network"],
  ["provider:network_type", "network_type"],
  ["provider:segmentation_id", "segmentation_id"],
] as const;

const network: Definition = {
  service: "network",
  path: "/networks",
  key: "network",
  timeouts: TEN,
  tagged: true,
  leftover: { by: ["name", "tenant_id"] },
  fields: {
    region: REGION,
    name: { type: "string" },
    description: { type: "string" },
    adminStateUp: { type: "bool", computed: true },
    shared: { type: "bool", computed: true },
    external: { type: "bool", computed: true, api: "router:external" },
    tenantId: { type: "string", computed: true, replaces: true },
    segments: {
      type: "set",
      computed: true,
      fields: {
        physicalNetwork: { type: "string" },
        networkType: { type: "string" },
        segmentationId: { type: "int", computed: true },
      },
    },
    valueSpecs: { type: "map", replaces: true, read: false },
    tags: { type: "set" },
    allTags: { type: "set", output: true },
    availabilityZoneHints: { type: "set", computed: true, replaces: true },
    transparentVlan: { type: "bool", computed: true, replaces: true, api: "vlan_transparent" },
    portSecurityEnabled: { type: "bool", computed: true },
    mtu: { type: "int", computed: true },
    dnsDomain: { type: "string", computed: true },
    qosPolicyId: { type: "string", computed: true },
  },
  mistakes: (inputs) => fullDomain(inputs.dnsDomain),
  prepareCreate: (body) => withSegments(body),
  prepareUpdate: (body) => withSegments(body),
  view(answer) {
    const told = SEGMENT.filter(([api]) => api in answer);
    const single =
      told.length > 0 && !answer.segments
        ? [Object.fromEntries(told.map(([api, name]) => [name, answer[api]]))]
        : undefined;
    const several = (answer.segments as Body[] | undefined)?.map((segment) =>
      Object.fromEntries(SEGMENT.map(([api, name]) => [name, segment[api]])),
    );
    return {
      ...withTags(answer),
      segments: several ?? single ?? [],
      vlan_transparent: answer.vlan_transparent ?? false,
      dns_domain: answer.dns_domain ?? "",
      qos_policy_id: answer.qos_policy_id ?? "",
    };
  },
};

function withSegments(body: Body): void {
  const segments = body.segments as Body[] | undefined;
  if (!segments) return;
  body.segments = segments.map((segment) =>
    Object.fromEntries(
      SEGMENT.flatMap(([api, name]) => (segment[name] ? [[api, segment[name]]] : [])),
    ),
  );
}

const subnet: Definition = {
  service: "network",
  path: "/subnets",
  key: "subnet",
  timeouts: TEN,
  tagged: true,
  leftover: { by: ["name", "tenant_id", "network_id", "cidr"], again: ["hostRoutes"] },
  fields: {
    region: REGION,
    networkId: { type: "string", required: true, replaces: true },
    cidr: { type: "string", computed: true, replaces: true, conflicts: ["prefixLength"] },
    prefixLength: {
      type: "int",
      replaces: true,
      conflicts: ["cidr"],
      api: "prefixlen",
      read: false,
    },
    name: { type: "string" },
    description: { type: "string" },
    tenantId: { type: "string", computed: true, replaces: true },
    allocationPoolsCollection: pools("list", "allocationPools"),
    allocationPools: pools("set", "allocationPoolsCollection"),
    gatewayIp: { type: "string", computed: true, conflicts: ["noGateway"] },
    noGateway: { type: "bool", default: false, conflicts: ["gatewayIp"], sent: false },
    ipVersion: { type: "int", replaces: true, default: 4 },
    enableDhcp: { type: "bool", default: true },
    dnsNameservers: { type: "list" },
    hostRoutes: {
      type: "list",
      read: false,
      fields: {
        destinationCidr: { type: "string", required: true, api: "destination" },
        nextHop: { type: "string", required: true, api: "nexthop" },
      },
    },
    ipv6AddressMode: mode("ipv6_address_mode"),
    ipv6RaMode: mode("ipv6_ra_mode"),
    subnetpoolId: { type: "string", replaces: true },
    valueSpecs: { type: "map", replaces: true, read: false },
    tags: { type: "set" },
    serviceTypes: { type: "list", computed: true },
    allTags: { type: "set", output: true },
  },
  mistakes(inputs) {
    const servers = (inputs.dnsNameservers ?? []) as string[];
    const twice = servers.find((server, index) => servers.indexOf(server) !== index);
    return {
      ...(twice ? { dnsNameservers: `${twice} is there twice: name each server once` } : {}),
      ...(inputs.prefixLength !== undefined && inputs.subnetpoolId === undefined
        ? { prefixLength: "needs subnetpoolId: give it, or a cidr instead" }
        : {}),
    };
  },
  prepareCreate(body, inputs) {
    body.enable_dhcp = inputs.enableDhcp;
    if (inputs.noGateway === true) body.gateway_ip = null;
  },
  prepareUpdate(body, inputs, _olds, changed) {
    if (changed.has("noGateway") && inputs.noGateway === true) body.gateway_ip = null;
  },
  view: (answer) => ({
    ...withTags(answer),
    no_gateway: !answer.gateway_ip,
    service_types: answer.service_types ?? [],
    subnetpool_id: answer.subnetpool_id ?? "",
  }),
};

function pools(type: "list" | "set", other: string): Definition["fields"][string] {
  return {
    type,
    api: "allocation_pools",
    computed: true,
    conflicts: [other],
    fields: {
      start: { type: "string", required: true },
      end: { type: "string", required: true },
    },
  };
}

function mode(api: string): Definition["fields"][string] {
  return {
    type: "string",
    api,
    computed: true,
    replaces: true,
    oneOf: ["slaac", "dhcpv6-stateful", "dhcpv6-stateless"],
  };
}

export function withTags(answer: Body): Body {
  const tags = answer.tags ?? [];
  return { ...answer, tags, all_tags: tags };
}

export function fullDomain(domain: unknown): Record<string, string> {
  if (typeof domain !== "string" || domain === "" || domain.endsWith(".")) return {};
  return { dnsDomain: `"${domain}" has to end with a dot: write "${domain}."` };
}

export const networks: Readonly<Record<string, Definition>> = {
  "networking/network:Network": network,
  "networking/subnet:Subnet": subnet,
};
