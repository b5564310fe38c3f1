import { groupRule, ref } from "../../cases";
import { isGiven } from "../../declared/resource";
import type { Rule } from "../../rule";
import { everybody, protocolOf } from "./common";

export const icmp: Rule = {
  id: "SG-13",
  title: "ICMP is open to everybody by named types only",
  severity: "low",
  // Ping and path MTU discovery are honest, and closing all of ICMP breaks more than it protects.
  level: "advisory",
  reason:
    "with every type go redirects and timestamp requests, by which machines are misled and told " +
    "apart; path MTU discovery and ping need three types",
  sources: ["RFC 4890, Recommendations for Filtering ICMPv6 Messages in Firewalls", "own"],
  remedy:
    "name types in portRangeMin: for IPv4 3 (unreachable), 8 (ping) and 11 (time exceeded), for IPv6 1, 2, 3 and 128",
  types: ["securityGroupRule"],
  check: (rule) => {
    const [who, protocol] = [everybody(rule), protocolOf(rule)];
    if (who === undefined || (protocol !== "icmp" && protocol !== "ipv6-icmp")) return [];
    return isGiven(rule, "portRangeMin") ? [] : [`every type of ${protocol} is open to ${who}`];
  },
  cases: {
    passes: [
      {
        of: "ping for all",
        resources: groupRule({ protocol: "icmp", portRangeMin: 8, portRangeMax: 0 }),
      },
      {
        of: "every type from the group itself",
        resources: groupRule({ protocol: "icmp", remoteGroupId: ref("group") }),
      },
    ],
    fails: [
      {
        of: "every type from everywhere",
        resources: groupRule({ protocol: "1", remoteIpPrefix: "0.0.0.0/0" }),
        finds: { rule: ["every type of icmp is open to 0.0.0.0/0"] },
      },
      {
        of: "every type of ICMPv6 under another name",
        resources: groupRule({ protocol: "icmpv6", ethertype: "IPv6", remoteIpPrefix: "::/0" }),
        finds: { rule: ["every type of ipv6-icmp is open to ::/0"] },
      },
    ],
  },
};
