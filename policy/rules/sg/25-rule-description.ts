import { groupRule } from "../../cases";
import { isGiven } from "../../declared/resource";
import type { Rule } from "../../rule";

export const ruleDescription: Rule = {
  id: "SG-25",
  title: "Every rule of a security group says why it is there",
  severity: "low",
  // A rule that says nothing lets in no more than one that does.
  level: "advisory",
  reason: "a rule that nobody can explain is never removed, however long it has been needless",
  sources: ["Checkov CKV_AWS_23 (the same for another cloud)"],
  remedy: "write in its description who needs the rule and for what",
  types: ["securityGroupRule"],
  check: (rule) => (isGiven(rule, "description") ? [] : ["the rule has no description"]),
  cases: {
    passes: [{ of: "a rule with a description", resources: groupRule({ protocol: "icmp" }) }],
    fails: [
      {
        of: "an empty description",
        resources: groupRule({ protocol: "icmp", description: "" }),
        finds: { rule: ["the rule has no description"] },
      },
    ],
  },
};
