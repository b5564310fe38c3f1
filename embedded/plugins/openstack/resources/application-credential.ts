import type { Body } from "../client/cloud";
import { isNotFound } from "../../../../providers/openstack/errors";
import { Definition, Scope } from "../table/types";
import { REGION } from "./common";
import { timestamp } from "./format";
import { text } from "../table/text";

interface AccessRule {
  id?: string;
  path: string;
  method: string;
  service: string;
}

/** They belong to the user who is logged in. */
async function collection(scope: Scope): Promise<string> {
  return `/users/${(await scope.cloud.token()).user.id}/application_credentials`;
}

export const applicationCredential: Definition = {
  service: "identity",
  path: "/application_credentials",
  key: "application_credential",
  leftover: {
    async find(inputs, scope) {
      return scope.cloud.list("identity", await collection(scope), "application_credentials", {
        query: { name: text(inputs.name) },
        signal: scope.signal,
      });
    },
    // Its secret was told once.
    broken: () => true,
  },
  fields: {
    region: REGION,
    name: { type: "string", required: true, replaces: true },
    description: { type: "string", replaces: true },
    unrestricted: { type: "bool", replaces: true, default: false },
    secret: { type: "string", computed: true, replaces: true, secret: true, read: false },
    projectId: { type: "string", output: true },
    // Keystone adds the roles that the given ones imply.
    roles: { type: "set", computed: true, replaces: true, againstInput: true },
    accessRules: {
      type: "set",
      replaces: true,
      againstInput: true,
      fields: {
        id: { type: "string", output: true },
        path: { type: "string", required: true, replaces: true },
        method: {
          type: "string",
          required: true,
          replaces: true,
          oneOf: ["POST", "GET", "HEAD", "PATCH", "PUT", "DELETE"],
        },
        service: { type: "string", required: true, replaces: true },
      },
    },
    expiresAt: {
      type: "string",
      replaces: true,
      kept: (value) => (typeof value === "string" ? timestamp(value) : value),
    },
  },
  mistakes(inputs) {
    const expires = inputs.expiresAt;
    return typeof expires === "string" && Number.isNaN(Date.parse(expires))
      ? { expiresAt: `expected a time such as 2030-01-01T00:00:00Z, found "${expires}"` }
      : {};
  },
  async create(inputs, scope) {
    const path = await collection(scope);
    const roles = inputs.roles as string[] | undefined;
    const rules = inputs.accessRules as AccessRule[] | undefined;
    const body: Body = {
      name: inputs.name,
      description: inputs.description,
      unrestricted: inputs.unrestricted,
      secret: inputs.secret,
      ...(roles && roles.length > 0 ? { roles: roles.map((name) => ({ name })) } : {}),
      ...(rules && rules.length > 0
        ? { access_rules: rules.map(({ path, method, service }) => ({ path, method, service })) }
        : {}),
      // Keystone takes no time zone.
      ...(typeof inputs.expiresAt === "string"
        ? { expires_at: new Date(inputs.expiresAt).toISOString().replace("Z", "000") }
        : {}),
    };
    const reply = await scope.cloud.call("identity", "POST", path, {
      body: { application_credential: body },
      signal: scope.signal,
    });
    const answer = reply.application_credential as Body;
    return { id: text(answer.id), answer, extra: { secret: text(answer.secret) } };
  },
  async read(id, _known, scope) {
    const path = await collection(scope);
    const reply = await scope.cloud.call("identity", "GET", `${path}/${id}`, {
      signal: scope.signal,
    });
    return reply.application_credential as Body;
  },
  view(answer) {
    const expires = answer.expires_at;
    return {
      ...answer,
      description: answer.description ?? "",
      roles: (answer.roles as { name: string }[]).map((role) => role.name),
      access_rules: answer.access_rules ?? [],
      expires_at: typeof expires === "string" ? timestamp(expires) : "",
    };
  },
  async delete(id, olds, scope) {
    const path = await collection(scope);
    await scope.cloud.call("identity", "DELETE", `${path}/${id}`, { signal: scope.signal });
    // Access rules outlive their credential; one that another credential uses stays (403).
    for (const rule of (olds.accessRules ?? []) as unknown as AccessRule[]) {
      if (!rule.id) continue;
      const rulePath = path.replace("application_credentials", `access_rules/${rule.id}`);
      try {
        await scope.cloud.call("identity", "DELETE", rulePath, { signal: scope.signal });
      } catch (error) {
        if (!isNotFound(error)) scope.log.warning(`access rule ${rule.id} stays: ${String(error)}`);
      }
    }
  },
};
