import { groupRule } from "../../cases";
import type { Rule } from "../../rule";
import { opened } from "./cases";
import { openTo } from "./common";
import { AMPLIFIERS } from "./services";

export const amplifiers: Rule = {
  id: "SG-11",
  title: "No service that multiplies forged requests is open to everybody",
  severity: "medium",
  reason:
    "these answer a forged request of a few bytes with thousands, sent to the victim: the tenant's " +
    "machines attack others, and use up the line outside that all tenants share",
  sources: ["US-CERT Alert TA14-017A, UDP-Based Amplification Attacks"],
  remedy: "name the network that the service is for",
  types: ["securityGroupRule"],
  check: (rule) => openTo(rule, AMPLIFIERS),
  cases: {
    passes: [
      {
        of: "SNMP from a network",
        resources: opened(161, { protocol: "udp", remoteIpPrefix: "198.51.100.0/24" }),
      },
      { of: "DNS for all, by UDP", resources: opened(53, { protocol: "udp" }) },
      { of: "the same port by TCP", resources: opened(1900) },
    ],
    fails: [
      {
        of: "SNMP from everywhere",
        resources: opened(161, { protocol: "udp" }),
        finds: { rule: ["port 161 (SNMP) is open to 0.0.0.0/0"] },
      },
      {
        of: "memcached by UDP, with no peer",
        resources: groupRule({ protocol: "17", portRangeMin: 11211, portRangeMax: 11211 }),
        finds: { rule: ["port 11211 (memcached) is open to every IPv4 address"] },
      },
    ],
  },
};
