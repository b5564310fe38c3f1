import { ACME, made, network, ref, router } from "../../cases";
import { nameOf, type Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { Finding, Rule } from "../../rule";
import { overlaps } from "./blocks";
import { outside } from "./cases";
import { cidrOf, gatewayOf, sorted, subnetsOf } from "./common";

function check(stack: Stack, router: Declared): Finding[] {
  const gateway = gatewayOf(stack, router);
  const seen = gateway === undefined ? [] : [...subnetsOf(stack, gateway)];
  const links = stack.leadingTo("interface", "routerId", "router").get(router) ?? [];
  return sorted(links).flatMap((resource) => {
    const subnet = stack.follow(resource, "subnetId", "subnet");
    if (subnet === undefined) return [];
    const own = cidrOf(subnet);
    const other = seen.find((one) => {
      const cidr = cidrOf(one);
      return one !== subnet && own !== undefined && cidr !== undefined && overlaps(own, cidr);
    });
    seen.push(subnet);
    if (other === undefined) return [];
    const [a, b] = [subnet, other].map((one) => `${cidrOf(one)?.text ?? ""} (${nameOf(one)})`);
    return [{ resource, found: `${a} and ${b} overlap on router ${nameOf(router)}` }];
  });
}

export const overlapOnRouter: Rule = {
  id: "NET-20",
  title: "No two networks on a router overlap",
  severity: "high",
  reason:
    "the router forwards to one of the two: what was meant for the other, or for the outside, goes to " +
    "machines that have the same addresses here",
  sources: ["own: two tenants may have the same addresses, as long as no router has both"],
  remedy: "choose other addresses for one of them, or give each a router of its own",
  checkStack: (stack) => stack.of("router").flatMap((router) => check(stack, router)),
  cases: {
    passes: [
      {
        of: "networks beside each other",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24"),
          ...network("acme", "data", "192.168.2.0/24"),
          ...router("acme", "edge", ["acme-app-subnet", "acme-data-subnet"]),
        },
      },
      {
        of: "the same addresses on two routers",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24"),
          ...network("acme", "test", "192.168.1.0/24"),
          ...router("acme", "edge", ["acme-app-subnet"]),
          ...router("acme", "lab", ["acme-test-subnet"]),
        },
      },
    ],
    fails: [
      {
        of: "a network within another",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.0.0/16"),
          ...network("acme", "data", "192.168.2.0/24"),
          ...router("acme", "edge", ["acme-app-subnet", "acme-data-subnet"]),
        },
        finds: {
          "acme-edge-acme-data-subnet": [
            "192.168.2.0/24 (data) and 192.168.0.0/16 (app) overlap on router edge",
          ],
        },
      },
      {
        of: "a network with addresses of the one outside",
        resources: {
          ...outside(),
          ...network("acme", "dmz", "203.0.113.128/25"),
          link: made("interface", { routerId: ref("acme-edge"), subnetId: ref("acme-dmz-subnet") }),
        },
        finds: {
          link: ["203.0.113.128/25 (dmz) and 203.0.113.0/24 (internet) overlap on router edge"],
        },
      },
    ],
  },
};
