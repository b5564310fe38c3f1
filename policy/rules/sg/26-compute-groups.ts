import { groupRule, made } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Rule } from "../../rule";

export const computeGroups: Rule = {
  id: "SG-26",
  title: "Security groups are made with the networking API",
  severity: "high",
  reason:
    "a group of the compute API has its rules inside and belongs to whoever the provider logs in as: " +
    "no rule on security groups sees what it opens, nor to whom",
  sources: [
    "OpenStack Security Guide, Securing OpenStack networking services (Security groups)",
    "Nova API reference, Security groups (os-security-groups, DEPRECATED)",
  ],
  remedy: "declare a networking.SecGroup with a networking.SecGroupRule for each rule",
  types: ["computeSecurityGroup"],
  check: (group) => [`${nameOf(group)} is a group of the compute API`],
  cases: {
    passes: [{ of: "a group of the networking API", resources: groupRule({ protocol: "icmp" }) }],
    fails: [
      {
        of: "a group of the compute API",
        resources: {
          web: made("computeSecurityGroup", {
            name: "web",
            description: "Web servers",
            rules: [{ fromPort: 22, toPort: 22, ipProtocol: "tcp", cidr: "0.0.0.0/0" }],
          }),
        },
        finds: { web: ["web is a group of the compute API"] },
      },
    ],
  },
};
