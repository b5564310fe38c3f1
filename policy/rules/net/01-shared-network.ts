import { ACME, network } from "../../cases";
import type { Rule } from "../../rule";

export const sharedNetwork: Rule = {
  id: "NET-01",
  title: "No network is shared with every project",
  severity: "critical",
  reason:
    "every project may put machines on a shared network: they are then in one broadcast domain " +
    "with those of all tenants",
  sources: ["OpenStack Security Guide, Networking"],
  remedy: "leave shared out (or false), and let tenants meet by a declared peering",
  types: ["network"],
  check: ({ props }) => (props.shared === true ? ["shared is true"] : []),
  cases: {
    passes: [
      {
        of: "a network of one project",
        resources: { ...ACME, ...network("acme", "app", "192.168.1.0/24", { shared: false }) },
      },
    ],
    fails: [
      {
        of: "a network for all",
        resources: { ...ACME, ...network("acme", "app", "192.168.1.0/24", { shared: true }) },
        finds: { "acme-app": ["shared is true"] },
      },
    ],
  },
};
