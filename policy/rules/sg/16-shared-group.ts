import { made, ref } from "../../cases";
import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { called, constant, differ } from "../net/common";
import { PEERED, shared } from "../net/cases";
import { GROUPS } from "./cases";

export const sharedGroup: Rule = {
  id: "SG-16",
  title: "No tenant's security group is shared with another",
  severity: "critical",
  reason:
    "the group's owner opens and closes the other tenant's machines from then on, and rules that let " +
    "the group's own members in join the machines of both, whatever peerings there are",
  sources: ["Neutron admin guide, Role-Based Access Control (RBAC)", "own"],
  remedy: "declare a group with the same rules in each tenant",
  checkStack: (stack) =>
    stack.of("rbacPolicy").flatMap((policy) => {
      if (constant(text(policy, "objectType")) !== "security_group") return [];
      const group = stack.follow(policy, "objectId", "securityGroup");
      const owner = group && stack.ownerOf(group);
      const to = stack.ownerAt(policy, "targetTenant");
      if (owner?.tenant === undefined || to === undefined || !differ(owner, to)) return [];
      return [
        {
          resource: policy,
          found: `${called("group", group as NonNullable<typeof group>, owner)} is shared with ${to.name}`,
        },
      ];
    }),
  cases: {
    passes: [
      {
        of: "a group of the cloud's operators for a tenant",
        resources: {
          ...GROUPS,
          probes: made("securityGroup", { name: "probes", description: "Probes" }),
          policy: shared("security_group", "probes", "acme"),
        },
      },
    ],
    fails: [
      {
        of: "a tenant's group for another",
        resources: { ...GROUPS, policy: shared("security_group", "acme-web", "globex") },
        finds: { policy: ["group web of acme is shared with globex"] },
      },
      {
        of: "a tenant's group for another with a peering",
        resources: {
          ...GROUPS,
          policy: made("rbacPolicy", {
            action: "access_as_shared",
            objectType: "securityGroup",
            objectId: ref("acme-web"),
            targetTenant: ref("globex"),
          }),
        },
        settings: PEERED,
        finds: { policy: ["group web of acme is shared with globex"] },
      },
    ],
  },
};
