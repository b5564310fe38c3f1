import { ACME, EXTERNAL, made, network } from "../../cases";
import type { Rule } from "../../rule";

export const externalForAll: Rule = {
  id: "NET-06",
  title: "No network is external for every project",
  severity: "high",
  reason:
    "with external: true Neutron makes an RBAC policy for every project that there is or will be: " +
    "each may lead routers out by the network and take floating IPs of it",
  sources: ["Neutron admin guide, Role-Based Access Control (RBAC)", "own"],
  remedy:
    "leave external out, and give the network to each tenant that needs it by an RBAC policy (access_as_external)",
  types: ["network"],
  check: ({ props }) => (props.external === true ? ["external is true"] : []),
  cases: {
    passes: [
      { of: "a network of the cloud that is given to tenants one by one", resources: EXTERNAL },
      {
        of: "a tenant's network",
        resources: { ...ACME, ...network("acme", "app", "192.168.1.0/24", { external: false }) },
      },
    ],
    fails: [
      {
        of: "a network of the cloud for all",
        resources: { internet: made("network", { name: "internet", external: true }) },
        finds: { internet: ["external is true"] },
      },
    ],
  },
};
