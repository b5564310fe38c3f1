import { groupRule } from "../../cases";
import type { Rule } from "../../rule";
import { INFRASTRUCTURE } from "../net/cases";
import { infrastructureIn } from "./common";

export const ingressFromInfrastructure: Rule = {
  id: "SG-22",
  title: "No rule trusts the infrastructure",
  severity: "low",
  // It lets the cloud at a tenant, and no other tenant.
  level: "advisory",
  reason:
    "the cloud's own hosts have no business on tenants' machines: such a rule makes them a way from one tenant into all others, and trusts addresses that a stray route may bring in",
  sources: ["OpenStack Security Guide, Security boundaries and threats", "own"],
  remedy:
    "leave the infrastructure out of the rule's network; publish what monitoring has to see by a floating IP",
  types: ["securityGroupRule"],
  check: (rule, settings) =>
    infrastructureIn(
      rule,
      "ingress",
      settings,
      (prefix, parts) =>
        `${prefix}, which is let in, has addresses of ${parts} of the infrastructure in it`,
    ),
  cases: {
    passes: [
      {
        of: "a network of people",
        resources: groupRule({ protocol: "tcp", remoteIpPrefix: "10.20.0.0/22" }),
        settings: INFRASTRUCTURE,
      },
      {
        of: "everybody, of whom other rules speak",
        resources: groupRule({ protocol: "tcp", portRangeMin: 443, portRangeMax: 443 }),
        settings: INFRASTRUCTURE,
      },
    ],
    fails: [
      {
        of: "a host of the infrastructure",
        resources: groupRule({
          protocol: "tcp",
          portRangeMin: 9100,
          portRangeMax: 9100,
          remoteIpPrefix: "10.0.1.41/32",
        }),
        settings: INFRASTRUCTURE,
        finds: {
          rule: [
            "10.0.1.41/32, which is let in, has addresses of 10.0.1.0/24 of the infrastructure in it",
          ],
        },
      },
    ],
  },
};
