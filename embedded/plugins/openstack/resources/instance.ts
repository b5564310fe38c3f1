import type { Properties } from "../../../engine/types";
import { ProviderError, messageOf } from "../../../../providers/server/errors";
import type { Body } from "../client/cloud";
import { isNotFound } from "../../../../providers/openstack/errors";
import { recovery } from "../table/crud";
import { HalfMade } from "../table/resource";
import { Definition, Scope } from "../table/types";
import { waitFor } from "../table/wait";
import { serverRequest } from "./instance-create";
import { instanceFields } from "./instance-fields";
import { accessAddress, described } from "./instance-networks";
import { updateServer } from "./instance-update";
import { text } from "../table/text";

/** The first microversion with tags; from 2.47 on the flavor comes without its id. */
const TAGGED = "2.26";

async function look(id: string, scope: Scope): Promise<Body | undefined> {
  try {
    const reply = await scope.cloud.call("compute", "GET", `/servers/${id}`, {
      microversion: TAGGED,
      region: scope.region,
      signal: scope.signal,
    });
    return reply.server as Body;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function reach(id: string, statuses: string[], scope: Scope): Promise<Body | undefined> {
  return waitFor(
    () => look(id, scope),
    {
      what: `server ${id}`,
      status: (body) => text(body.status),
      reached: statuses,
      failed: ["ERROR"],
      reason: faultOf,
    },
    scope,
  );
}

function faultOf(server: Body): string | undefined {
  const message = (server.fault as { message?: string } | undefined)?.message;
  return message ?? undefined;
}

async function removeServer(id: string, force: boolean, scope: Scope): Promise<void> {
  const call = { region: scope.region, signal: scope.signal };
  if (force) {
    const body = { forceDelete: null };
    await scope.cloud.call("compute", "POST", `/servers/${id}/action`, { ...call, body });
  } else await scope.cloud.call("compute", "DELETE", `/servers/${id}`, call);
  await waitFor(
    () => look(id, scope),
    {
      what: `server ${id}`,
      status: (body) => text(body.status),
      reached: ["DELETED", "SOFT_DELETED"],
      failed: [],
      everyMs: 500,
    },
    scope,
  );
}

export const instance: Definition = {
  service: "compute",
  path: "/servers",
  key: "server",
  timeouts: { create: 30, update: 30, delete: 30 },
  leftover: {
    find: ({ name }, scope) =>
      scope.cloud.list("compute", "/servers/detail", "servers", {
        query: { name: `^${text(name).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$` },
        microversion: TAGGED,
        region: scope.region,
        signal: scope.signal,
      }),
    // What it is made of is told only when it has started.
    same: (item, inputs) => text(item.key_name) === text(inputs.keyPair),
    broken: ({ status }) => status === "ERROR" || status === "DELETED",
  },
  fields: instanceFields,
  mistakes(inputs) {
    const found: Record<string, string> = {};
    const devices = (inputs.blockDevices ?? []) as Properties[];
    if (inputs.flavorId === undefined && inputs.flavorName === undefined) {
      found.flavorId = "one of flavorId and flavorName is required";
    }
    const imaged = inputs.imageId ?? inputs.imageName;
    if (imaged === undefined && devices.length === 0) {
      found.imageId = "one of imageId, imageName and blockDevices is required";
    }
    const networks = (inputs.networks ?? []) as Properties[];
    networks.forEach((network, index) => {
      if ((network.uuid ?? network.name ?? network.port) === undefined) {
        found[`networks[${index}]`] = "one of uuid, name and port is required";
      }
    });
    return found;
  },
  async create(inputs, scope) {
    const { body, microversion } = await serverRequest(inputs, scope);
    const reply = await scope.cloud.call("compute", "POST", "/servers", {
      body,
      microversion,
      region: scope.region,
      signal: scope.signal,
      recover: recovery(instance, {}, inputs, scope),
    });
    const made = reply.server as Body;
    const id = text(made.id);
    return { id, answer: await settle(id, made, inputs, scope) };
  },
  settle,
  read: (id, _known, scope) => look(id, scope),
  async update(id, inputs, olds, changed, scope) {
    const access = {
      call: (method: string, path: string, body?: Body, microversion?: string) =>
        scope.cloud.call("compute", method, `/servers/${id}${path}`, {
          body,
          microversion,
          region: scope.region,
          signal: scope.signal,
        }),
      reach: async (...statuses: string[]) => {
        await reach(id, statuses, scope);
      },
    };
    await updateServer(access, inputs, olds, changed, scope);
    return look(id, scope);
  },
  view,
  async delete(id, olds, scope) {
    if (olds.stopBeforeDestroy === true) {
      const call = { body: { "os-stop": null }, region: scope.region, signal: scope.signal };
      await scope.cloud.call("compute", "POST", `/servers/${id}/action`, call);
      await reach(id, ["SHUTOFF"], scope);
    }
    await removeServer(id, olds.forceDelete === true, scope);
  },
};

async function settle(id: string, _made: Body, inputs: Properties, scope: Scope): Promise<Body> {
  const answer = await started(id, text(inputs.name), scope);
  if (inputs.powerState !== "shutoff" || answer.status === "SHUTOFF") return answer;
  const action = { body: { "os-stop": null }, region: scope.region, signal: scope.signal };
  await scope.cloud.call("compute", "POST", `/servers/${id}/action`, action);
  return (await reach(id, ["SHUTOFF"], scope)) ?? answer;
}

/** A server that fails to boot goes again: its error says why, and the next run starts afresh. */
async function started(id: string, name: string, scope: Scope): Promise<Body> {
  let last: Body = { id };
  try {
    const server = await waitFor(
      async () => (last = (await look(id, scope)) ?? last),
      {
        what: `server ${name}`,
        status: (body) => text(body.status),
        // It is shut off already where an interrupted create came that far.
        reached: ["ACTIVE", "SHUTOFF"],
        failed: ["ERROR"],
        reason: faultOf,
      },
      scope,
    );
    return server ?? last;
  } catch (error) {
    if (last.status === "ERROR") {
      await removeServer(id, false, scope);
      throw error;
    }
    throw error instanceof ProviderError ? new HalfMade(messageOf(error), id, last) : error;
  }
}

async function view(server: Body, known: Properties, scope: Scope): Promise<Body> {
  const call = { region: scope.region, signal: scope.signal };
  const flavorId = text((server.flavor as Body | undefined)?.id ?? "");
  const imageId = text((server.image as Body | undefined)?.id ?? "");
  const name = async (service: "compute" | "image", path: string, key: string): Promise<string> => {
    const reply = await scope.cloud.call(service, "GET", path, call);
    return text(((reply[key] ?? reply) as Body).name);
  };
  const gone = (error: unknown): string => {
    if (isNotFound(error)) return "";
    throw error;
  };
  const [networks, flavorName, imageName] = await Promise.all([
    described(server, known, scope),
    flavorId === "" ? "" : name("compute", `/flavors/${flavorId}`, "flavor").catch(gone),
    imageId === "" ? "" : name("image", `/images/${imageId}`, "image").catch(gone),
  ]);
  const groups = (server.security_groups ?? []) as { name: string }[];
  return {
    name: server.name,
    flavor_id: flavorName === "" ? "" : flavorId,
    flavor_name: flavorName,
    image_id: imageId === "" ? "Attempt to boot from volume - no image supplied" : imageId,
    image_name: imageId === "" ? undefined : imageName || "Image not found",
    networks,
    access_ip_v4: accessAddress(networks, "fixed_ip_v4") || server.accessIPv4,
    access_ip_v6: accessAddress(networks, "fixed_ip_v6") || server.accessIPv6,
    all_metadata: server.metadata ?? {},
    security_groups: [...new Set(groups.map((group) => group.name))],
    key_pair: server.key_name ?? "",
    availability_zone: server["OS-EXT-AZ:availability_zone"] ?? "",
    power_state: text(server.status).toLowerCase(),
    tags: server.tags ?? [],
    all_tags: server.tags ?? [],
    created: goTime(server.created),
    updated: goTime(server.updated),
  };
}

/** As the official provider writes times of servers. */
function goTime(time: unknown): string {
  return text(time).replace("T", " ").replace("Z", " +0000 UTC");
}
