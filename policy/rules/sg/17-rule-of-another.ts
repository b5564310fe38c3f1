import { made, ref } from "../../cases";
import { isGiven } from "../../declared/resource";
import type { CaseResource, Rule } from "../../rule";
import { called, differ } from "../net/common";
import { GROUPS } from "./cases";

const rule = (tenant: string): Record<string, CaseResource> => ({
  ...GROUPS,
  rule: made("securityGroupRule", {
    securityGroupId: ref("acme-web"),
    tenantId: ref(tenant),
    direction: "ingress",
    ethertype: "IPv4",
    description: "Why it is there",
    protocol: "tcp",
    portRangeMin: 443,
    portRangeMax: 443,
    remoteIpPrefix: "0.0.0.0/0",
  }),
});

export const ruleOfAnother: Rule = {
  id: "SG-17",
  title: "A rule belongs to the tenant that its group belongs to",
  severity: "high",
  reason:
    "the other tenant sees the rule as its own, while the group's tenant can neither see nor " +
    "remove what opens its machines",
  sources: ["own: programs set tenants up as the administrator, who may use every tenant's ids"],
  remedy: "give the rule the tenantId of its group, or leave it out",
  checkStack: (stack) =>
    stack.of("securityGroupRule").flatMap((rule) => {
      const group = stack.follow(rule, "securityGroupId", "securityGroup");
      const owner = group && stack.ownerOf(group);
      const stated = isGiven(rule, "tenantId") ? stack.ownerAt(rule, "tenantId") : undefined;
      // What only the provider filled in is the administrator's project, and no tenant's.
      if (group === undefined || stated?.tenant === undefined || !differ(owner, stated)) return [];
      return [
        {
          resource: rule,
          found: `a rule of ${stated.name} is in ${called("group", group, owner)}`,
        },
      ];
    }),
  cases: {
    passes: [{ of: "a rule of the same tenant", resources: rule("acme") }],
    fails: [
      {
        of: "a rule of another tenant",
        resources: rule("globex"),
        finds: { rule: ["a rule of globex is in group web of acme"] },
      },
    ],
  },
};
