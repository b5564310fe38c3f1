import { ACME, made, TENANTS } from "../../cases";
import type { Rule } from "../../rule";
import { compute, tenant } from "./cases";
import { withoutQuota } from "./common";

export const noComputeQuota: Rule = {
  id: "QUO-01",
  title: "Every tenant has a compute quota",
  severity: "high",
  reason:
    "Nova's default counts then, which is the same for every project and changes with Nova's " +
    "configuration: one tenant's machines can take the hosts that others count on",
  sources: [
    "OpenStack Security Guide, Networking services security best practices: Quotas",
    "Nova Administration Guide, Manage quotas",
  ],
  remedy: "declare a compute.QuotaSetV2 for the project, with every limit",
  checkStack: (stack) => withoutQuota(stack, "computeQuota"),
  cases: {
    passes: [
      { of: "a tenant with quotas", resources: tenant("acme") },
      {
        of: "a domain, which has no machines",
        resources: {
          domain: made("project", { name: "acme-corp", isDomain: true }),
          ...tenant("acme"),
        },
      },
    ],
    fails: [
      {
        of: "one of two tenants",
        resources: { ...TENANTS, ...compute("globex") },
        finds: { acme: ["acme has no compute quota"] },
      },
      {
        of: "a quota of a project that is not in the program",
        resources: { ...ACME, other: made("computeQuota", { projectId: "f00d", cores: 4 }) },
        finds: { acme: ["acme has no compute quota"] },
      },
    ],
  },
};
