import { EXTERNAL, made, ref } from "../../cases";
import { number } from "../../declared/resource";
import type { Rule } from "../../rule";
import { tenant } from "./cases";
import { limitsOf } from "./common";

export const tenantMayShare: Rule = {
  id: "QUO-11",
  title: "No tenant may share its networks by itself",
  severity: "high",
  reason:
    "any of its members could let another project put machines into its network, or take its " +
    "security groups, by an RBAC policy that no program declares and no policy sees",
  sources: ["OpenStack Networking Guide, Role-Based Access Control (RBAC)", "own"],
  remedy: "set rbacPolicy to 0, and let tenants meet by a declared peering",
  checkStack: (stack) =>
    limitsOf(stack).flatMap(({ quotas: { networkQuota: resource } }) => {
      const policies = resource && number(resource, "rbacPolicy");
      if (policies === undefined || policies === 0) return [];
      return [{ resource, found: `rbacPolicy is ${policies}` }];
    }),
  cases: {
    passes: [
      { of: "a tenant that may not", resources: tenant("acme") },
      {
        of: "the cloud's own project, which shares external networks",
        resources: {
          ...EXTERNAL,
          quota: made("networkQuota", { projectId: ref("internet", "tenantId"), rbacPolicy: -1 }),
        },
      },
    ],
    fails: [
      {
        of: "ten, which is Neutron's default",
        resources: tenant("acme", { network: { rbacPolicy: 10 } }),
        finds: { "acme-network": ["rbacPolicy is 10"] },
      },
      {
        of: "any number",
        resources: tenant("acme", { network: { rbacPolicy: -1 } }),
        finds: { "acme-network": ["rbacPolicy is -1"] },
      },
    ],
  },
};
