import { network, router, TENANTS } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Rule } from "../../rule";

export const routerJoinsTenants: Rule = {
  id: "NET-05",
  title: "A router joins networks of its own tenant only",
  severity: "critical",
  reason:
    "a router forwards between all its networks: with those of two tenants on it, each reaches " +
    "the other's machines on every port that security groups leave open",
  sources: ["OpenStack Security Guide, Tenant networks", "own"],
  remedy: "give each tenant a router of its own, and declare a peering where they have to meet",
  checkStack: (stack) =>
    stack.of("interface").flatMap((link) => {
      const router = stack.follow(link, "routerId", "router");
      const subnet = stack.follow(link, "subnetId", "subnet");
      const network = subnet && stack.follow(subnet, "networkId", "network");
      const owner = router && stack.ownerOf(router);
      const other = network && stack.ownerOf(network);
      if (!owner || !other || owner.key === other.key) return [];
      return [
        {
          resource: link,
          found: `router ${nameOf(router)} of ${owner.name} has an interface on network ${nameOf(network)} of ${other.name}`,
        },
      ];
    }),
  cases: {
    passes: [
      {
        of: "a tenant's router on its own network",
        resources: {
          ...TENANTS,
          ...network("acme", "app", "192.168.1.0/24"),
          ...router("acme", "edge", ["acme-app-subnet"]),
        },
      },
    ],
    fails: [
      {
        of: "a router on the network of another tenant",
        resources: {
          ...TENANTS,
          ...network("globex", "vault", "192.168.2.0/24"),
          ...router("acme", "edge", ["globex-vault-subnet"]),
        },
        finds: {
          "acme-edge-globex-vault-subnet": [
            "router edge of acme has an interface on network vault of globex",
          ],
        },
      },
    ],
  },
};
