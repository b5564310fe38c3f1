import type { Rule } from "../../rule";
import { isNearlyAll } from "./blocks";
import { route, ROUTED, secondSubnet } from "./cases";
import { routesOf } from "./common";

export const defaultRoute: Rule = {
  id: "NET-24",
  title: "No static route leads everything through a machine",
  severity: "medium",
  // A tenant may have a firewall of its own, which is seen to be meant by a waiver or this advice.
  level: "advisory",
  reason:
    "all that the network sends out passes the machine, whoever runs it: a router's gateway cannot " +
    "be broken into by those who use it, a machine can",
  sources: ["own"],
  remedy: "leave the way outside to the subnet's gateway, or name the networks behind the machine",
  types: ["route", "subnetRoute", "subnet"],
  check: (resource) =>
    routesOf(resource)
      .filter(({ to }) => isNearlyAll(to))
      .map(({ to, by }) => `a route leads ${to.text} through ${by}`),
  cases: {
    passes: [{ of: "a route to a network", resources: { ...ROUTED, route: route("10.0.0.0/8") } }],
    fails: [
      {
        of: "a default route of a router, in halves",
        resources: { ...ROUTED, low: route("0.0.0.0/1"), high: route("128.0.0.0/1") },
        finds: {
          low: ["a route leads 0.0.0.0/1 through 192.168.1.66"],
          high: ["a route leads 128.0.0.0/1 through 192.168.1.66"],
        },
      },
      {
        of: "a default route that DHCP gives out, by IPv6",
        resources: secondSubnet({
          ipVersion: 6,
          cidr: "fd00:1::/64",
          hostRoutes: [{ destinationCidr: "::/0", nextHop: "fd00:1::66" }],
        }),
        finds: { more: ["a route leads ::/0 through fd00:1::66"] },
      },
    ],
  },
};
