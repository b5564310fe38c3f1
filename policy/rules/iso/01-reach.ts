import { describeReach } from "../../../components/isolation/describe";
import { prove } from "../../../components/isolation/prove";
import { EXTERNAL, groupRule, made, network, ref, router, TENANTS } from "../../cases";
import { cloudModelOf } from "../../declared/cloud-model";
import { nameOf } from "../../declared/resource";
import type { CaseResource, Rule } from "../../rule";

const vault: Record<string, CaseResource> = {
  ...TENANTS,
  ...network("globex", "vault", "192.168.2.0/24"),
  ...network("acme", "app", "192.168.1.0/24"),
};

/** The outcome of the proof: whatever the way, it is found, be each of its steps allowed by itself. */
export const reach: Rule = {
  id: "ISO-01",
  title: "No tenant reaches another one unless a peering allows it",
  severity: "critical",
  reason:
    "packets of one tenant get to where another one's machines are: what keeps them out there is " +
    "at most a security group",
  sources: ["own: the reachability proof over networks, routers, routes, shares and ports"],
  remedy: "cut the way at one of its hops, or declare a peering for exactly what has to pass",
  checkStack: (stack, settings) => {
    const name = (id: string): string => {
      const resource = stack.find(id);
      if (resource === undefined) return id;
      const owner = stack.ownerOf(resource);
      const own = nameOf(resource);
      return owner?.tenant === undefined || owner.key === id ? own : `${own} of ${owner.name}`;
    };
    return prove(cloudModelOf(stack, settings)).violations.map((violation) => {
      const by = violation.path.find((hop) => "router" in hop) ?? violation.path[0];
      const id = by && ("router" in by ? by.router : by.network);
      return { resource: stack.find(id), found: describeReach(violation, name) };
    });
  },
  cases: {
    passes: [
      {
        of: "two tenants on the same addresses with a router each to one network outside",
        resources: {
          ...TENANTS,
          ...EXTERNAL,
          ...network("acme", "app", "192.168.1.0/24"),
          ...network("globex", "app", "192.168.1.0/24"),
          ...router("acme", "edge", ["acme-app-subnet"], { externalNetworkId: ref("internet") }),
          ...router("globex", "edge", ["globex-app-subnet"], {
            externalNetworkId: ref("internet"),
          }),
        },
      },
      {
        of: "a shared network between tenants that have a peering both ways",
        resources: {
          ...vault,
          share: made("rbacPolicy", {
            action: "access_as_shared",
            objectType: "network",
            objectId: ref("globex-vault"),
            targetTenant: ref("acme"),
          }),
        },
        settings: {
          peerings: [
            { from: "acme", to: "globex" },
            { from: "globex", to: "acme" },
          ],
        },
      },
    ],
    fails: [
      {
        of: "a router between two tenants' networks",
        resources: {
          ...vault,
          ...router("acme", "edge", ["acme-app-subnet", "globex-vault-subnet"]),
        },
        finds: {
          "acme-edge": [
            "acme reaches globex by network app of acme → router edge of acme → network vault of globex; only security groups, which their owner may change, are in between",
            "globex reaches acme by network vault of globex → router edge of acme → network app of acme; only security groups, which their owner may change, are in between",
          ],
        },
      },
      {
        of: "a route through the network outside to another tenant's router",
        resources: {
          ...EXTERNAL,
          ...vault,
          ...groupRule({
            protocol: "tcp",
            portRangeMin: 80,
            portRangeMax: 80,
            remoteIpPrefix: "0.0.0.0/0",
          }),
          ...router("acme", "edge", ["acme-app-subnet"], {
            externalNetworkId: ref("internet"),
            externalFixedIps: [{ ipAddress: "203.0.113.7" }],
          }),
          ...router("globex", "edge", ["globex-vault-subnet"], {
            externalNetworkId: ref("internet"),
          }),
          route: made("route", {
            routerId: ref("globex-edge"),
            destinationCidr: "192.168.1.0/24",
            nextHop: "203.0.113.7",
          }),
        },
        finds: {
          "globex-edge": [
            "globex reaches acme by network vault of globex → router edge of globex (its route 192.168.1.0/24 by 203.0.113.7) → network internet → router edge of acme → network app of acme; open there: tcp 80 (web of acme)",
          ],
        },
      },
      {
        of: "a tenant's port on the network of another",
        resources: {
          ...vault,
          port: made("port", {
            name: "tap",
            networkId: ref("globex-vault"),
            tenantId: ref("acme"),
          }),
        },
        finds: {
          "globex-vault": [
            "acme reaches globex by network vault of globex; only security groups, which their owner may change, are in between",
            "globex reaches acme by network vault of globex; only security groups, which their owner may change, are in between",
          ],
        },
      },
    ],
  },
};
