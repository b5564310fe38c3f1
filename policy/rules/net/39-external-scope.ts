import { ACME, EXTERNAL, made, network, ref } from "../../cases";
import { isUnknown, type Declared } from "../../declared/resource";
import type { Stack, Target } from "../../declared/stack";
import type { CaseResource, Rule } from "../../rule";
import { external } from "./cases";
import { called, isExternal } from "./common";

const scoped: Record<string, CaseResource> = {
  ...ACME,
  scope: made("addressScope", { name: "internet", ipVersion: 4 }),
  pool: made("subnetPool", {
    name: "internet",
    prefixes: ["203.0.113.0/24"],
    addressScopeId: ref("scope"),
  }),
  internet: made("network", { name: "internet" }),
  "internet-subnet": made("subnet", {
    name: "internet",
    networkId: ref("internet"),
    subnetpoolId: ref("pool"),
    cidr: "203.0.113.0/24",
    enableDhcp: false,
  }),
  given: external("internet", "acme"),
};

/** The address scope of a subnet; "unknown" where it cannot be told, as its pool is declared elsewhere. */
function scopeOf(stack: Stack, subnet: Declared): Target | "unknown" | undefined {
  const pool = stack.target(subnet, "subnetpoolId", "subnetPool");
  if (pool === undefined) return isUnknown(subnet, "subnetpoolId") ? "unknown" : undefined;
  if (!("resource" in pool)) return "unknown";
  const scope = stack.target(pool.resource, "addressScopeId", "addressScope");
  return scope ?? (isUnknown(pool.resource, "addressScopeId") ? "unknown" : undefined);
}

export const externalScope: Rule = {
  id: "NET-39",
  title: "An external network has an address scope of its own",
  severity: "high",
  reason:
    "without one, a router forwards to its tenant's machines whatever comes in from outside for their " +
    "private addresses: another tenant needs no more than a route by that router's address outside",
  sources: [
    "Neutron admin guide, Address scopes",
    "own: seen on this project's lab, where one tenant's router answered another's",
  ],
  remedy:
    "take the external subnet's addresses from a subnet pool with an address scope that no tenant's network is in",
  checkStack: (stack) => {
    const subnets = stack.of("subnet").flatMap((subnet) => {
      const on = stack.follow(subnet, "networkId", "network");
      return on === undefined ? [] : [{ subnet, on, scope: scopeOf(stack, subnet) }];
    });
    const inside = new Map(
      subnets.flatMap(({ on, scope }) =>
        scope === undefined || scope === "unknown" || isExternal(stack, on)
          ? []
          : [[stack.keyOf(scope), on] as const],
      ),
    );
    return subnets.flatMap(({ subnet, on, scope }) => {
      if (!isExternal(stack, on) || scope === "unknown") return [];
      const what = called("external network", on, stack.ownerOf(on));
      if (scope === undefined)
        return [{ resource: subnet, found: `${what} is in no address scope` }];
      const other = inside.get(stack.keyOf(scope));
      if (other === undefined) return [];
      const shared = called("network", other, stack.ownerOf(other));
      return [{ resource: subnet, found: `${what} is in one address scope with ${shared}` }];
    });
  },
  cases: {
    passes: [
      { of: "an external network in a scope that nothing else is in", resources: scoped },
      {
        of: "a tenant's network in none",
        resources: { ...ACME, ...network("acme", "app", "192.168.1.0/24") },
      },
      {
        of: "a pool that is declared elsewhere",
        resources: {
          ...scoped,
          "internet-subnet": made("subnet", {
            name: "internet",
            networkId: ref("internet"),
            subnetpoolId: "6ba7",
            cidr: "203.0.113.0/24",
            enableDhcp: false,
          }),
        },
      },
    ],
    fails: [
      {
        of: "an external network in no scope",
        resources: { ...ACME, ...EXTERNAL, given: external("internet", "acme") },
        finds: {
          "internet-subnet": ["external network internet of the cloud is in no address scope"],
        },
      },
      {
        of: "a tenant's network in the scope of the external one",
        resources: {
          ...scoped,
          more: made("subnetPool", {
            name: "more",
            prefixes: ["172.31.0.0/16"],
            addressScopeId: ref("scope"),
          }),
          app: made("network", { name: "app", tenantId: ref("acme") }),
          "app-subnet": made("subnet", {
            name: "app",
            networkId: ref("app"),
            tenantId: ref("acme"),
            subnetpoolId: ref("more"),
            cidr: "172.31.1.0/24",
          }),
        },
        finds: {
          "internet-subnet": [
            "external network internet of the cloud is in one address scope with network app of acme",
          ],
        },
      },
    ],
  },
};
