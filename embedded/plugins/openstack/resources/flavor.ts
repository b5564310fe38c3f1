import type { Properties } from "../../../engine/types";
import { ProviderError } from "../../../../providers/server/errors";
import type { Body } from "../client/cloud";
import { read } from "../table/crud";
import { Definition, Scope } from "../table/types";
import { access } from "./access";
import { REGION } from "./common";
import { text } from "../table/text";

/** The first microversion that knows descriptions. */
const DESCRIBED = "2.55";

async function setSpecs(id: string, now: Body, old: Body, scope: Scope): Promise<Body> {
  const path = `/flavors/${encodeURIComponent(id)}/os-extra_specs`;
  const call = { region: scope.region, signal: scope.signal };
  for (const key of Object.keys(old).filter((name) => !(name in now))) {
    await scope.cloud.call("compute", "DELETE", `${path}/${encodeURIComponent(key)}`, call);
  }
  if (Object.keys(now).length === 0) return {};
  const body = { extra_specs: now };
  // A POST that sets values: doing it twice is the same as once.
  const answer = await scope.cloud.call("compute", "POST", path, {
    ...call,
    body,
    recover: () => Promise.resolve(undefined),
  });
  return answer.extra_specs as Body;
}

const flavor: Definition = {
  service: "compute",
  path: "/flavors",
  key: "flavor",
  microversion: DESCRIBED,
  leftover: {
    async find(inputs, scope) {
      const all = await scope.cloud.list("compute", "/flavors/detail", "flavors", {
        // Those that are not public, too.
        query: { is_public: "None" },
        microversion: DESCRIBED,
        region: scope.region,
        signal: scope.signal,
      });
      return all.filter((item) => item.name === inputs.name);
    },
  },
  fields: {
    region: REGION,
    flavorId: { type: "string", computed: true, replaces: true, api: "id" },
    name: { type: "string", required: true, replaces: true },
    description: { type: "string" },
    ram: { type: "int", required: true, replaces: true },
    vcpus: { type: "int", required: true, replaces: true },
    disk: { type: "int", required: true, replaces: true },
    swap: { type: "int", replaces: true },
    rxTxFactor: { type: "number", replaces: true, default: 1, api: "rxtx_factor" },
    isPublic: { type: "bool", replaces: true, api: "os-flavor-access:is_public" },
    ephemeral: { type: "int", replaces: true, api: "OS-FLV-EXT-DATA:ephemeral" },
    extraSpecs: { type: "map", computed: true, sent: false },
  },
  prepareCreate(body, inputs) {
    body["os-flavor-access:is_public"] = inputs.isPublic ?? false;
    body.swap ??= 0;
    body["OS-FLV-EXT-DATA:ephemeral"] ??= 0;
  },
  async settle(id, answer, inputs, scope) {
    const specs = (inputs.extraSpecs ?? {}) as Body;
    return { ...answer, extra_specs: await setSpecs(id, specs, {}, scope) };
  },
  async read(id, _known, scope) {
    const call = { region: scope.region, signal: scope.signal };
    const path = `/flavors/${encodeURIComponent(id)}`;
    const [found, specs] = await Promise.all([
      scope.cloud.call("compute", "GET", path, { ...call, microversion: DESCRIBED }),
      scope.cloud.call("compute", "GET", `${path}/os-extra_specs`, call),
    ]);
    return { ...(found.flavor as Body), extra_specs: specs.extra_specs };
  },
  async update(id, inputs, olds, changed, scope) {
    const path = `/flavors/${encodeURIComponent(id)}`;
    if (changed.has("description")) {
      await scope.cloud.call("compute", "PUT", path, {
        body: { flavor: { description: inputs.description ?? "" } },
        microversion: DESCRIBED,
        region: scope.region,
        signal: scope.signal,
      });
    }
    if (changed.has("extraSpecs")) {
      await setSpecs(id, (inputs.extraSpecs ?? {}) as Body, (olds.extraSpecs ?? {}) as Body, scope);
    }
    return flavor.read?.(id, olds, scope);
  },
  view: (answer) => ({ ...answer, description: answer.description ?? "" }),
};

/** First microversion with key pairs of other users. */
const FOR_USERS = "2.10";

function userQuery(known: Properties): { microversion?: string; query?: { user_id: string } } {
  const user = known.userId;
  return typeof user === "string" && user !== ""
    ? { microversion: FOR_USERS, query: { user_id: user } }
    : {};
}

const keypair: Definition = {
  service: "compute",
  path: "/os-keypairs",
  key: "keypair",
  leftover: {
    async find(inputs, scope) {
      const found = await read(keypair, text(inputs.name), inputs, scope);
      return found ? [{ ...found, id: text(inputs.name) }] : [];
    },
    // Its private key was told once.
    broken: () => true,
  },
  fields: {
    region: REGION,
    name: { type: "string", required: true, replaces: true },
    publicKey: { type: "string", computed: true, replaces: true },
    valueSpecs: { type: "map", replaces: true, read: false },
    privateKey: { type: "string", output: true, secret: true, read: false },
    fingerprint: { type: "string", output: true },
    userId: { type: "string", computed: true, replaces: true, read: false },
  },
  async create(inputs, scope) {
    const { microversion } = userQuery(inputs);
    const reply = await scope.cloud.call("compute", "POST", "/os-keypairs", {
      body: {
        keypair: {
          name: inputs.name,
          ...(inputs.publicKey ? { public_key: inputs.publicKey } : {}),
          ...(microversion ? { user_id: inputs.userId } : {}),
          ...((inputs.valueSpecs ?? {}) as Body),
        },
      },
      microversion,
      region: scope.region,
      signal: scope.signal,
    });
    const { private_key: privateKey, ...answer } = reply.keypair as Body;
    return {
      id: text(answer.name),
      answer,
      extra: {
        privateKey: typeof privateKey === "string" ? privateKey : "",
        userId: inputs.userId ?? "",
      },
    };
  },
  async read(id, known, scope) {
    const reply = await scope.cloud.call(
      "compute",
      "GET",
      `/os-keypairs/${encodeURIComponent(id)}`,
      {
        ...userQuery(known),
        region: scope.region,
        signal: scope.signal,
      },
    );
    return reply.keypair as Body;
  },
  async delete(id, olds, scope) {
    await scope.cloud.call("compute", "DELETE", `/os-keypairs/${encodeURIComponent(id)}`, {
      ...userQuery(olds),
      region: scope.region,
      signal: scope.signal,
    });
  },
};

/** First microversion with one policy and its rules. */
const ONE_POLICY = "2.64";

const serverGroup: Definition = {
  service: "compute",
  path: "/os-server-groups",
  key: "server_group",
  microversion: ONE_POLICY,
  leftover: { by: ["name"] },
  fields: {
    region: REGION,
    name: { type: "string", required: true, replaces: true },
    policies: { type: "list", replaces: true, sent: false },
    rules: {
      type: "object",
      computed: true,
      replaces: true,
      sent: false,
      fields: { maxServerPerHost: { type: "int", replaces: true } },
    },
    members: { type: "list", output: true },
    valueSpecs: { type: "map", replaces: true, read: false },
  },
  mistakes(inputs) {
    const policies = (inputs.policies ?? []) as string[];
    return policies.length === 1
      ? {}
      : { policies: `expected one policy, found ${policies.length}: affinity, say` };
  },
  prepareCreate(body, inputs) {
    const policy = (inputs.policies as string[])[0];
    const rules = inputs.rules as { maxServerPerHost?: number } | undefined;
    body.policy = policy;
    if (rules?.maxServerPerHost !== undefined) {
      if (policy !== "anti-affinity") {
        throw new ProviderError(`rules.maxServerPerHost is for anti-affinity only, not ${policy}`);
      }
      body.rules = { max_server_per_host: rules.maxServerPerHost };
    }
  },
  view(answer) {
    const rules = (answer.rules ?? {}) as Body;
    return {
      ...answer,
      policies: [answer.policy],
      rules: { max_server_per_host: rules.max_server_per_host ?? 0 },
    };
  },
};

export const flavors: Readonly<Record<string, Definition>> = {
  "compute/flavor:Flavor": flavor,
  "compute/keypair:Keypair": keypair,
  "compute/serverGroup:ServerGroup": serverGroup,
  "compute/flavorAccess:FlavorAccess": access({
    service: "compute",
    owner: "flavorId",
    project: "tenantId",
    path: (id) => `/flavors/${id}`,
    list: { path: "os-flavor-access", key: "flavor_access", project: "tenant_id" },
    add: (project) => ({ addTenantAccess: { tenant: project } }),
    remove: (project) => ({ removeTenantAccess: { tenant: project } }),
  }),
};
