import { ACME, EXTERNAL, made, ref } from "../../cases";
import { isGiven, number, type Declared } from "../../declared/resource";
import { TYPES } from "../../declared/types";
import type { Rule } from "../../rule";
import { compute, networks, volumes, without } from "./cases";
import { FIELDS, QUOTA_TYPES } from "./common";

/**
 * A quota of nothing but RBAC policies is that of a network's owner, who shares networks with tenants
 * and is none. (That a tenant may share none by itself is another rule's.)
 */
const isOwnersQuota = (quota: Declared, stated: readonly string[]): boolean =>
  stated.length === 1 && stated[0] === "rbacPolicy" && number(quota, "rbacPolicy") !== 0;

export const limitLeftOut: Rule = {
  id: "QUO-04",
  title: "A quota states every limit",
  severity: "medium",
  reason:
    "what is left out becomes 0 or stays at OpenStack's default, which differs by service and by " +
    "version of the provider: nobody decided it, and no preview shows it",
  sources: [
    "pulumi-openstack, QuotaSetV2, QuotaV2 and QuoteSetV3 (all-in creation)",
    "own: components/tenant/quota.ts",
  ],
  remedy: "state each limit, with 0 for what the tenant is not to have",
  types: QUOTA_TYPES,
  check: (quota) => {
    const fields = QUOTA_TYPES.filter((type) => TYPES[type] === quota.type).flatMap(
      (type): readonly string[] => FIELDS[type],
    );
    const stated = fields.filter((field) => isGiven(quota, field));
    if (stated.length === fields.length || isOwnersQuota(quota, stated)) return [];
    const missing = fields.filter((field) => !stated.includes(field));
    return [`left out: ${missing.join(", ")}`];
  },
  cases: {
    passes: [
      {
        of: "quotas with every limit, 0 among them",
        resources: { ...ACME, ...compute("acme"), ...networks("acme"), ...volumes("acme") },
      },
      {
        of: "the quota of the project that owns external networks",
        resources: {
          ...EXTERNAL,
          quota: made("networkQuota", { projectId: ref("internet", "tenantId"), rbacPolicy: -1 }),
        },
      },
    ],
    fails: [
      {
        of: "one that lacks some",
        resources: {
          ...ACME,
          ...without(compute("acme"), "ram", "serverGroups"),
          ...without(networks("acme"), "rbacPolicy"),
          ...without(volumes("acme"), "backups", "backupGigabytes"),
        },
        finds: {
          "acme-compute": ["left out: ram, serverGroups"],
          "acme-network": ["left out: rbacPolicy"],
          "acme-volume": ["left out: backups, backupGigabytes"],
        },
      },
    ],
  },
};
