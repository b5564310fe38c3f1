import type { Properties, Value } from "../../../engine/types";
import { isObject } from "../../../../providers/server/values";
import type { Body } from "../client/cloud";
import type { Service } from "../client/endpoints";
import { snake } from "../table/types";
import { Definition, Fields, Scope } from "../table/types";
import { REGION } from "./common";
import { text } from "../table/text";

interface Quota {
  service: Service;
  /** Path of a project's quota. */
  path(project: string, scope: Scope): Promise<string> | string;
  key: string;
  names: readonly string[];
  /**
   * Whether a create sends 0 for a quota that is left out, rather than leaving it as it is. As the
   * official provider: all of block storage, and the rules where only the groups are given.
   */
  zeroWhenLeftOut(name: string, inputs: Properties): boolean;
  /** Quotas by volume type, as `gigabytes_TYPE`. */
  byType?: boolean;
}

/** Of all volume types, the state holds what the cloud told; only what the program says counts. */
function asFarAsGiven(old: Value, now: Value): { old: Value; now: Value } {
  if (!isObject(old) || !isObject(now)) return { old, now };
  const told = Object.entries(old).filter(([key]) => key in now);
  return { old: Object.fromEntries(told), now };
}

/**
 * Quotas of a project exist as long as the project does: creating sets them, and deleting leaves
 * them as they are, as the official provider does.
 */
function quota(row: Quota): Definition {
  const fields: Fields = {
    region: REGION,
    projectId: { type: "string", required: true, replaces: true, sent: false },
    ...Object.fromEntries(row.names.map((name) => [name, { type: "int", computed: true }])),
    ...(row.byType
      ? { volumeTypeQuota: { type: "map", compare: asFarAsGiven, sent: false } as const }
      : {}),
  };
  const call = async (
    method: string,
    project: string,
    scope: Scope,
    body?: Body,
  ): Promise<Body> => {
    const reply = await scope.cloud.call(row.service, method, await row.path(project, scope), {
      ...(body ? { body: { [row.key]: body } } : {}),
      region: scope.region,
      signal: scope.signal,
    });
    return { ...(reply[row.key] as Body), project_id: project };
  };
  return {
    service: row.service,
    path: "/quotas",
    key: row.key,
    timeouts: { create: 10, update: 10, delete: 10 },
    fields,
    async create(inputs, scope) {
      const project = text(inputs.projectId);
      const body: Body = { ...byType(inputs) };
      for (const name of row.names) {
        if (inputs[name] !== undefined) body[snake(name)] = inputs[name];
        else if (row.zeroWhenLeftOut(name, inputs)) body[snake(name)] = 0;
      }
      const answer = await call("PUT", project, scope, body);
      const complete = row.names.every((name) => answer[snake(name)] !== undefined);
      return {
        id: `${project}/${scope.region}`,
        answer: complete ? answer : await call("GET", project, scope),
      };
    },
    read: (id, _known, scope) => call("GET", id.split("/")[0] ?? id, scope),
    async update(id, inputs, _olds, changed, scope) {
      const project = id.split("/")[0] ?? id;
      const body: Body = changed.has("volumeTypeQuota") ? byType(inputs) : {};
      for (const name of row.names) if (changed.has(name)) body[snake(name)] = inputs[name];
      if (Object.keys(body).length === 0) return call("GET", project, scope);
      const answer = await call("PUT", project, scope, body);
      const complete = row.names.every((name) => answer[snake(name)] !== undefined);
      return complete ? answer : call("GET", project, scope);
    },
    delete: () => Promise.resolve(),
    view: (answer, known) => (row.byType ? withTypes(answer, known) : answer),
  };
}

function byType(inputs: Properties): Body {
  return Object.fromEntries(
    Object.entries((inputs.volumeTypeQuota ?? {}) as Body).map(([key, value]) => [
      key,
      Number(value),
    ]),
  );
}

function withTypes(answer: Body, known: Properties): Body {
  const asked = Object.keys((known.volumeTypeQuota ?? {}) as Body).length > 0;
  const told = Object.entries(answer).filter(([key]) =>
    /^(gigabytes|snapshots|volumes)_/.test(key),
  );
  return { ...answer, volume_type_quota: asked ? Object.fromEntries(told) : {} };
}

export const quotas: Readonly<Record<string, Definition>> = {
  "networking/quotaV2:QuotaV2": quota({
    service: "network",
    path: (project) => `/quotas/${project}`,
    key: "quota",
    zeroWhenLeftOut: (name, inputs) =>
      name === "securityGroupRule" && Boolean(inputs.securityGroup),
    names: [
      ...["floatingip", "network", "port", "rbacPolicy", "router", "securityGroup"],
      ...["securityGroupRule", "subnet", "subnetpool"],
    ],
  }),
  "compute/quotaSetV2:QuotaSetV2": quota({
    service: "compute",
    path: (project) => `/os-quota-sets/${project}`,
    key: "quota_set",
    zeroWhenLeftOut: () => false,
    names: [
      ...["fixedIps", "floatingIps", "injectedFileContentBytes", "injectedFilePathBytes"],
      ...["injectedFiles", "keyPairs", "metadataItems", "ram", "securityGroupRules"],
      ...["securityGroups", "cores", "instances", "serverGroups", "serverGroupMembers"],
    ],
  }),
  "blockstorage/quoteSetV3:QuoteSetV3": quota({
    service: "volume",
    path: (project) => `/os-quota-sets/${project}`,
    key: "quota_set",
    zeroWhenLeftOut: () => true,
    byType: true,
    names: [
      ...["volumes", "snapshots", "gigabytes", "perVolumeGigabytes", "backups"],
      ...["backupGigabytes", "groups"],
    ],
  }),
};
