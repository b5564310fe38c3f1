import { groupRule } from "../../cases";
import { isGiven } from "../../declared/resource";
import type { Rule } from "../../rule";

export const groupDescription: Rule = {
  id: "SG-24",
  title: "Every security group says what it is for",
  severity: "low",
  reason:
    "nobody can tell whether a rule belongs into a group that says nothing of itself: such groups " +
    "gather rules, and nobody dares to remove one",
  sources: ["Trivy AVD-OPNSTK-0005"],
  remedy: "write in its description which machines the group is for, and who is let in",
  types: ["securityGroup"],
  // Neutron's default is an empty description.
  check: (group) => (isGiven(group, "description") ? [] : ["the group has no description"]),
  cases: {
    passes: [{ of: "a group with a description", resources: groupRule({ protocol: "icmp" }) }],
    fails: [
      {
        of: "an empty description",
        resources: groupRule({ protocol: "icmp" }, { description: "" }),
        finds: { group: ["the group has no description"] },
      },
    ],
  },
};
