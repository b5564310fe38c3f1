import { EXTERNAL, made, network, TENANTS } from "../../cases";
import { nameOf, text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { external } from "./cases";
import { called, constant } from "./common";

export const externalGrant: Rule = {
  id: "NET-04",
  title: "Tenants lead out by the cloud's external networks only",
  severity: "high",
  reason:
    "routers that lead out by a tenant's own network have addresses in it and forward to it: " +
    "that tenant sees the others' traffic and reaches their routers",
  sources: ["Neutron admin guide, Role-Based Access Control (RBAC)", "scs-0126, Provider Networks"],
  remedy: "give access to a network of the cloud that the setting externalNetworks names",
  checkStack: (stack, { externalNetworks }) =>
    stack.of("rbacPolicy").flatMap((policy) => {
      if (constant(text(policy, "action")) !== "access_as_external") return [];
      const network = stack.follow(policy, "objectId", "network");
      const owner = network && stack.ownerOf(network);
      if (network === undefined || owner === undefined) return [];
      if (owner.tenant !== undefined) {
        return [
          { resource: policy, found: `${called("network", network, owner)} is given as external` },
        ];
      }
      const to = stack.ownerAt(policy, "targetTenant");
      if (to?.tenant === undefined || externalNetworks === undefined) return [];
      if (externalNetworks.includes(nameOf(network))) return [];
      return [
        {
          resource: policy,
          found: `network ${nameOf(network)}, which is none of ${externalNetworks.join(", ") || "externalNetworks"}, is given to ${to.name} as external`,
        },
      ];
    }),
  cases: {
    passes: [
      {
        of: "a network of the cloud",
        resources: { ...TENANTS, ...EXTERNAL, policy: external("internet", "acme") },
      },
      {
        of: "a network of the cloud that is allowed",
        resources: { ...TENANTS, ...EXTERNAL, policy: external("internet", "acme") },
        settings: { externalNetworks: ["internet"] },
      },
    ],
    fails: [
      {
        of: "a network of the cloud that is not allowed",
        resources: {
          ...TENANTS,
          office: made("network", { name: "office" }),
          policy: external("office", "acme"),
        },
        settings: { externalNetworks: ["internet"] },
        finds: {
          policy: ["network office, which is none of internet, is given to acme as external"],
        },
      },
      {
        of: "a tenant's network",
        resources: {
          ...TENANTS,
          ...network("globex", "app", "192.168.1.0/24"),
          policy: external("globex-app", "acme"),
        },
        finds: { policy: ["network app of globex is given as external"] },
      },
    ],
  },
};
