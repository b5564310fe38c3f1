import { made, ref } from "../../cases";
import type { Rule } from "../../rule";
import { blocksOf, holds, isNearlyAll, overlaps } from "./blocks";
import { INFRASTRUCTURE, route, ROUTED, secondSubnet } from "./cases";
import { routesOf } from "./common";

export const routeToInfrastructure: Rule = {
  id: "NET-22",
  title: "No route of a tenant leads to the infrastructure",
  severity: "high",
  reason:
    "the route takes the tenant's packets to the cloud's own hosts by a way that was not meant for " +
    "them, or catches what is meant for those hosts on a machine of the tenant's",
  sources: ["OpenStack Security Guide, Security boundaries and threats", "own"],
  remedy: "remove the route, or name what is outside of the setting infrastructure",
  checkStack: (stack, settings) => {
    const infrastructure = blocksOf(settings.infrastructure);
    const servers = blocksOf(settings.dnsServers);
    return stack.of("route", "subnetRoute", "subnet").flatMap((resource) => {
      if (stack.ownerOf(resource)?.tenant === undefined) return [];
      return routesOf(resource).flatMap(({ to, by }) => {
        // What leads everywhere is judged by a rule of its own.
        if (isNearlyAll(to) || servers.some((server) => holds(server, to))) return [];
        return infrastructure
          .filter((part) => overlaps(part, to))
          .map((part) => ({
            resource,
            found: `a route to ${to.text} by ${by} covers ${part.text} of the infrastructure`,
          }));
      });
    });
  },
  cases: {
    passes: [
      {
        of: "a route to somewhere else",
        resources: { ...ROUTED, route: route("172.31.0.0/16") },
        settings: INFRASTRUCTURE,
      },
      {
        of: "a route to a name server that tenants may use",
        resources: { ...ROUTED, route: route("10.0.1.53/32") },
        settings: INFRASTRUCTURE,
      },
    ],
    fails: [
      {
        of: "a route of a router",
        resources: { ...ROUTED, route: route("10.0.1.0/24") },
        settings: INFRASTRUCTURE,
        finds: {
          route: [
            "a route to 10.0.1.0/24 by 192.168.1.66 covers 10.0.1.0/24 of the infrastructure",
          ],
        },
      },
      {
        of: "routes that DHCP gives out",
        resources: {
          ...secondSubnet({
            tenantId: ref("acme"),
            hostRoutes: [{ destinationCidr: "10.0.0.7/32", nextHop: "192.168.2.5" }],
          }),
          route: made("subnetRoute", {
            subnetId: ref("acme-app-subnet"),
            destinationCidr: "10.0.1.0/28",
            nextHop: "192.168.1.66",
          }),
        },
        settings: INFRASTRUCTURE,
        finds: {
          more: ["a route to 10.0.0.7/32 by 192.168.2.5 covers 10.0.0.0/24 of the infrastructure"],
          route: [
            "a route to 10.0.1.0/28 by 192.168.1.66 covers 10.0.1.0/24 of the infrastructure",
          ],
        },
      },
    ],
  },
};
