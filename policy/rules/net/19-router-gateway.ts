import { EXTERNAL, made, network, ref, TENANTS } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { CaseResource, Rule } from "../../rule";
import { external } from "./cases";
import { called, gatewayOf, mayLeadOutBy } from "./common";

const router = (
  externalNetworkId: string,
  key = "externalNetworkId",
): Record<string, CaseResource> => ({
  ...TENANTS,
  ...EXTERNAL,
  ...network("globex", "app", "192.168.1.0/24"),
  edge: made("router", { name: "edge", tenantId: ref("acme"), [key]: ref(externalNetworkId) }),
});

export const routerGateway: Rule = {
  id: "NET-19",
  title: "A tenant's router leads out by an external network that the tenant was given",
  severity: "high",
  reason:
    "the administrator may lead any router out by any network: by another tenant's it forwards into " +
    "that tenant, and by an external network of others into what was meant for those",
  sources: ["scs-0126, Provider Networks", "own"],
  remedy:
    "give the tenant the network (an RBAC policy, access_as_external), or take one that it was given",
  checkStack: (stack) =>
    stack.of("router").flatMap((router) => {
      const network = gatewayOf(stack, router);
      const owner = stack.ownerOf(router);
      if (network === undefined || owner?.tenant === undefined) return [];
      const other = stack.ownerOf(network);
      const way = `${called("router", router, owner)} leads out by network ${nameOf(network)}`;
      if (other?.tenant !== undefined) {
        return [{ resource: router, found: `${way} of ${other.name}` }];
      }
      if (other === undefined || mayLeadOutBy(stack, network, owner)) return [];
      return [{ resource: router, found: `${way}, which ${owner.name} was not given` }];
    }),
  cases: {
    passes: [
      {
        of: "a network that the tenant was given",
        resources: { ...router("internet"), given: external("internet", "acme") },
      },
      {
        of: "a network that is not of this program",
        resources: {
          ...TENANTS,
          edge: made("router", {
            name: "edge",
            tenantId: ref("acme"),
            externalNetworkId: "6b9a1b0e-6a0e-4b5c-a1a5-1f7f1f1b8a33",
          }),
        },
      },
      {
        of: "a router of the cloud's own",
        resources: { ...EXTERNAL, core: made("router", { externalNetworkId: ref("internet") }) },
      },
    ],
    fails: [
      {
        of: "a network that another tenant was given",
        resources: { ...router("internet"), given: external("internet", "globex") },
        finds: {
          edge: ["router edge of acme leads out by network internet, which acme was not given"],
        },
      },
      {
        of: "another tenant's network, by the deprecated property",
        resources: router("globex-app", "externalGateway"),
        finds: { edge: ["router edge of acme leads out by network app of globex"] },
      },
    ],
  },
};
