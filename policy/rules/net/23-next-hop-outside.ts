import { EXTERNAL, made, ref } from "../../cases";
import { nameOf, text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { blockOf, holds } from "./blocks";
import { outside } from "./cases";
import { cidrOf, gatewayAddress, gatewayOf, subnetsOf } from "./common";

const route = (nextHop: string) =>
  made("route", { routerId: ref("acme-edge"), destinationCidr: "192.168.77.0/24", nextHop });

export const nextHopOutside: Rule = {
  id: "NET-23",
  title: "No route leads through another router on an external network",
  severity: "critical",
  reason:
    "routers of all tenants are on the external network and forward what comes to them there into " +
    "their own networks: the route leads into another tenant's, past floating IPs and source NAT",
  sources: ["Neutron admin guide, Address scopes", "own: what the reachability proof shows"],
  remedy: "leave the way outside to the gateway of the external network",
  checkStack: (stack) =>
    stack.of("route").flatMap((route) => {
      const router = stack.follow(route, "routerId", "router");
      const network = router && gatewayOf(stack, router);
      const hop = blockOf(text(route, "nextHop") ?? "");
      if (router === undefined || network === undefined || hop === undefined) return [];
      if (stack.ownerOf(router)?.tenant === undefined) return [];
      return subnetsOf(stack, network).flatMap((subnet) => {
        const [cidr, gateway] = [cidrOf(subnet), gatewayAddress(subnet)];
        if (cidr === undefined || !holds(cidr, hop)) return [];
        if (gateway !== undefined && holds(gateway, hop)) return [];
        return [
          {
            resource: route,
            found: `a route to ${text(route, "destinationCidr") ?? "a network"} leads through ${hop.text} on network ${nameOf(network)}`,
          },
        ];
      });
    }),
  cases: {
    passes: [
      { of: "a machine of its own", resources: { ...outside(), route: route("192.168.1.66") } },
      {
        of: "the gateway of the external network, which is its first address",
        resources: { ...outside(), route: route("203.0.113.1") },
      },
      {
        of: "a router of the cloud's own",
        resources: {
          ...EXTERNAL,
          core: made("router", { name: "core", externalNetworkId: ref("internet") }),
          route: made("route", {
            routerId: ref("core"),
            destinationCidr: "192.168.77.0/24",
            nextHop: "203.0.113.25",
          }),
        },
      },
    ],
    fails: [
      {
        of: "another router outside",
        resources: { ...outside(), route: route("203.0.113.25") },
        finds: {
          route: ["a route to 192.168.77.0/24 leads through 203.0.113.25 on network internet"],
        },
      },
    ],
  },
};
