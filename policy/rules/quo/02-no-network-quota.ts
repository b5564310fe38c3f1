import { ACME, EXTERNAL, made, ref, TENANTS } from "../../cases";
import type { Rule } from "../../rule";
import { networks, tenant } from "./cases";
import { withoutQuota } from "./common";

export const noNetworkQuota: Rule = {
  id: "QUO-02",
  title: "Every tenant has a network quota",
  severity: "high",
  reason:
    "Neutron's default counts then, which lets any project take 50 floating IPs and share ten " +
    "networks with whom it likes",
  sources: [
    "OpenStack Security Guide, Networking services security best practices: Quotas",
    "Neutron Administration Guide, Manage Networking service quotas",
  ],
  remedy: "declare a networking.QuotaV2 for the project, with every limit",
  checkStack: (stack) => withoutQuota(stack, "networkQuota"),
  cases: {
    passes: [{ of: "a tenant with quotas", resources: tenant("acme") }],
    fails: [
      {
        of: "one of two tenants",
        resources: { ...TENANTS, ...networks("acme") },
        finds: { globex: ["globex has no network quota"] },
      },
      {
        of: "a tenant beside the quota of the cloud's own project",
        resources: {
          ...ACME,
          ...EXTERNAL,
          quota: made("networkQuota", { projectId: ref("internet", "tenantId"), rbacPolicy: -1 }),
        },
        finds: { acme: ["acme has no network quota"] },
      },
    ],
  },
};
