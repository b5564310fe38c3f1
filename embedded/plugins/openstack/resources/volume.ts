import type { Properties } from "../../../engine/types";
import { ProviderError, messageOf } from "../../../../providers/server/errors";
import type { Body } from "../client/cloud";
import { ApiError, isNotFound } from "../../../../providers/openstack/errors";
import { isEmpty } from "../table/diff";
import { recovery } from "../table/crud";
import { toBody } from "../table/state";
import { HalfMade } from "../table/resource";
import { Definition, Scope } from "../table/types";
import { waitFor } from "../table/wait";
import { access } from "./access";
import { REGION } from "./common";
import { text } from "../table/text";

function source(...others: string[]): Definition["fields"][string] {
  return { type: "string", replaces: true, conflicts: others };
}

async function look(id: string, scope: Scope): Promise<Body | undefined> {
  try {
    const reply = await scope.cloud.call("volume", "GET", `/volumes/${id}`, {
      region: scope.region,
      signal: scope.signal,
    });
    return reply.volume as Body;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function settled(
  id: string,
  reached: string[],
  scope: Scope,
  first?: Body,
): Promise<Body | undefined> {
  return waitFor(
    () => look(id, scope),
    {
      what: `volume ${id}`,
      status: (body) => text(body.status),
      reached,
      failed: ["error", "error_deleting", "error_extending", "error_restoring"],
    },
    scope,
    first,
  );
}

async function settle(id: string, made: Body, _inputs: Properties, scope: Scope): Promise<Body> {
  try {
    return (await settled(id, ["available", "in-use"], scope, made)) ?? made;
  } catch (error) {
    throw error instanceof ProviderError ? new HalfMade(messageOf(error), id, made) : error;
  }
}

const volume: Definition = {
  service: "volume",
  path: "/volumes",
  key: "volume",
  timeouts: { create: 10, delete: 10 },
  leftover: {
    by: ["name"],
    path: "/volumes/detail",
    broken: ({ status }) => text(status).startsWith("error"),
  },
  fields: {
    region: REGION,
    size: { type: "int", required: true },
    enableOnlineResize: { type: "bool", sent: false, read: false },
    name: { type: "string" },
    description: { type: "string" },
    availabilityZone: { type: "string", computed: true, replaces: true },
    metadata: { type: "map", computed: true },
    snapshotId: source("sourceVolId", "imageId", "backupId"),
    sourceVolId: { ...source("snapshotId", "imageId", "backupId"), api: "source_volid" },
    imageId: { ...source("snapshotId", "sourceVolId", "backupId"), api: "imageRef", read: false },
    backupId: source("snapshotId", "sourceVolId", "imageId"),
    volumeType: { type: "string", computed: true, replaces: true },
    consistencyGroupId: {
      type: "string",
      replaces: true,
      api: "consistencygroup_id",
      read: false,
    },
    sourceReplica: { type: "string", replaces: true, read: false },
    multiattach: { type: "bool", read: false },
    attachments: {
      type: "set",
      output: true,
      fields: {
        id: { type: "string", output: true },
        instanceId: { type: "string", output: true, api: "server_id" },
        device: { type: "string", output: true },
      },
    },
    schedulerHints: {
      type: "set",
      sent: false,
      read: false,
      fields: {
        differentHosts: { type: "list", replaces: true },
        sameHosts: { type: "list", replaces: true },
        query: { type: "string", replaces: true },
        localToInstance: { type: "string", replaces: true },
        additionalProperties: { type: "map", replaces: true },
      },
    },
  },
  async create(inputs, scope) {
    const body = toBody(
      volume.fields,
      inputs,
      Object.keys(inputs).filter((name) => !isEmpty(inputs[name])),
    );
    const reply = await scope.cloud.call("volume", "POST", "/volumes", {
      body: { volume: body, ...hints(inputs.schedulerHints) },
      ...(inputs.backupId ? { microversion: "3.47" } : {}),
      region: scope.region,
      signal: scope.signal,
      recover: recovery(volume, body, inputs, scope),
    });
    const made = reply.volume as Body;
    const id = text(made.id);
    return { id, answer: await settle(id, made, inputs, scope) };
  },
  settle,
  async update(id, inputs, _olds, changed, scope) {
    const call = { region: scope.region, signal: scope.signal };
    if (changed.has("size")) {
      const current = await look(id, scope);
      const inUse = current?.status === "in-use";
      if (inUse && inputs.enableOnlineResize !== true) {
        throw new ProviderError(
          "size: the volume is in use: set enableOnlineResize, or detach the volume first",
        );
      }
      await scope.cloud.call("volume", "POST", `/volumes/${id}/action`, {
        ...call,
        body: { "os-extend": { new_size: inputs.size } },
        ...(inUse ? { microversion: "3.42" } : {}),
      });
      await settled(id, ["available", "in-use"], scope);
    }
    const reply = await scope.cloud.call("volume", "PUT", `/volumes/${id}`, {
      ...call,
      body: {
        volume: {
          name: inputs.name ?? "",
          description: inputs.description ?? "",
          ...(changed.has("metadata") ? { metadata: inputs.metadata ?? {} } : {}),
        },
      },
    });
    return changed.has("size") ? look(id, scope) : (reply.volume as Body);
  },
  view: (answer) => ({
    ...answer,
    description: answer.description ?? "",
    snapshot_id: answer.snapshot_id ?? "",
    source_volid: answer.source_volid ?? "",
    backup_id: answer.backup_id ?? "",
    attachments: answer.attachments ?? [],
  }),
  async delete(id, _olds, scope) {
    const call = { region: scope.region, signal: scope.signal };
    const current = await look(id, scope);
    if (!current) return;
    const attached = (current.attachments ?? []) as { server_id: string; id: string }[];
    for (const { server_id: server, id: attachment } of attached) {
      const path = `/servers/${server}/os-volume_attachments/${attachment}`;
      try {
        await scope.cloud.call("compute", "DELETE", path, call);
      } catch (error) {
        const others = error instanceof ApiError && [404, 409].includes(error.status);
        if (!others) throw error;
      }
    }
    if (attached.length > 0) await settled(id, ["available"], scope);
    if (current.status !== "deleting") {
      await scope.cloud.call("volume", "DELETE", `/volumes/${id}`, call);
    }
    await settled(id, [], scope);
  },
};

function hints(given: Properties[string] | undefined): Body {
  const hint = (given as Properties[] | undefined)?.[0];
  if (!hint) return {};
  return {
    "OS-SCH-HNT:scheduler_hints": {
      different_host: hint.differentHosts,
      same_host: hint.sameHosts,
      query: hint.query,
      local_to_instance: hint.localToInstance,
      ...((hint.additionalProperties ?? {}) as Body),
    },
  };
}

const volumeType: Definition = {
  service: "volume",
  path: "/types",
  key: "volume_type",
  leftover: {
    async find(inputs, scope) {
      const all = await scope.cloud.list("volume", "/types", "volume_types", {
        // Those that are not public, too.
        query: { is_public: "None" },
        region: scope.region,
        signal: scope.signal,
      });
      return all.filter((item) => item.name === inputs.name);
    },
  },
  fields: {
    region: REGION,
    name: { type: "string", required: true },
    description: { type: "string", computed: true },
    isPublic: { type: "bool", computed: true },
    extraSpecs: { type: "map", computed: true },
  },
  prepareCreate(body, inputs) {
    delete body.is_public;
    body["os-volume-type-access:is_public"] = inputs.isPublic ?? false;
  },
  async update(id, inputs, olds, changed, scope) {
    const call = { region: scope.region, signal: scope.signal };
    const body: Body = {};
    if (changed.has("name")) body.name = inputs.name;
    if (changed.has("description")) body.description = inputs.description ?? "";
    if (changed.has("isPublic")) body.is_public = inputs.isPublic;
    if (Object.keys(body).length > 0) {
      await scope.cloud.call("volume", "PUT", `/types/${id}`, {
        ...call,
        body: { volume_type: body },
      });
    }
    if (changed.has("extraSpecs")) {
      const now = (inputs.extraSpecs ?? {}) as Body;
      const gone = Object.keys((olds.extraSpecs ?? {}) as Body).filter((key) => !(key in now));
      for (const key of gone) {
        const path = `/types/${id}/extra_specs/${encodeURIComponent(key)}`;
        await scope.cloud.call("volume", "DELETE", path, call);
      }
      if (Object.keys(now).length > 0) {
        const specs = { extra_specs: now };
        await scope.cloud.call("volume", "POST", `/types/${id}/extra_specs`, {
          ...call,
          body: specs,
        });
      }
    }
    return (await scope.cloud.call("volume", "GET", `/types/${id}`, call)).volume_type as Body;
  },
  view: (answer) => ({ ...answer, description: answer.description ?? "" }),
};

export const volumes: Readonly<Record<string, Definition>> = {
  "blockstorage/volume:Volume": volume,
  "blockstorage/volumeTypeV3:VolumeTypeV3": volumeType,
  "blockstorage/volumeTypeAccessV3:VolumeTypeAccessV3": access({
    service: "volume",
    owner: "volumeTypeId",
    project: "projectId",
    path: (id) => `/types/${id}`,
    list: { path: "os-volume-type-access", key: "volume_type_access", project: "project_id" },
    add: (project) => ({ addProjectAccess: { project } }),
    remove: (project) => ({ removeProjectAccess: { project } }),
  }),
};
