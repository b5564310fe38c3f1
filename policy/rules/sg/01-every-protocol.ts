import { groupRule, ref } from "../../cases";
import type { Rule } from "../../rule";
import { everybody, protocolOf } from "./common";

export const everyProtocol: Rule = {
  id: "SG-01",
  title: "No rule lets everybody in by every protocol",
  severity: "critical",
  reason:
    "a machine in the group takes every packet from everybody: other tenants and the internet reach " +
    "whatever listens on it, today and after the next installation",
  sources: [
    "OpenStack Security Guide, Securing OpenStack networking services (Security groups)",
    "scs-0115, Default Rules for Security Groups",
    "Trivy AVD-OPNSTK-0003",
  ],
  remedy: "name the protocol and the port that is meant for everybody",
  types: ["securityGroupRule"],
  check: (rule) => {
    const who = everybody(rule);
    return who !== undefined && protocolOf(rule) === "any"
      ? [`every protocol is open to ${who}`]
      : [];
  },
  cases: {
    passes: [
      {
        of: "HTTPS for all",
        resources: groupRule({ protocol: "tcp", portRangeMin: 443, portRangeMax: 443 }),
      },
      { of: "all from the group itself", resources: groupRule({ remoteGroupId: ref("group") }) },
      { of: "all from a network", resources: groupRule({ remoteIpPrefix: "198.51.100.0/24" }) },
      {
        of: "all the ways out, which say that machines may reach everything",
        resources: groupRule({ direction: "egress", remoteIpPrefix: "0.0.0.0/0" }),
      },
      {
        of: "a prefix that only the update will tell",
        resources: groupRule(
          { remoteIpPrefix: ref("group", "description") },
          { description: "10.9.0.0/16" },
        ),
      },
    ],
    fails: [
      {
        of: "all from everywhere",
        resources: groupRule({ remoteIpPrefix: "0.0.0.0/0" }),
        finds: { rule: ["every protocol is open to 0.0.0.0/0"] },
      },
      {
        of: "all from everywhere by IPv6, with the protocol named any",
        resources: groupRule({ ethertype: "IPv6", protocol: "any", remoteIpPrefix: "::/0" }),
        finds: { rule: ["every protocol is open to ::/0"] },
      },
      {
        of: "a rule with no peer and no protocol",
        resources: groupRule({}),
        finds: { rule: ["every protocol is open to every IPv4 address"] },
      },
      {
        of: "one of two halves of all addresses",
        resources: groupRule({ remoteIpPrefix: "0.0.0.0/1" }),
        finds: { rule: ["every protocol is open to 0.0.0.0/1"] },
      },
    ],
  },
};
