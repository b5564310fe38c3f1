import { made, ref } from "../../cases";
import { text } from "../../declared/resource";
import type { CaseResource, Rule } from "../../rule";
import { called, strangers } from "../net/common";
import { PEERED } from "../net/cases";
import { GROUPS } from "./cases";

const from = (remote: string): Record<string, CaseResource> => ({
  ...GROUPS,
  rule: made("securityGroupRule", {
    securityGroupId: ref("acme-web"),
    tenantId: ref("acme"),
    direction: "ingress",
    ethertype: "IPv4",
    description: "Why it is there",
    remoteGroupId: ref(remote),
  }),
});

export const remoteGroup: Rule = {
  id: "SG-15",
  title: "A rule names security groups of its own tenant only",
  severity: "critical",
  reason:
    "whoever is in the other tenant's group is let in: that tenant decides by itself which of its " +
    "machines, and by address pairs which addresses, that are",
  sources: ["Neutron admin guide, Role-Based Access Control (RBAC)", "own"],
  remedy: "name the addresses, or declare a peering of the two tenants",
  checkStack: (stack, settings) =>
    stack.of("securityGroupRule").flatMap((rule) => {
      const group = stack.follow(rule, "securityGroupId", "securityGroup");
      const remote = stack.follow(rule, "remoteGroupId", "securityGroup");
      if (group === undefined || remote === undefined) return [];
      const [own, other] = [stack.ownerOf(group), stack.ownerOf(remote)];
      if (!strangers(settings, own, other)) return [];
      const way = text(rule, "direction") === "egress" ? "opens a way out to" : "lets in";
      return [
        {
          resource: rule,
          found: `${called("group", group, own)} ${way} ${called("group", remote, other)}`,
        },
      ];
    }),
  cases: {
    passes: [
      { of: "a group of the same tenant", resources: from("acme-web") },
      {
        of: "a group of a tenant that there is a peering with",
        resources: from("globex-web"),
        settings: PEERED,
      },
    ],
    fails: [
      {
        of: "a group of another tenant",
        resources: from("globex-web"),
        finds: { rule: ["group web of acme lets in group web of globex"] },
      },
    ],
  },
};
