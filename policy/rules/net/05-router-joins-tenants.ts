import { made, network, ref, router, TENANTS } from "../../cases";
import type { CaseResource, Rule } from "../../rule";
import { PEERED, port } from "./cases";
import { called, isMeeting, networkOfInterface, strangers } from "./common";

const LAN: Record<string, CaseResource> = {
  lan: made("network", { name: "lan" }),
  "lan-subnet": made("subnet", { name: "lan", networkId: ref("lan"), cidr: "100.64.0.0/26" }),
};
const MEETING: Record<string, CaseResource> = {
  ...TENANTS,
  ...LAN,
  ...router("acme", "edge", ["lan-subnet"]),
  ...router("globex", "edge", ["lan-subnet"]),
};

export const routerJoinsTenants: Rule = {
  id: "NET-05",
  title: "A router joins networks of its own tenant only",
  severity: "critical",
  reason:
    "a router forwards between all its networks: with those of two tenants on it, each reaches " +
    "the other's machines on every port that security groups leave open",
  sources: [
    "OpenStack Security Guide, Networking services (L2 isolation using VLANs and tunneling)",
    "own",
  ],
  remedy: "give each tenant a router of its own, and declare a peering where they have to meet",
  checkStack: (stack, settings) =>
    stack.of("interface").flatMap((link) => {
      const router = stack.follow(link, "routerId", "router");
      const network = networkOfInterface(stack, link);
      const owner = router && stack.ownerOf(router);
      const other = network && stack.ownerOf(network);
      if (!router || !network || !strangers(settings, owner, other)) return [];
      if (isMeeting(stack, settings, network)) return [];
      return [
        {
          resource: link,
          found: `${called("router", router, owner)} has an interface on ${called("network", network, other)}`,
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
      {
        of: "a router on the network of a tenant that there is a peering with",
        resources: {
          ...TENANTS,
          ...network("globex", "vault", "192.168.2.0/24"),
          ...router("acme", "edge", ["globex-vault-subnet"]),
        },
        settings: PEERED,
      },
      {
        of: "a network of the cloud's own on which the routers of tenants with a peering meet",
        resources: MEETING,
        settings: PEERED,
      },
    ],
    fails: [
      {
        of: "a network of the cloud's own on which the routers of tenants without a peering meet",
        resources: MEETING,
        finds: {
          "acme-edge-lan-subnet": [
            "router edge of acme has an interface on network lan of the cloud",
          ],
          "globex-edge-lan-subnet": [
            "router edge of globex has an interface on network lan of the cloud",
          ],
        },
      },
      {
        of: "a network of the cloud's own, where a tenant with a peering is alone",
        resources: { ...TENANTS, ...LAN, ...router("acme", "edge", ["lan-subnet"]) },
        settings: PEERED,
        finds: {
          "acme-edge-lan-subnet": [
            "router edge of acme has an interface on network lan of the cloud",
          ],
        },
      },
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
      {
        of: "a router on the network of another tenant, by a port",
        resources: {
          ...TENANTS,
          ...network("globex", "vault", "192.168.2.0/24"),
          ...router("acme", "edge", []),
          door: port("acme", "globex-vault"),
          link: made("interface", { routerId: ref("acme-edge"), portId: ref("door") }),
        },
        finds: { link: ["router edge of acme has an interface on network vault of globex"] },
      },
    ],
  },
};
