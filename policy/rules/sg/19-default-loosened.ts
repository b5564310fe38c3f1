import { groupRule } from "../../cases";
import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { called } from "../net/common";

export const defaultLoosened: Rule = {
  id: "SG-19",
  title: "Nothing is added to what the group default lets in",
  severity: "high",
  reason:
    "every machine that is started without a group is in default: what is opened there is open on " +
    "machines that nobody thought of",
  sources: ["scs-0115, Default Rules for Security Groups", "own"],
  remedy: "make a group of its own for the rule, and put the machines that need it into that",
  checkStack: (stack) =>
    stack.of("securityGroupRule").flatMap((rule) => {
      const group = stack.follow(rule, "securityGroupId", "securityGroup");
      if (group === undefined || text(group, "name") !== "default") return [];
      if (text(rule, "direction") !== "ingress") return [];
      return [
        {
          resource: rule,
          found: `an ingress rule is added to ${called("group", group, stack.ownerOf(group))}`,
        },
      ];
    }),
  cases: {
    passes: [
      { of: "a rule in a group of its own", resources: groupRule({ protocol: "icmp" }) },
      {
        of: "a way out for default",
        resources: groupRule({ direction: "egress", protocol: "tcp" }, { name: "default" }),
      },
    ],
    fails: [
      {
        of: "ping for default",
        resources: groupRule(
          { protocol: "icmp", remoteIpPrefix: "198.51.100.0/24" },
          { name: "default" },
        ),
        finds: { rule: ["an ingress rule is added to group default of acme"] },
      },
    ],
  },
};
