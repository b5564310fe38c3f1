import { groupRule } from "../../cases";
import { isUnknown, text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { anywhere, portsOf, protocolOf } from "./common";

const OUT = {
  direction: "egress",
  protocol: "udp",
  portRangeMin: 53,
  portRangeMax: 53,
  remoteIpPrefix: "198.51.100.53/32",
};

export const egressWithoutEffect: Rule = {
  id: "SG-23",
  title: "A group with rules for the way out has no others that let everything out",
  severity: "medium",
  reason:
    "Neutron puts two rules into each new group that let everything out. Beside them a rule for the " +
    "way out has no effect, and machines that seem to be shut in are not",
  sources: ["Neutron API reference, Security groups", "own"],
  remedy: "set deleteDefaultRules on the group, or drop the rules that do nothing",
  checkStack: (stack) => {
    const rules = new Map(stack.of("securityGroup").map((group) => [group, 0]));
    for (const rule of stack.of("securityGroupRule")) {
      const group = stack.follow(rule, "securityGroupId", "securityGroup");
      if (group === undefined || text(rule, "direction") !== "egress") continue;
      const everything = protocolOf(rule) === "any" && anywhere(rule) !== undefined;
      const unknown = protocolOf(rule) === undefined || isUnknown(rule, "remoteIpPrefix");
      if (everything || (unknown && portsOf(rule) === undefined)) continue;
      rules.set(group, (rules.get(group) ?? 0) + 1);
    }
    return [...rules]
      .filter(([group, count]) => count > 0 && group.props.deleteDefaultRules !== true)
      .filter(([group]) => !isUnknown(group, "deleteDefaultRules"))
      .map(([resource, count]) => ({
        resource,
        found: `Neutron's own rules let everything out, beside ${count === 1 ? "one rule" : `${count} rules`} for the way out`,
      }));
  },
  cases: {
    passes: [
      { of: "rules for the way out alone", resources: groupRule(OUT) },
      {
        of: "no rule for the way out, with Neutron's own",
        resources: groupRule({ protocol: "icmp" }, { deleteDefaultRules: false }),
      },
      {
        of: "everything, said once more",
        resources: groupRule(
          { direction: "egress", remoteIpPrefix: "0.0.0.0/0" },
          { deleteDefaultRules: false },
        ),
      },
    ],
    fails: [
      {
        of: "a way out to a name server, beside Neutron's own rules",
        resources: groupRule(OUT, { deleteDefaultRules: false }),
        finds: {
          group: ["Neutron's own rules let everything out, beside one rule for the way out"],
        },
      },
    ],
  },
};
