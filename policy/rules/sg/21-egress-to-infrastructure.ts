import { groupRule } from "../../cases";
import type { Rule } from "../../rule";
import { INFRASTRUCTURE } from "../net/cases";
import { infrastructureIn } from "./common";

export const egressToInfrastructure: Rule = {
  id: "SG-21",
  title: "No rule opens a way out to the infrastructure",
  severity: "high",
  reason:
    "a rule that names addresses of the infrastructure shows that machines are to talk to the cloud's own hosts: one that is broken into is then next to the databases and management interfaces of all tenants",
  sources: ["OpenStack Security Guide, Management interfaces", "own"],
  remedy:
    "name the name servers of the setting dnsServers by their addresses (/32), and leave the rest of the infrastructure out",
  types: ["securityGroupRule"],
  check: (rule, settings) =>
    infrastructureIn(
      rule,
      "egress",
      settings,
      (prefix, parts) => `a way out to ${prefix} reaches ${parts} of the infrastructure`,
    ),
  cases: {
    passes: [
      {
        of: "a name server that tenants may use",
        resources: groupRule({
          direction: "egress",
          protocol: "udp",
          remoteIpPrefix: "10.0.1.53/32",
        }),
        settings: INFRASTRUCTURE,
      },
      {
        of: "a way out to everything, which names nobody",
        resources: groupRule({ direction: "egress", remoteIpPrefix: "0.0.0.0/0" }),
        settings: INFRASTRUCTURE,
      },
      {
        of: "a way out to another network",
        resources: groupRule({ direction: "egress", remoteIpPrefix: "10.0.2.0/24" }),
        settings: INFRASTRUCTURE,
      },
    ],
    fails: [
      {
        of: "the whole network that the name servers are in",
        resources: groupRule({
          direction: "egress",
          protocol: "udp",
          portRangeMin: 53,
          portRangeMax: 53,
          remoteIpPrefix: "10.0.1.0/24",
        }),
        settings: INFRASTRUCTURE,
        finds: { rule: ["a way out to 10.0.1.0/24 reaches 10.0.1.0/24 of the infrastructure"] },
      },
      {
        of: "a network that has all of the infrastructure in it",
        resources: groupRule({ direction: "egress", remoteIpPrefix: "10.0.0.0/8" }),
        settings: INFRASTRUCTURE,
        finds: {
          rule: [
            "a way out to 10.0.0.0/8 reaches 10.0.0.0/24 and 10.0.1.0/24 of the infrastructure",
          ],
        },
      },
    ],
  },
};
