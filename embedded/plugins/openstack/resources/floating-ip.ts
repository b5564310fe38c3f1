import { ProviderError } from "../../../../providers/server/errors";
import type { Body } from "../client/cloud";
import { create } from "../table/crud";
import { Definition, Scope } from "../table/types";
import { REGION } from "./common";
import { fullDomain, withTags } from "./network";
import { isExhausted } from "./router";
import { text } from "../table/text";

const plainFloatingIp: Definition = {
  service: "network",
  path: "/floatingips",
  key: "floatingip",
  timeouts: { create: 10, delete: 10 },
  tagged: true,
  leftover: { by: ["floating_network_id", "tenant_id", "port_id"], nothingElse: ["port_id"] },
  fields: {
    region: REGION,
    description: { type: "string" },
    address: { type: "string", computed: true, replaces: true, api: "floating_ip_address" },
    pool: { type: "string", required: true, replaces: true, sent: false },
    portId: { type: "string", computed: true },
    tenantId: { type: "string", computed: true, replaces: true },
    fixedIp: { type: "string", computed: true, api: "fixed_ip_address" },
    subnetId: { type: "string", computed: true, read: false },
    subnetIds: { type: "list", conflicts: ["subnetId"], sent: false, read: false },
    valueSpecs: { type: "map", replaces: true, read: false },
    tags: { type: "set" },
    allTags: { type: "set", output: true },
    dnsName: { type: "string", computed: true, replaces: true },
    dnsDomain: { type: "string", computed: true, replaces: true },
  },
  mistakes: (inputs) => fullDomain(inputs.dnsDomain),
  async prepareCreate(body, inputs, scope) {
    body.floating_network_id = await networkId(text(inputs.pool), scope);
  },
  // A fixed address goes with its port; where it is kept is no matter of an update.
  async update(id, inputs, olds, changed, scope) {
    const body: Body = {};
    if (changed.has("description")) body.description = inputs.description ?? "";
    if (changed.has("portId") || changed.has("fixedIp")) {
      body.port_id = (inputs.portId ?? olds.portId) || null;
    }
    if (changed.has("fixedIp")) body.fixed_ip_address = inputs.fixedIp;
    const call = { region: scope.region, signal: scope.signal };
    const item = `/floatingips/${id}`;
    if (changed.has("tags")) {
      const tags = inputs.tags ?? [];
      await scope.cloud.call("network", "PUT", `${item}/tags`, { ...call, body: { tags } });
    }
    const method = Object.keys(body).length > 0 ? "PUT" : "GET";
    const answer = await scope.cloud.call("network", method, item, {
      ...call,
      ...(method === "PUT" ? { body: { floatingip: body } } : {}),
    });
    return answer.floatingip as Body;
  },
  async view(answer, known, scope) {
    const network = text(answer.floating_network_id);
    // The pool may have been given as an id; then it is kept as a name, as the official one does.
    const pool = await networkName(network, scope, known.pool);
    return {
      ...withTags(answer),
      pool,
      dns_name: answer.dns_name ?? "",
      dns_domain: answer.dns_domain ?? "",
    };
  },
};

const floatingIp: Definition = {
  ...plainFloatingIp,
  /** Tries each of the given subnets until one has an address left. */
  async create(inputs, scope) {
    const subnets = (inputs.subnetIds ?? []) as string[];
    for (const [index, subnetId] of subnets.entries()) {
      try {
        const made = await create(plainFloatingIp, { ...inputs, subnetId }, scope);
        return { ...made, extra: { subnetId } };
      } catch (error) {
        if (!isExhausted(error) || index === subnets.length - 1) throw error;
      }
    }
    return create(plainFloatingIp, inputs, scope);
  },
};

async function networkId(pool: string, scope: Scope): Promise<string> {
  const call = { region: scope.region, signal: scope.signal };
  const found = await scope.cloud.list("network", "/networks", "networks", {
    ...call,
    query: { "router:external": true },
  });
  const matching = found.filter((network) => network.name === pool || network.id === pool);
  if (matching.length === 1) return text(matching[0]?.id);
  const names = found.map((network) => text(network.name)).sort();
  throw new ProviderError(
    matching.length > 1
      ? `pool "${pool}" is the name of ${matching.length} networks: name it by its id`
      : `pool: there is no external network "${pool}". There are: ${names.join(", ") || "none"}`,
  );
}

async function networkName(id: string, scope: Scope, known: unknown): Promise<string> {
  // Names of networks seldom change: one that is known from a network of this id would be stale
  // only after a rename, so it is asked for unless the program gave a name that is no id.
  if (typeof known === "string" && known !== "" && known !== id) return known;
  const answer = await scope.cloud.call("network", "GET", `/networks/${id}`, {
    region: scope.region,
    signal: scope.signal,
  });
  return text((answer.network as Body).name);
}

const associate: Definition = {
  service: "network",
  path: "/floatingips",
  key: "floatingip",
  deleteBeforeReplace: true,
  fields: {
    region: REGION,
    floatingIp: { type: "string", required: true, replaces: true, api: "floating_ip_address" },
    portId: { type: "string", required: true },
    fixedIp: { type: "string", computed: true, api: "fixed_ip_address" },
  },
  async create(inputs, scope) {
    const address = text(inputs.floatingIp);
    const found = await scope.cloud.list("network", "/floatingips", "floatingips", {
      query: { floating_ip_address: address },
      region: scope.region,
      signal: scope.signal,
    });
    if (found.length !== 1) {
      throw new ProviderError(`floatingIp: there is no floating IP ${address} that one may use`);
    }
    const id = text(found[0]?.id);
    return { id, answer: await bind(id, inputs.portId, inputs.fixedIp, scope) };
  },
  update: (id, inputs, _olds, changed, scope) =>
    bind(id, inputs.portId, changed.has("fixedIp") ? inputs.fixedIp : undefined, scope),
  async delete(id, _olds, scope) {
    await bind(id, null, undefined, scope);
  },
};

async function bind(id: string, port: unknown, fixedIp: unknown, scope: Scope): Promise<Body> {
  const answer = await scope.cloud.call("network", "PUT", `/floatingips/${id}`, {
    body: { floatingip: { port_id: port, ...(fixedIp ? { fixed_ip_address: fixedIp } : {}) } },
    region: scope.region,
    signal: scope.signal,
  });
  return answer.floatingip as Body;
}

export const floatingIps: Readonly<Record<string, Definition>> = {
  "networking/floatingIp:FloatingIp": floatingIp,
  "networking/floatingIpAssociate:FloatingIpAssociate": associate,
};
