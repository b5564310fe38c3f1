import { made, network, ref, TENANTS } from "../../cases";
import type { CaseResource, Rule } from "../../rule";
import { PEERED } from "./cases";
import { called, strangers } from "./common";

const corp = (owner: string | undefined): Record<string, CaseResource> => ({
  ...TENANTS,
  ...network("acme", "app", "192.168.1.0/24"),
  scope: made("addressScope", {
    name: "corp",
    ...(owner === undefined ? {} : { projectId: ref(owner) }),
  }),
  pool: made("subnetPool", {
    name: "app",
    projectId: ref("acme"),
    prefixes: ["172.31.0.0/16"],
    addressScopeId: ref("scope"),
  }),
});

export const poolOfAnother: Rule = {
  id: "NET-27",
  title: "Addresses come from a tenant's own pools and scopes, or from the cloud's",
  severity: "high",
  reason:
    "subnets of one address scope are forwarded between without NAT, and whoever owns the pool or " +
    "the scope decides what else is in it",
  sources: ["Neutron admin guide, Address scopes", "own"],
  remedy: "make a pool and a scope in the tenant's own project, or declare a peering",
  checkStack: (stack, settings) =>
    [
      ...stack.of("subnetPool").map((pool) => ({
        resource: pool,
        what: "subnet pool",
        where: "is in address scope",
        from: stack.follow(pool, "addressScopeId", "addressScope"),
      })),
      ...stack.of("subnet").map((subnet) => ({
        resource: subnet,
        what: "subnet",
        where: "takes addresses of subnet pool",
        from: stack.follow(subnet, "subnetpoolId", "subnetPool"),
      })),
    ].flatMap(({ resource, what, where, from }) => {
      const [owner, other] = [stack.ownerOf(resource), from && stack.ownerOf(from)];
      if (from === undefined || !other?.tenant || !strangers(settings, owner, other)) return [];
      return [
        { resource, found: `${called(what, resource, owner)} ${called(where, from, other)}` },
      ];
    }),
  cases: {
    passes: [
      { of: "a scope of its own", resources: corp("acme") },
      { of: "a scope of the cloud's own", resources: corp(undefined) },
      { of: "the scope of a tenant with a peering", resources: corp("globex"), settings: PEERED },
    ],
    fails: [
      {
        of: "the scope of another tenant",
        resources: corp("globex"),
        finds: { pool: ["subnet pool app of acme is in address scope corp of globex"] },
      },
      {
        of: "a subnet from the pool of another tenant",
        resources: {
          ...corp("acme"),
          theirs: made("network", { name: "web", tenantId: ref("globex") }),
          subnet: made("subnet", {
            name: "web",
            networkId: ref("theirs"),
            tenantId: ref("globex"),
            subnetpoolId: ref("pool"),
          }),
        },
        finds: { subnet: ["subnet web of globex takes addresses of subnet pool app of acme"] },
      },
    ],
  },
};
