import type { Properties } from "../../../engine/types";
import type { Body } from "../client/cloud";
import { definitions } from "../resources";
import { outputs } from "../table/state";
import type { Scope } from "../table/types";
import { Answer, Ground, list, only, query } from "./lookup";
import { text } from "../table/text";

/** A found object in the words of its resource type: properties are named alike. */
async function asResource(token: string, answer: Body, ground: Ground): Promise<Properties> {
  const definition = definitions[token];
  if (!definition) throw new Error(`no such type: ${token}`);
  const scope = { ...ground, signal: new AbortController().signal } as unknown as Scope;
  const view = definition.view ? await definition.view(answer, {}, scope) : answer;
  return outputs(definition, text(answer.id), view, {}, ground.region);
}

function pick(from: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = from[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function tagQuery(args: Properties): { tags?: string } {
  const tags = list(args.tags);
  return tags.length > 0 ? { tags: tags.map(text).join(",") } : {};
}

const getNetwork: Answer = async (args, ground) => {
  const found = await ground.cloud.list("network", "/networks", "networks", {
    query: {
      ...query(args, {
        id: "networkId",
        name: "name",
        description: "description",
        status: "status",
        tenant_id: "tenantId",
        mtu: "mtu",
        "router:external": "external",
      }),
      ...tagQuery(args),
    },
    region: ground.region,
  });
  const seen =
    typeof args.matchingSubnetCidr === "string"
      ? await withSubnet(found, args.matchingSubnetCidr, ground)
      : found;
  const network = only(seen, "network", args);
  const all = await asResource("networking/network:Network", network, ground);
  return {
    ...pick(all, ["id", "name", "description", "external", "tenantId", "segments"]),
    ...pick(all, ["transparentVlan", "allTags", "mtu", "dnsDomain", "availabilityZoneHints"]),
    // The official function answers these two as text.
    adminStateUp: String(network.admin_state_up === true),
    shared: String(network.shared === true),
    subnets: list(network.subnets),
  };
};

async function withSubnet(found: Body[], cidr: string, ground: Ground): Promise<Body[]> {
  const subnets = await ground.cloud.list("network", "/subnets", "subnets", {
    query: { cidr },
    region: ground.region,
  });
  const on = new Set(subnets.map((subnet) => subnet.network_id));
  return found.filter((network) => on.has(network.id));
}

const getSubnet: Answer = async (args, ground) => {
  const found = await ground.cloud.list("network", "/subnets", "subnets", {
    query: {
      ...query(args, {
        id: "subnetId",
        name: "name",
        description: "description",
        network_id: "networkId",
        tenant_id: "tenantId",
        ip_version: "ipVersion",
        gateway_ip: "gatewayIp",
        cidr: "cidr",
        ipv6_address_mode: "ipv6AddressMode",
        ipv6_ra_mode: "ipv6RaMode",
        subnetpool_id: "subnetpoolId",
      }),
      ...(args.dhcpEnabled === true ? { enable_dhcp: true } : {}),
      ...(args.dhcpDisabled === true ? { enable_dhcp: false } : {}),
      ...tagQuery(args),
    },
    region: ground.region,
  });
  const subnet = only(found, "subnet", args);
  const all = await asResource("networking/subnet:Subnet", subnet, ground);
  const routes = list(subnet.host_routes) as { destination: string; nexthop: string }[];
  return {
    ...pick(all, ["id", "name", "description", "tenantId", "networkId", "cidr", "ipVersion"]),
    ...pick(all, ["ipv6AddressMode", "ipv6RaMode", "gatewayIp", "enableDhcp", "subnetpoolId"]),
    ...pick(all, ["allTags", "dnsNameservers", "serviceTypes", "allocationPools"]),
    subnetId: text(subnet.id),
    hostRoutes: routes.map((r) => ({ destinationCidr: r.destination, nextHop: r.nexthop })),
  };
};

const getSecGroup: Answer = async (args, ground) => {
  const found = await ground.cloud.list("network", "/security-groups", "security_groups", {
    query: {
      ...query(args, {
        id: "secgroupId",
        name: "name",
        description: "description",
        tenant_id: "tenantId",
      }),
      ...tagQuery(args),
    },
    region: ground.region,
  });
  const group = only(found, "security group", args);
  return {
    id: text(group.id),
    name: text(group.name),
    description: text(group.description),
    tenantId: text(group.tenant_id),
    allTags: list(group.tags),
  };
};

export const networkingFunctions: Readonly<Record<string, Answer>> = {
  "networking/getNetwork:getNetwork": getNetwork,
  "networking/getSubnet:getSubnet": getSubnet,
  "networking/getSecGroup:getSecGroup": getSecGroup,
};
