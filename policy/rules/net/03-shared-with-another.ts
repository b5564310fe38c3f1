import { made, network, ref, TENANTS } from "../../cases";
import { text, type Declared } from "../../declared/resource";
import type { Owner, Stack, Target } from "../../declared/stack";
import type { ShortType } from "../../declared/types";
import type { Rule } from "../../rule";
import { PEERED, shared } from "./cases";
import { called, constant, once, sorted, strangers } from "./common";

/** What is shared, for the API and for people. Security groups have a rule of their own. */
const TYPES: Record<string, [ShortType, string]> = {
  network: ["network", "network"],
  subnetpool: ["subnetPool", "subnet pool"],
  address_scope: ["addressScope", "address scope"],
  qos_policy: ["qosPolicy", "QoS policy"],
};

interface Share {
  policy: Declared;
  type: string;
  object: Target;
  to: Owner;
}

const shares = once((stack: Stack): Share[] =>
  sorted(stack.of("rbacPolicy")).flatMap((policy) => {
    if (constant(text(policy, "action")) !== "access_as_shared") return [];
    const type = constant(text(policy, "objectType")) ?? "";
    const [short] = TYPES[type] ?? [];
    const object = short && stack.target(policy, "objectId", short);
    const to = stack.ownerAt(policy, "targetTenant");
    return object && to?.tenant ? [{ policy, type, object, to }] : [];
  }),
);

export const sharedWithAnother: Rule = {
  id: "NET-03",
  title: "Nothing is shared with another tenant without a declared peering",
  severity: "critical",
  reason:
    "on a shared network the other tenant has machines of its own in the same broadcast domain, and " +
    "with a shared pool or scope it takes addresses that routers forward to without NAT",
  sources: [
    "Neutron admin guide, Role-Based Access Control (RBAC)",
    "CVE-2026-50266 (on shared networks)",
  ],
  remedy: "remove the RBAC policy, or declare a peering of the two tenants",
  checkStack: (stack, settings) => {
    const before = new Map<string, Owner[]>();
    return shares(stack).flatMap(({ policy, type, object, to }) => {
      const [, what = type] = TYPES[type] ?? [];
      const key = stack.keyOf(object);
      const resource = "resource" in object ? object.resource : undefined;
      const owner = resource && stack.ownerOf(resource);
      const others = before.get(key) ?? (owner?.tenant ? [owner] : []);
      before.set(key, [...others, to]);
      // The cloud may give its own pools and policies to many; a network of its own joins those on it.
      if (!owner?.tenant && type !== "network") return [];
      return others
        .filter((other) => strangers(settings, other, to))
        .map((other) => ({
          resource: policy,
          found:
            other === owner && resource !== undefined
              ? `${called(what, resource, owner)} is shared with ${to.name}`
              : `${resource ? called(what, resource, owner) : what} joins ${other.name} and ${to.name}`,
        }));
    });
  },
  cases: {
    passes: [
      {
        of: "a network for a tenant that there is a peering with",
        resources: {
          ...TENANTS,
          ...network("acme", "app", "192.168.1.0/24"),
          policy: shared("network", "acme-app", "globex"),
        },
        settings: PEERED,
      },
      {
        of: "a network and a pool of the cloud's own",
        resources: {
          ...TENANTS,
          lan: made("network", { name: "lan" }),
          pool: made("subnetPool", { name: "all", prefixes: ["192.168.0.0/16"] }),
          lan1: shared("network", "lan", "acme"),
          pool1: shared("subnetpool", "pool", "acme"),
          pool2: shared("subnetpool", "pool", "globex"),
        },
      },
    ],
    fails: [
      {
        of: "a tenant's network for another",
        resources: {
          ...TENANTS,
          ...network("acme", "app", "192.168.1.0/24"),
          policy: shared("network", "acme-app", "globex"),
        },
        finds: { policy: ["network app of acme is shared with globex"] },
      },
      {
        of: "a tenant's address scope for another, in the provider's spelling",
        resources: {
          ...TENANTS,
          scope: made("addressScope", { name: "corp", projectId: ref("acme") }),
          policy: shared("addressScope", "scope", "globex", "accessAsShared"),
        },
        finds: { policy: ["address scope corp of acme is shared with globex"] },
      },
      {
        of: "a network of the cloud's own for two tenants",
        resources: {
          ...TENANTS,
          lan: made("network", { name: "lan" }),
          lan1: shared("network", "lan", "acme"),
          lan2: shared("network", "lan", "globex"),
        },
        finds: { lan2: ["network lan of the cloud joins acme and globex"] },
      },
    ],
  },
};
