import { groupRule, made, network, ref, router, TENANTS } from "../../cases";
import { nameOf, text, type Declared } from "../../declared/resource";
import type { Owner, Stack } from "../../declared/stack";
import type { CaseResource, Rule } from "../../rule";
import type { Settings } from "../../settings";
import { blockOf, isNearlyAll, overlaps, type Span } from "../net/blocks";
import { peering } from "../net/cases";
import { gatewayOf, notReach, once, poolsOf, subnetsOf } from "../net/common";
import { portsOf, protocolOf } from "./common";

interface Outside {
  network: Declared;
  pools: { text: string; span: Span }[];
  /** Whose routers lead out by it, by name. */
  tenants: Owner[];
}

/** The networks by which tenants' routers lead out, and so hide their machines behind an address there. */
const outsides = once((stack: Stack): Outside[] => {
  const tenants = new Map<Declared, Map<string, Owner>>();
  for (const router of stack.of("router")) {
    const network = gatewayOf(stack, router);
    const owner = stack.ownerOf(router);
    if (network === undefined || owner?.tenant === undefined) continue;
    tenants.set(network, (tenants.get(network) ?? new Map<string, Owner>()).set(owner.key, owner));
  }
  return [...tenants].map(([network, owners]) => ({
    network,
    pools: subnetsOf(stack, network).flatMap(poolsOf),
    tenants: [...owners.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
});

function behind(stack: Stack, settings: Settings, rule: Declared): string[] {
  const block = blockOf(text(rule, "remoteIpPrefix") ?? "");
  // What is open to everybody is meant for everybody.
  if (text(rule, "direction") !== "ingress" || block === undefined || isNearlyAll(block)) return [];
  const owner = stack.ownerOf(rule);
  if (owner?.tenant === undefined) return [];
  const peers = new Set(
    settings.peerings.filter(({ to }) => to === owner.name).map(({ from }) => from),
  );
  const [protocol, ports] = [protocolOf(rule), portsOf(rule)];
  return outsides(stack).flatMap(({ network, pools, tenants }) => {
    const pool = pools.find(({ span }) => overlaps(span, block));
    if (pool === undefined) return [];
    const others = tenants
      .filter(({ key }) => key !== owner.key)
      .filter(
        (other) => !peers.has(other.name) || notReach(settings, other, owner, protocol, ports),
      )
      .map(({ name }) => name);
    if (others.length === 0) return [];
    const named = others.slice(0, 3).join(", ");
    const more = others.length > 3 ? ` and ${others.length - 3} more` : "";
    return [
      `${block.text} covers ${pool.text} of network ${nameOf(network)}, where routers of ${named}${more} have their addresses`,
    ];
  });
}

/** @param net the first three numbers of the external network: each case has its own */
const office = (net: string): Record<string, CaseResource> => ({
  ...TENANTS,
  office: made("network", { name: "office" }),
  "office-subnet": made("subnet", {
    name: "office",
    networkId: ref("office"),
    cidr: `${net}.0/24`,
    enableDhcp: false,
    allocationPools: [{ start: `${net}.100`, end: `${net}.200` }],
  }),
  ...network("globex", "app", "192.168.1.0/24"),
  ...router("globex", "edge", ["globex-app-subnet"], { externalNetworkId: ref("office") }),
});

const https = (remoteIpPrefix: string) =>
  groupRule({ protocol: "tcp", portRangeMin: 443, portRangeMax: 443, remoteIpPrefix });

export const sourceNat: Rule = {
  id: "SG-14",
  title: "No rule that names a network lets in other tenants that come out of it",
  severity: "high",
  reason:
    "a router hides its tenant's machines behind its address on the external network: a rule that " +
    "means the people on that network lets the machines of every tenant with a router there in as well",
  sources: [
    "Neutron admin guide, Network Address Translation (NAT)",
    "own: seen in this project's reference environment",
  ],
  remedy:
    "name the part of the network that people are in, and keep the allocation pool of routers and floating IPs outside of it",
  checkStack: (stack, settings) =>
    stack
      .of("securityGroupRule")
      .flatMap((rule) => behind(stack, settings, rule).map((found) => ({ resource: rule, found }))),
  cases: {
    passes: [
      {
        of: "the part of the network that no router is in",
        resources: { ...office("192.0.2"), ...https("192.0.2.0/26") },
      },
      {
        of: "everybody, which is meant to be everybody",
        resources: { ...office("192.0.2"), ...https("0.0.0.0/0") },
      },
      {
        of: "a peering with the tenant that comes from there",
        resources: { ...office("192.0.2"), ...https("192.0.2.0/24") },
        settings: peering("globex", "acme"),
      },
    ],
    fails: [
      {
        of: "the whole network, from which another tenant comes",
        resources: { ...office("198.18.5"), ...https("198.18.5.0/24") },
        finds: {
          rule: [
            "198.18.5.0/24 covers 198.18.5.100-198.18.5.200 of network office, where routers of globex have their addresses",
          ],
        },
      },
    ],
  },
};
