import { ACME, network } from "../../cases";
import type { Rule } from "../../rule";

export const networkPortSecurity: Rule = {
  id: "NET-08",
  title: "Port security is on for every network",
  severity: "critical",
  reason:
    "ports of a network without it are filtered by no security group, and their machines may send " +
    "with any address: of the gateway, of the DHCP server, of a neighbour",
  sources: ["scs-0126, Provider Networks (Port Security and Spoofing)", "own"],
  remedy: "leave portSecurityEnabled out (it is on by default), or set it to true",
  types: ["network"],
  check: ({ props }) =>
    props.portSecurityEnabled === false ? ["portSecurityEnabled is false"] : [],
  cases: {
    passes: [
      {
        of: "the default",
        resources: { ...ACME, ...network("acme", "app", "192.168.1.0/24") },
      },
      {
        of: "what is said to be on",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24", { portSecurityEnabled: true }),
        },
      },
    ],
    fails: [
      {
        of: "a network without it",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24", { portSecurityEnabled: false }),
        },
        finds: { "acme-app": ["portSecurityEnabled is false"] },
      },
    ],
  },
};
