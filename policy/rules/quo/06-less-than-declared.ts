import { groupRule, made, network, ref } from "../../cases";
import { number, type Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { ShortType } from "../../declared/types";
import type { Rule } from "../../rule";
import { compute, networks, tenant, volumes } from "./cases";
import { limit, limitsOf, sum, type QuotaType } from "./common";

type Owned = Partial<Record<ShortType, Declared[]>>;

const COUNTED: ShortType[] = [
  ...(["network", "subnet", "router", "interface", "port", "floatingIp"] as const),
  ...(["securityGroup", "securityGroupRule", "instance", "serverGroup", "volume"] as const),
];

/** What each tenant declares of what quotas count. */
function ownedOf(stack: Stack): Map<Declared, Owned> {
  const owned = new Map<Declared, Owned>();
  for (const type of COUNTED) {
    for (const resource of stack.of(type)) {
      const tenant = stack.ownerOf(resource)?.tenant;
      if (tenant === undefined) continue;
      const mine = owned.get(tenant) ?? {};
      (mine[type] ??= []).push(resource);
      owned.set(tenant, mine);
    }
  }
  return owned;
}

/** What a project's default security group counts for: itself, and its rules. */
const DEFAULT_GROUP = { groups: 1, rules: 4 };
/** What Neutron puts into each group that does not say deleteDefaultRules. */
const RULES_OF_A_GROUP = 2;

function needsOf(owned: Owned): [QuotaType, string, number][] {
  const count = (...types: ShortType[]): number => sum(types.map((type) => owned[type]?.length));
  const groups = owned.securityGroup ?? [];
  const keeping = groups.filter(({ props }) => props.deleteDefaultRules !== true).length;
  return [
    ["networkQuota", "network", count("network")],
    ["networkQuota", "subnet", count("subnet")],
    ["networkQuota", "router", count("router")],
    ["networkQuota", "port", count("port", "interface")],
    ["networkQuota", "floatingip", count("floatingIp")],
    ["networkQuota", "securityGroup", groups.length && groups.length + DEFAULT_GROUP.groups],
    [
      "networkQuota",
      "securityGroupRule",
      groups.length &&
        count("securityGroupRule") + keeping * RULES_OF_A_GROUP + DEFAULT_GROUP.rules,
    ],
    ["computeQuota", "instances", count("instance")],
    ["computeQuota", "serverGroups", count("serverGroup")],
    ["volumeQuota", "volumes", count("volume")],
    ["volumeQuota", "gigabytes", sum((owned.volume ?? []).map((each) => number(each, "size")))],
  ];
}

export const lessThanDeclared: Rule = {
  id: "QUO-06",
  title: "A tenant's quota allows what the program declares for it",
  severity: "medium",
  reason:
    "the update stops half way with 403 or 413, and leaves a tenant with, say, machines and " +
    "networks but without the security groups that were to come next",
  sources: ["own: stacks/environment/checks/quota.ts"],
  remedy: "raise the limit, or declare less; the default security group and its rules count too",
  checkStack: (stack) => {
    const owned = ownedOf(stack);
    return limitsOf(stack).flatMap(({ tenant, name, quotas }) =>
      needsOf(owned.get(tenant) ?? {}).flatMap(([type, field, needed]) => {
        const allowed = limit(quotas[type], field);
        if (allowed === undefined || allowed >= needed) return [];
        return [
          { resource: quotas[type], found: `${field} is ${allowed}, ${name} needs ${needed}` },
        ];
      }),
    );
  },
  cases: {
    passes: [
      {
        of: "a tenant that fits",
        resources: { ...tenant("acme"), ...network("acme", "app", "192.168.1.0/24") },
      },
    ],
    fails: [
      {
        of: "a network where none is allowed",
        resources: {
          ...tenant("acme", { network: { network: 0 } }),
          ...network("acme", "app", "192.168.1.0/24"),
        },
        finds: { "acme-network": ["network is 0, acme needs 1"] },
      },
      {
        of: "a group beside the default one, and its rules",
        resources: {
          ...groupRule({}),
          ...networks("acme", { securityGroup: 1, securityGroupRule: 4 }),
        },
        finds: {
          "acme-network": [
            "securityGroup is 1, acme needs 2",
            "securityGroupRule is 4, acme needs 5",
          ],
        },
      },
      {
        of: "volumes and machines of a login to the tenant's project",
        resources: {
          acme: made("project", { name: "acme" }),
          ...compute("acme", { instances: 0 }),
          ...volumes("acme", { gigabytes: 50 }),
          login: made("pulumi:providers:openstack", { tenantId: ref("acme") }),
          machine: { ...made("instance", { name: "web" }), provider: "login" },
          volume: { ...made("volume", { name: "data", size: 80 }), provider: "login" },
        },
        finds: {
          "acme-compute": ["instances is 0, acme needs 1"],
          "acme-volume": ["gigabytes is 50, acme needs 80"],
        },
      },
    ],
  },
};
