import type { Properties } from "../../../engine/types";
import { Body } from "../client/cloud";
import { Definition, Fields } from "../table/types";
import { REGION } from "./common";
import { text } from "../table/text";

const USER_OPTIONS = [
  "ignore_change_password_upon_first_use",
  "ignore_password_expiry",
  "ignore_lockout_failure_attempts",
  "multi_factor_auth_enabled",
];

/** What Keystone knows of a user by itself: all else in its answer is the user's `extra`. */
const USER_FIELDS = new Set([
  ...["id", "name", "domain_id", "enabled", "default_project_id", "description", "links"],
  // The answer to a PATCH repeats what is extra under its own name.
  ...["options", "password_expires_at", "password", "federated", "region", "extra"],
]);

const userFields: Fields = {
  region: REGION,
  defaultProjectId: { type: "string", computed: true },
  description: { type: "string" },
  domainId: { type: "string", computed: true },
  enabled: { type: "bool", default: true },
  extra: { type: "map", sent: false },
  name: { type: "string" },
  password: { type: "string", secret: true, read: false },
  ignoreChangePasswordUponFirstUse: { type: "bool", sent: false },
  ignorePasswordExpiry: { type: "bool", sent: false },
  ignoreLockoutFailureAttempts: { type: "bool", sent: false },
  multiFactorAuthEnabled: { type: "bool", sent: false },
  multiFactorAuthRules: {
    type: "list",
    sent: false,
    fields: { rules: { type: "list", required: true } },
  },
};

function userOptions(inputs: Properties, changed?: ReadonlySet<string>): Body {
  const options: Body = {};
  for (const option of USER_OPTIONS) {
    const name = option.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (changed ? changed.has(name) : inputs[name] === true)
      options[option] = inputs[name] ?? false;
  }
  const rules = inputs.multiFactorAuthRules as { rules: string[] }[] | undefined;
  if (rules && rules.length > 0 && (!changed || changed.has("multiFactorAuthRules"))) {
    options.multi_factor_auth_rules = rules.map((rule) => rule.rules);
  }
  return options;
}

const user: Definition = {
  service: "identity",
  path: "/users",
  key: "user",
  leftover: { by: ["name", "domain_id"], again: ["password"] },
  updateMethod: "PATCH",
  fields: userFields,
  prepareCreate(body, inputs) {
    Object.assign(body, inputs.extra ?? {});
    body.options = userOptions(inputs);
  },
  prepareUpdate(body, inputs, _olds, changed) {
    if (changed.has("extra")) Object.assign(body, inputs.extra ?? {});
    const options = userOptions(inputs, changed);
    if (Object.keys(options).length > 0) body.options = options;
  },
  view(answer) {
    const options = (answer.options ?? {}) as Body;
    const rules = options.multi_factor_auth_rules as string[][] | undefined;
    const extra = Object.entries(answer).filter(([key]) => !USER_FIELDS.has(key));
    const told = USER_OPTIONS.filter((option) => option in options);
    return {
      ...answer,
      description: answer.description ?? "",
      default_project_id: answer.default_project_id ?? "",
      extra: extra.length === 0 ? undefined : Object.fromEntries(extra),
      ...Object.fromEntries(told.map((option) => [option, options[option]])),
      multi_factor_auth_rules: rules?.map((rule) => ({ rules: rule })),
    };
  },
};

const project: Definition = {
  service: "identity",
  path: "/projects",
  key: "project",
  // Keystone lists those that act as domains only when it is asked for them.
  leftover: { by: ["name", "domain_id", "is_domain"] },
  updateMethod: "PATCH",
  fields: {
    region: REGION,
    description: { type: "string" },
    domainId: { type: "string", computed: true, replaces: true },
    enabled: { type: "bool", default: true },
    isDomain: { type: "bool", replaces: true, default: false },
    name: { type: "string" },
    parentId: { type: "string", computed: true, replaces: true },
    tags: { type: "set" },
  },
  // A project that acts as a domain belongs to none: Keystone answers null.
  view: (answer) => ({ ...answer, domain_id: answer.domain_id ?? "" }),
  async delete(id, olds, scope) {
    const call = { region: scope.region, signal: scope.signal };
    // Keystone refuses to delete a domain that is in use: it has to be turned off first.
    if (olds.isDomain === true) {
      await scope.cloud.call("identity", "PATCH", `/projects/${id}`, {
        ...call,
        body: { project: { enabled: false } },
      });
    }
    await scope.cloud.call("identity", "DELETE", `/projects/${id}`, call);
  },
};

const group: Definition = {
  service: "identity",
  path: "/groups",
  key: "group",
  leftover: { by: ["name", "domain_id"] },
  updateMethod: "PATCH",
  fields: {
    region: REGION,
    domainId: { type: "string", computed: true, replaces: true },
    name: { type: "string", required: true },
    description: { type: "string" },
  },
};

const role: Definition = {
  service: "identity",
  path: "/roles",
  key: "role",
  leftover: {
    by: ["name"],
    same: (item, inputs) => text(item.domain_id) === text(inputs.domainId),
  },
  updateMethod: "PATCH",
  fields: {
    region: REGION,
    domainId: { type: "string", computed: true },
    name: { type: "string", required: true },
  },
};

const userMembership: Definition = {
  service: "identity",
  path: "/groups",
  key: "",
  fields: {
    region: REGION,
    userId: { type: "string", required: true, replaces: true },
    groupId: { type: "string", required: true, replaces: true },
  },
  async create(inputs, scope) {
    const [user, group] = [text(inputs.userId), text(inputs.groupId)];
    await scope.cloud.call("identity", "PUT", `/groups/${group}/users/${user}`, {
      signal: scope.signal,
    });
    return { id: `${user}/${group}`, answer: { user_id: user, group_id: group } };
  },
  async read(id, _known, scope) {
    const [user, group] = id.split("/");
    await scope.cloud.call("identity", "HEAD", `/groups/${group}/users/${user}`, {
      signal: scope.signal,
    });
    return { user_id: user, group_id: group };
  },
  async delete(id, _olds, scope) {
    const [user, group] = id.split("/");
    await scope.cloud.call("identity", "DELETE", `/groups/${group}/users/${user}`, {
      signal: scope.signal,
    });
  },
};

export const identity: Readonly<Record<string, Definition>> = {
  "identity/project:Project": project,
  "identity/user:User": user,
  "identity/groupV3:GroupV3": group,
  "identity/role:Role": role,
  "identity/userMembershipV3:UserMembershipV3": userMembership,
};
