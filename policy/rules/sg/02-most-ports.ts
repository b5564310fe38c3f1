import { groupRule, ref } from "../../cases";
import type { Rule } from "../../rule";
import { opened } from "./cases";
import { everybody, isMost, portsOf, protocolOf } from "./common";

export const mostPorts: Rule = {
  id: "SG-02",
  title: "No rule lets everybody in by most ports",
  severity: "critical",
  reason:
    "a range this wide has databases, remote logins and whatever is installed later in it, and " +
    "nobody decided to show them to everybody",
  sources: [
    "OpenStack Security Guide, Securing OpenStack networking services (Security groups)",
    "own",
  ],
  remedy: "name the ports that are meant for everybody; a media server's own range may have 16,384",
  types: ["securityGroupRule"],
  check: (rule) => {
    const [who, ports] = [everybody(rule), portsOf(rule)];
    if (who === undefined || ports === undefined || !isMost(ports)) return [];
    return [`${protocolOf(rule)} ports ${ports.min}-${ports.max} are open to ${who}`];
  },
  cases: {
    passes: [
      { of: "one port", resources: opened(443) },
      {
        of: "the range of a media server",
        resources: opened(49152, { protocol: "udp", portRangeMax: 65535 }),
      },
      {
        of: "every port from the group itself",
        resources: groupRule({ protocol: "tcp", remoteGroupId: ref("group") }),
      },
    ],
    fails: [
      {
        of: "every port, said by leaving ports out",
        resources: groupRule({ protocol: "tcp", remoteIpPrefix: "0.0.0.0/0" }),
        finds: { rule: ["tcp ports 1-65535 are open to 0.0.0.0/0"] },
      },
      {
        of: "every port that users' programs may listen on",
        resources: opened(1024, {
          portRangeMax: 65535,
          protocol: "17",
          remoteIpPrefix: "::/0",
          ethertype: "IPv6",
        }),
        finds: { rule: ["udp ports 1024-65535 are open to ::/0"] },
      },
    ],
  },
};
