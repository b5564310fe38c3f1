import { made, ref } from "../../cases";
import { text } from "../../declared/resource";
import type { CaseResource, Rule } from "../../rule";
import { peering } from "../net/cases";
import { called, notReach } from "../net/common";
import { GROUPS } from "./cases";
import { portsOf, protocolOf } from "./common";

const from = (remote: string, port = 443): Record<string, CaseResource> => ({
  ...GROUPS,
  rule: made("securityGroupRule", {
    securityGroupId: ref("acme-web"),
    tenantId: ref("acme"),
    direction: "ingress",
    ethertype: "IPv4",
    description: "Why it is there",
    protocol: "tcp",
    portRangeMin: port,
    portRangeMax: port,
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
  remedy: "declare a peering that lets this pass, or name no other tenant's group",
  checkStack: (stack, settings) =>
    stack.of("securityGroupRule").flatMap((rule) => {
      const group = stack.follow(rule, "securityGroupId", "securityGroup");
      const remote = stack.follow(rule, "remoteGroupId", "securityGroup");
      if (group === undefined || remote === undefined) return [];
      const [own, other] = [stack.ownerOf(group), stack.ownerOf(remote)];
      const out = text(rule, "direction") === "egress";
      const [from, to] = out ? [own, other] : [other, own];
      if (!notReach(settings, from, to, protocolOf(rule), portsOf(rule))) return [];
      const way = out ? "opens a way out to" : "lets in";
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
        settings: peering("globex", "acme"),
      },
    ],
    fails: [
      {
        of: "a group of another tenant",
        resources: from("globex-web"),
        finds: { rule: ["group web of acme lets in group web of globex"] },
      },
      {
        of: "a port that the peering has not",
        resources: from("globex-web", 22),
        settings: peering("globex", "acme"),
        finds: { rule: ["group web of acme lets in group web of globex"] },
      },
      {
        of: "a peering the other way",
        resources: from("globex-web"),
        settings: peering("acme", "globex"),
        finds: { rule: ["group web of acme lets in group web of globex"] },
      },
    ],
  },
};
