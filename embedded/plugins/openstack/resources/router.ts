import { BlockList } from "node:net";
import type { Properties } from "../../../engine/types";
import { ProviderError } from "../../../../providers/server/errors";
import type { Body } from "../client/cloud";
import { ApiError, isNotFound } from "../../../../providers/openstack/errors";
import { IN_USE_MS, create } from "../table/crud";
import { HalfMade } from "../table/resource";
import { Definition, Fields, Scope } from "../table/types";
import { waitFor } from "../table/wait";
import { REGION } from "./common";
import { withTags } from "./network";
import { text } from "../table/text";

const fields: Fields = {
  region: REGION,
  name: { type: "string" },
  description: { type: "string" },
  adminStateUp: { type: "bool", computed: true },
  distributed: { type: "bool", computed: true, replaces: true },
  externalGateway: gateway("string", "externalNetworkId"),
  externalNetworkId: gateway("string", "externalGateway"),
  enableSnat: { type: "bool", computed: true, sent: false },
  externalFixedIps: {
    type: "list",
    computed: true,
    sent: false,
    fields: { subnetId: { type: "string" }, ipAddress: { type: "string", computed: true } },
  },
  externalSubnetIds: { type: "list", conflicts: ["externalFixedIps"], sent: false, read: false },
  tenantId: { type: "string", computed: true, replaces: true },
  valueSpecs: { type: "map", replaces: true, read: false },
  availabilityZoneHints: { type: "list", computed: true, replaces: true },
  vendorOptions: {
    type: "object",
    sent: false,
    read: false,
    fields: { setRouterGatewayAfterCreate: { type: "bool", default: false } },
  },
  tags: { type: "set" },
  allTags: { type: "set", output: true },
};

function gateway(type: "string", other: string): Fields[string] {
  return { type, computed: true, conflicts: [other], sent: false };
}

const GATEWAY = ["externalGateway", "externalNetworkId", "enableSnat", "externalFixedIps"];

function externalNetwork(inputs: Properties): string | undefined {
  const id = inputs.externalNetworkId ?? inputs.externalGateway;
  return typeof id === "string" && id !== "" ? id : undefined;
}

function gatewayInfo(inputs: Properties, subnet?: string): Body {
  const fixed = (inputs.externalFixedIps ?? []) as { subnetId?: string; ipAddress?: string }[];
  const ips = subnet
    ? [{ subnet_id: subnet }]
    : fixed.map((ip) => ({
        ...(ip.subnetId ? { subnet_id: ip.subnetId } : {}),
        ...(ip.ipAddress ? { ip_address: ip.ipAddress } : {}),
      }));
  return {
    network_id: externalNetwork(inputs),
    ...(inputs.enableSnat === undefined ? {} : { enable_snat: inputs.enableSnat }),
    ...(ips.length > 0 ? { external_fixed_ips: ips } : {}),
  };
}

const plainRouter: Definition = {
  service: "network",
  path: "/routers",
  key: "router",
  timeouts: { create: 10, delete: 10 },
  tagged: true,
  leftover: { by: ["name", "tenant_id"] },
  fields,
  mistakes(inputs) {
    if (externalNetwork(inputs) !== undefined) return {};
    const given = ["enableSnat", "externalFixedIps", "externalSubnetIds"].filter(
      (name) => inputs[name] !== undefined,
    );
    return Object.fromEntries(
      given.map((name) => [name, "needs externalNetworkId: give it, or leave this out"]),
    );
  },
  prepareCreate(body, inputs) {
    if (externalNetwork(inputs) === undefined || gatewayAfterwards(inputs)) return;
    const subnets = (inputs.externalSubnetIds ?? []) as string[];
    body.external_gateway_info = gatewayInfo(inputs, subnets[0]);
  },
  async settle(id, answer, inputs, scope) {
    const item = `/routers/${id}`;
    const call = { region: scope.region, signal: scope.signal };
    let current = answer;
    if (gatewayAfterwards(inputs) && externalNetwork(inputs) !== undefined) {
      const body = { router: { external_gateway_info: gatewayInfo(inputs) } };
      current = (await scope.cloud.call("network", "PUT", item, { ...call, body })).router as Body;
      current.tags = answer.tags;
    }
    try {
      const active = await waitFor(
        async () => (await scope.cloud.call("network", "GET", item, call)).router as Body,
        {
          what: `router ${text(answer.name)}`,
          status: (body) => text(body.status),
          reached: ["ACTIVE"],
          failed: ["ERROR"],
        },
        scope,
        current,
      );
      return active ?? current;
    } catch (error) {
      throw error instanceof ProviderError ? new HalfMade(error.message, id, current) : error;
    }
  },
  prepareUpdate(body, inputs, _olds, changed) {
    if (!GATEWAY.some((name) => changed.has(name))) return;
    body.external_gateway_info = externalNetwork(inputs) ? gatewayInfo(inputs) : {};
  },
  view(answer) {
    const info = (answer.external_gateway_info ?? {}) as Body;
    return {
      ...withTags(answer),
      external_gateway: info.network_id ?? "",
      external_network_id: info.network_id ?? "",
      enable_snat: info.enable_snat ?? false,
      external_fixed_ips: info.external_fixed_ips ?? [],
      distributed: answer.distributed ?? false,
      availability_zone_hints: answer.availability_zone_hints ?? [],
    };
  },
};

function gatewayAfterwards(inputs: Properties): boolean {
  const options = inputs.vendorOptions as { setRouterGatewayAfterCreate?: boolean } | undefined;
  return options?.setRouterGatewayAfterCreate === true;
}

const router: Definition = {
  ...plainRouter,
  /** Tries each of the given external subnets until one has an address left. */
  async create(inputs, scope) {
    const subnets = (inputs.externalSubnetIds ?? []) as string[];
    for (const subnet of subnets.slice(0, -1)) {
      try {
        return await create(plainRouter, { ...inputs, externalSubnetIds: [subnet] }, scope);
      } catch (error) {
        if (!isExhausted(error)) throw error;
      }
    }
    const last = subnets.slice(-1);
    return create(
      plainRouter,
      { ...inputs, ...(last.length ? { externalSubnetIds: last } : {}) },
      scope,
    );
  },
};

export function isExhausted(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    ["IpAddressGenerationFailure", "ExternalIpAddressExhausted"].includes(error.kind ?? "")
  );
}

const routerInterface: Definition = {
  service: "network",
  path: "/ports",
  key: "port",
  timeouts: { create: 10, delete: 10 },
  // A subnet has one interface on a router.
  deleteBeforeReplace: true,
  leftover: {
    async find(inputs, scope) {
      const port = await interfacePort(inputs, scope);
      // A port that was given is older than its being an interface.
      return port ? [inputs.portId ? { ...port, created_at: undefined } : port] : [];
    },
  },
  fields: {
    region: REGION,
    routerId: { type: "string", required: true, replaces: true, api: "device_id" },
    subnetId: { type: "string", computed: true, replaces: true },
    portId: { type: "string", computed: true, replaces: true, api: "id" },
    forceDestroy: { type: "bool", default: false, read: false },
  },
  mistakes: (inputs) =>
    inputs.subnetId === undefined && inputs.portId === undefined
      ? { subnetId: "one of subnetId and portId is required" }
      : {},
  async create(inputs, scope) {
    const routerId = text(inputs.routerId);
    const reply = await scope.cloud.call(
      "network",
      "PUT",
      `${routerPath(routerId)}/add_router_interface`,
      {
        body: inputs.portId ? { port_id: inputs.portId } : { subnet_id: inputs.subnetId },
        once: true,
        recover: async () => {
          const port = await interfacePort(inputs, scope);
          return port && { port_id: port.id, subnet_id: subnetOf(port) };
        },
        region: scope.region,
        signal: scope.signal,
      },
    );
    const id = text(reply.port_id);
    return { id, answer: { id, device_id: routerId, subnet_id: reply.subnet_id } };
  },
  view(answer) {
    const subnet = subnetOf(answer);
    return subnet === undefined ? answer : { ...answer, subnet_id: subnet };
  },
  update: () => Promise.resolve(undefined),
  async delete(id, olds, scope) {
    const routerId = text(olds.routerId);
    const call = { region: scope.region, signal: scope.signal };
    const path = `${routerPath(routerId)}/remove_router_interface`;
    const body = olds.subnetId ? { subnet_id: olds.subnetId } : { port_id: id };
    if (olds.forceDestroy === true) await dropRoutes(routerId, text(olds.subnetId ?? ""), scope);
    await scope.cloud.call("network", "PUT", path, {
      ...call,
      body,
      waitForConflict: true,
      patienceMs: IN_USE_MS,
    });
  },
};

/** The router's port on a subnet, or the given port where it is the router's. */
async function interfacePort(inputs: Properties, scope: Scope): Promise<Body | undefined> {
  const ports = await scope.cloud.list("network", "/ports", "ports", {
    query: {
      device_id: text(inputs.routerId),
      ...(inputs.portId
        ? { id: text(inputs.portId) }
        : { fixed_ips: `subnet_id=${text(inputs.subnetId)}` }),
    },
    region: scope.region,
    signal: scope.signal,
  });
  return ports.find((port) => port.device_owner !== "network:router_gateway");
}

function subnetOf(port: Body): string | undefined {
  const ips = port.fixed_ips as { subnet_id: string }[] | undefined;
  return ips?.length === 1 ? ips[0]?.subnet_id : undefined;
}

function routerPath(id: string): string {
  return `/routers/${encodeURIComponent(id)}`;
}

/** Routes through the interface's subnet keep it from going. */
async function dropRoutes(routerId: string, subnetId: string, scope: Scope): Promise<void> {
  const call = { region: scope.region, signal: scope.signal };
  try {
    const found = (await scope.cloud.call("network", "GET", routerPath(routerId), call)).router as {
      routes?: { nexthop: string }[];
    };
    if (!found.routes?.length || subnetId === "") return;
    const subnet = (await scope.cloud.call("network", "GET", `/subnets/${subnetId}`, call))
      .subnet as { cidr: string };
    const [address = "", bits = "0"] = subnet.cidr.split("/");
    const family = address.includes(":") ? "ipv6" : "ipv4";
    const inside = new BlockList();
    inside.addSubnet(address, Number(bits), family);
    const routes = found.routes.filter((route) => !inside.check(route.nexthop, family));
    if (routes.length === found.routes.length) return;
    await scope.cloud.call("network", "PUT", routerPath(routerId), {
      ...call,
      body: { router: { routes } },
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

export const routers: Readonly<Record<string, Definition>> = {
  "networking/router:Router": router,
  "networking/routerInterface:RouterInterface": routerInterface,
};
