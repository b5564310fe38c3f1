import { ACME, made, network, ref } from "../../cases";
import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { blocksOf, isNearlyAll, overlaps } from "./blocks";
import { ROUTED } from "./cases";
import { cidrOf, routesOf } from "./common";

/** Where the metadata service is, and addresses that routers use among themselves. */
const LINK_LOCAL = blocksOf(["169.254.0.0/16", "fe80::/10"]);

export const linkLocal: Rule = {
  id: "NET-36",
  title: "Nothing takes the addresses of the metadata service",
  severity: "high",
  reason:
    "machines fetch their keys, passwords and first commands from 169.254.169.254 when they start: " +
    "whoever answers there instead runs them",
  sources: ["Nova documentation, Metadata", "RFC 3927, IPv4 link-local addresses", "own"],
  remedy: "take addresses outside of 169.254.0.0/16 and fe80::/10",
  types: ["subnet", "route", "subnetRoute"],
  check: (resource) => {
    const cidr = text(resource, "cidr") === undefined ? undefined : cidrOf(resource);
    const routes = routesOf(resource).filter(({ to }) => !isNearlyAll(to));
    return LINK_LOCAL.flatMap((local) => [
      ...(cidr !== undefined && overlaps(local, cidr)
        ? [`${cidr.text} overlaps the link-local addresses ${local.text}`]
        : []),
      ...routes
        .filter(({ to }) => overlaps(local, to))
        .map(({ to, by }) => `a route to ${to.text} by ${by} takes link-local addresses`),
    ]);
  },
  cases: {
    passes: [
      {
        of: "other addresses",
        resources: {
          ...ROUTED,
          route: made("route", {
            routerId: ref("acme-edge"),
            destinationCidr: "172.31.0.0/16",
            nextHop: "192.168.1.66",
          }),
        },
      },
    ],
    fails: [
      {
        of: "a subnet",
        resources: { ...ACME, ...network("acme", "app", "169.254.169.0/24") },
        finds: {
          "acme-app-subnet": ["169.254.169.0/24 overlaps the link-local addresses 169.254.0.0/16"],
        },
      },
      {
        of: "a route that DHCP gives out",
        resources: {
          ...ROUTED,
          route: made("subnetRoute", {
            subnetId: ref("acme-app-subnet"),
            destinationCidr: "169.254.169.254/32",
            nextHop: "192.168.1.66",
          }),
        },
        finds: {
          route: ["a route to 169.254.169.254/32 by 192.168.1.66 takes link-local addresses"],
        },
      },
    ],
  },
};
