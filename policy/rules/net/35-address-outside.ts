import { made, network, ref, TENANTS } from "../../cases";
import { nameOf, objects, text, type Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { CaseResource, CaseValue, Finding, Rule } from "../../rule";
import { blockOf, holds } from "./blocks";
import { external } from "./cases";
import { cidrOf, gatewayAddress, gatewayOf, isExternal, once, poolsOf, subnetsOf } from "./common";

/** Floating IPs name the network that they are of. */
const externalByName = once(
  (stack: Stack) =>
    new Map(
      stack
        .of("network")
        .filter((network) => isExternal(stack, network))
        .map((network) => [nameOf(network), network]),
    ),
);

function check(
  stack: Stack,
  resource: Declared,
  network: Declared | undefined,
  addresses: unknown[],
): Finding[] {
  if (network === undefined || stack.ownerOf(resource)?.tenant === undefined) return [];
  return addresses.flatMap((given) => {
    const address = typeof given === "string" ? blockOf(given) : undefined;
    return subnetsOf(stack, network).flatMap((subnet): Finding[] => {
      const cidr = cidrOf(subnet);
      if (address === undefined || cidr === undefined || !holds(cidr, address)) return [];
      const gateway = gatewayAddress(subnet);
      const where = `subnet ${nameOf(subnet)}`;
      if (gateway !== undefined && holds(gateway, address)) {
        return [{ resource, found: `${address.text} is the gateway of ${where}` }];
      }
      const pools = poolsOf(subnet);
      if (pools.length === 0 || pools.some(({ span }) => holds(span, address))) return [];
      const parts = pools.map((pool) => pool.text).join(", ");
      return [{ resource, found: `${address.text} is outside of ${parts} of ${where}` }];
    });
  });
}

const office = (
  router: { [key: string]: CaseValue },
  address: string,
): Record<string, CaseResource> => ({
  ...TENANTS,
  office: made("network", { name: "office" }),
  "office-subnet": made("subnet", {
    name: "office",
    networkId: ref("office"),
    cidr: "198.51.100.0/24",
    gatewayIp: "198.51.100.254",
    enableDhcp: false,
    allocationPools: [{ start: "198.51.100.100", end: "198.51.100.199" }],
  }),
  given: external("office", "acme"),
  ...network("acme", "app", "192.168.1.0/24"),
  edge: made("router", {
    name: "edge",
    tenantId: ref("acme"),
    externalNetworkId: ref("office"),
    ...router,
  }),
  ip: made("floatingIp", { pool: "office", tenantId: ref("acme"), address }),
});

const at = (ipAddress: string) => ({
  externalFixedIps: [{ subnetId: ref("office-subnet"), ipAddress }],
});

export const addressOutside: Rule = {
  id: "NET-35",
  title: "Tenants' addresses outside are of the external network's pool",
  severity: "high",
  reason:
    "the rest of the external network is other people's: a router or floating IP that has the " +
    "gateway's address, or a server's, gets what is meant for it",
  sources: ["scs-0126, Provider Networks", "own: the administrator may give out any address"],
  remedy: "leave the address out, or take one of the subnet's allocation pools",
  checkStack: (stack) => [
    ...stack.of("router").flatMap((router) => {
      const fixed = objects(router, "externalFixedIps").map(({ ipAddress }) => ipAddress);
      return fixed.length === 0 ? [] : check(stack, router, gatewayOf(stack, router), fixed);
    }),
    ...stack
      .of("floatingIp")
      .flatMap((ip) =>
        check(stack, ip, externalByName(stack).get(text(ip, "pool") ?? ""), [ip.props.address]),
      ),
  ],
  cases: {
    passes: [
      { of: "addresses of the pool", resources: office(at("198.51.100.100"), "198.51.100.199") },
      { of: "addresses of Neutron's choice", resources: office({}, "") },
    ],
    fails: [
      {
        of: "the gateway's address, and one of somebody else's server",
        resources: office(at("198.51.100.254"), "198.51.100.7"),
        finds: {
          edge: ["198.51.100.254 is the gateway of subnet office"],
          ip: ["198.51.100.7 is outside of 198.51.100.100-198.51.100.199 of subnet office"],
        },
      },
    ],
  },
};
