import { ACME, EXTERNAL, made, ref } from "../../cases";
import { number } from "../../declared/resource";
import type { Rule } from "../../rule";
import { compute, networks, volumes } from "./cases";
import { FIELDS, QUOTA_TYPES } from "./common";

/** One volume is bounded by the size of all; RBAC policies take nothing, and have a rule of their own. */
const HARMLESS = ["perVolumeGigabytes", "rbacPolicy"];

const LIMITS = QUOTA_TYPES.flatMap((type): readonly string[] => FIELDS[type]).filter(
  (field) => !HARMLESS.includes(field),
);

export const unlimited: Rule = {
  id: "QUO-05",
  title: "No limit is without end",
  severity: "high",
  reason:
    "one tenant, or whoever got into one of its machines, takes all that there is: hosts, " +
    "addresses, the pool of volumes or rows in the services' databases",
  sources: [
    "OpenStack Security Guide, Networking services security best practices: Quotas",
    "Nova Administration Guide, Manage quotas",
  ],
  remedy: "state a number; perVolumeGigabytes may stay at -1, for gigabytes bounds it",
  types: QUOTA_TYPES,
  check: (quota) =>
    LIMITS.filter((field) => (number(quota, field) ?? 0) < 0).map(
      (field) => `${field} is ${number(quota, field)} (no limit)`,
    ),
  cases: {
    passes: [
      {
        of: "volumes of any size within that of all",
        resources: { ...ACME, ...volumes("acme", { perVolumeGigabytes: -1 }) },
      },
      {
        of: "shares of the cloud's external networks",
        resources: {
          ...EXTERNAL,
          quota: made("networkQuota", { projectId: ref("internet", "tenantId"), rbacPolicy: -1 }),
        },
      },
    ],
    fails: [
      {
        of: "machines, floating IPs and volumes without end",
        resources: {
          ...ACME,
          ...compute("acme", { cores: -1, ram: -1 }),
          ...networks("acme", { floatingip: -1 }),
          ...volumes("acme", { gigabytes: -1 }),
        },
        finds: {
          "acme-compute": ["cores is -1 (no limit)", "ram is -1 (no limit)"],
          "acme-network": ["floatingip is -1 (no limit)"],
          "acme-volume": ["gigabytes is -1 (no limit)"],
        },
      },
    ],
  },
};
