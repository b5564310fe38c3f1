import { ACME, made, ref } from "../../cases";
import type { Rule } from "../../rule";

export const sharedPool: Rule = {
  id: "NET-26",
  title: "No subnet pool or address scope is shared with every project",
  severity: "high",
  reason:
    "subnets of one scope are forwarded between without NAT, whosever they are; and any project " +
    "can use a shared pool up",
  sources: ["Neutron admin guide, Address scopes", "Neutron admin guide, Subnet pools"],
  remedy: "leave shared out, and name each tenant that needs it by an RBAC policy",
  types: ["subnetPool", "addressScope"],
  check: ({ props }) => (props.shared === true ? ["shared is true"] : []),
  cases: {
    passes: [
      {
        of: "a tenant's own pool",
        resources: {
          ...ACME,
          pool: made("subnetPool", {
            name: "corp",
            projectId: ref("acme"),
            prefixes: ["172.31.0.0/16"],
          }),
        },
      },
    ],
    fails: [
      {
        of: "a pool and a scope for all",
        resources: {
          scope: made("addressScope", { name: "corp", shared: true }),
          pool: made("subnetPool", { name: "corp", prefixes: ["172.31.0.0/16"], shared: true }),
        },
        finds: { scope: ["shared is true"], pool: ["shared is true"] },
      },
    ],
  },
};
