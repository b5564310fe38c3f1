import type { Body } from "../client/cloud";
import { isNotFound } from "../../../../providers/openstack/errors";
import { Definition } from "../table/types";
import { REGION } from "./common";
import { withTags } from "./network";

const securityGroup: Definition = {
  service: "network",
  path: "/security-groups",
  key: "security_group",
  timeouts: { delete: 10 },
  tagged: true,
  leftover: { by: ["name", "tenant_id"] },
  fields: {
    region: REGION,
    name: { type: "string", required: true },
    description: { type: "string", computed: true },
    tenantId: { type: "string", computed: true, replaces: true },
    deleteDefaultRules: { type: "bool", replaces: true, read: false, sent: false },
    tags: { type: "set" },
    allTags: { type: "set", output: true },
  },
  async settle(_id, answer, inputs, scope) {
    if (inputs.deleteDefaultRules !== true) return answer;
    const rules = (answer.security_group_rules ?? []) as { id: string }[];
    await Promise.all(
      rules.map(async (rule) => {
        try {
          await scope.cloud.call("network", "DELETE", `/security-group-rules/${rule.id}`, {
            region: scope.region,
            signal: scope.signal,
          });
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
      }),
    );
    return answer;
  },
  view: (answer) => withTags(answer),
};

const rule: Definition = {
  service: "network",
  path: "/security-group-rules",
  key: "security_group_rule",
  timeouts: { delete: 10 },
  // Neutron refuses a second rule that differs by its description only.
  deleteBeforeReplace: true,
  leftover: {
    by: ["security_group_id", "direction", "ethertype", "tenant_id"],
    nothingElse: [
      ...["protocol", "port_range_min", "port_range_max"],
      ...["remote_ip_prefix", "remote_group_id", "remote_address_group_id"],
    ],
  },
  fields: {
    region: REGION,
    description: { type: "string", replaces: true },
    direction: { type: "string", required: true, replaces: true, oneOf: ["ingress", "egress"] },
    ethertype: { type: "string", required: true, replaces: true, oneOf: ["IPv4", "IPv6"] },
    portRangeMin: { type: "int", computed: true, replaces: true },
    portRangeMax: { type: "int", computed: true, replaces: true },
    protocol: { type: "string", computed: true, replaces: true },
    remoteGroupId: { type: "string", computed: true, replaces: true },
    remoteIpPrefix: {
      type: "string",
      computed: true,
      replaces: true,
      kept: (value) => (typeof value === "string" ? value.toLowerCase() : value),
    },
    securityGroupId: { type: "string", required: true, replaces: true },
    tenantId: { type: "string", computed: true, replaces: true },
  },
  mistakes(inputs) {
    const ported = inputs.portRangeMin !== undefined || inputs.portRangeMax !== undefined;
    return ported && !inputs.protocol
      ? { protocol: "is required where portRangeMin or portRangeMax is given: tcp or udp, say" }
      : {};
  },
};

const rbacPolicy: Definition = {
  service: "network",
  path: "/rbac-policies",
  key: "rbac_policy",
  leftover: {
    by: ["object_type", "object_id", "action", "target_tenant"],
    list: "rbac_policies",
  },
  fields: {
    region: REGION,
    action: {
      type: "string",
      required: true,
      replaces: true,
      oneOf: ["access_as_external", "access_as_shared"],
    },
    objectType: {
      type: "string",
      required: true,
      replaces: true,
      oneOf: [
        "address_scope",
        "address_group",
        "network",
        "qos_policy",
        "security_group",
        "subnetpool",
      ],
    },
    targetTenant: { type: "string", required: true },
    objectId: { type: "string", required: true, replaces: true },
    projectId: { type: "string", output: true },
  },
};

const addressScope: Definition = {
  service: "network",
  path: "/address-scopes",
  key: "address_scope",
  leftover: { by: ["name", "project_id", "ip_version"] },
  timeouts: { create: 10, delete: 10 },
  fields: {
    region: REGION,
    name: { type: "string", required: true },
    ipVersion: { type: "int", replaces: true, default: 4 },
    shared: { type: "bool", computed: true },
    projectId: { type: "string", computed: true, replaces: true },
  },
};

const subnetPool: Definition = {
  service: "network",
  path: "/subnetpools",
  key: "subnetpool",
  leftover: { by: ["name", "project_id"] },
  timeouts: { create: 10, delete: 10 },
  tagged: true,
  fields: {
    region: REGION,
    name: { type: "string", required: true },
    defaultQuota: { type: "int" },
    projectId: { type: "string", computed: true, replaces: true },
    createdAt: { type: "string", output: true },
    updatedAt: { type: "string", output: true },
    prefixes: { type: "list", required: true },
    defaultPrefixlen: prefixLength(),
    minPrefixlen: prefixLength(),
    maxPrefixlen: prefixLength(),
    addressScopeId: { type: "string" },
    // Neutron tells it from the prefixes.
    ipVersion: { type: "int", computed: true, sent: false },
    shared: { type: "bool" },
    description: { type: "string" },
    isDefault: { type: "bool" },
    revisionNumber: { type: "int", output: true },
    valueSpecs: { type: "map", replaces: true, read: false },
    tags: { type: "set" },
    allTags: { type: "set", output: true },
  },
  prepareUpdate(body) {
    if (body.address_scope_id === "") body.address_scope_id = null;
  },
  // The answer to an update leaves out what is null.
  view: (answer: Body) => withTags({ default_quota: null, address_scope_id: null, ...answer }),
};

/** Neutron answers lengths as text in some releases. */
function prefixLength(): Definition["fields"][string] {
  return { type: "int", computed: true };
}

export const securityGroups: Readonly<Record<string, Definition>> = {
  "networking/secGroup:SecGroup": securityGroup,
  "networking/secGroupRule:SecGroupRule": rule,
  "networking/rbacPolicyV2:RbacPolicyV2": rbacPolicy,
  "networking/addressScope:AddressScope": addressScope,
  "networking/subnetPool:SubnetPool": subnetPool,
};
