import { EXTERNAL, made, ref } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { Finding, Rule } from "../../rule";
import type { Settings } from "../../settings";
import { capacity, tenant } from "./cases";
import { limitsOf, promised, sum } from "./common";
import { addressesOf, poolsOf } from "./pools";

function findExhausted(stack: Stack, { capacity: { floatingIps } }: Settings): Finding[] {
  const limits = limitsOf(stack);
  const pools = poolsOf(stack, limits);
  const used = [...pools.values()];
  const findings: Finding[] = [];
  for (const [network, tenants] of pools) {
    const name = nameOf(network);
    const subnets = stack
      .of("subnet")
      .filter((subnet) => stack.follow(subnet, "networkId", "network") === network);
    const sizes = subnets.map(addressesOf);
    const there = floatingIps[name] ?? (sizes.includes(undefined) ? 0 : sum(sizes));
    if (there === 0) continue;
    // Whoever may use several networks could take its addresses elsewhere.
    const bound = limits.filter(
      ({ tenant }) => tenants.has(tenant) && used.filter((some) => some.has(tenant)).length === 1,
    );
    const { total, most } = promised(bound, "networkQuota", "floatingip");
    const gateways = stack
      .of("router")
      .filter((router) => stack.follow(router, "externalNetworkId", "network") === network).length;
    if (total + gateways <= there) continue;
    findings.push({
      resource: network,
      found: `${there} addresses: ${total} are promised as floating IPs (${most}), routers have ${gateways}`,
    });
  }
  if (pools.size > 0) return findings;
  // The networks are another stack's.
  const there = sum(Object.values(floatingIps));
  const { total, most } = promised(limits, "networkQuota", "floatingip");
  if (there === 0 || total <= there) return findings;
  return [{ found: `${there} addresses: ${total} are promised as floating IPs (${most})` }];
}

const grant = (of: string) =>
  made("rbacPolicy", {
    action: "access_as_external",
    objectType: "network",
    objectId: ref("internet"),
    targetTenant: ref(of),
  });

export const floatingIpsExhausted: Rule = {
  id: "QUO-09",
  title: "Tenants are not promised more floating IPs than there are",
  severity: "high",
  reason:
    "one tenant that takes all that it may leaves the others without: their new routers get no " +
    "gateway, and none of their services can be reached",
  sources: ["OpenStack Security Guide, Networking services security best practices: Quotas", "own"],
  remedy: "lower floatingip quotas, or widen the pool of the external network",
  checkStack: findExhausted,
  cases: {
    passes: [
      {
        of: "tenants within the pool of their network",
        resources: {
          ...tenant("acme", { network: { floatingip: 200 } }),
          ...EXTERNAL,
          grant: grant("acme"),
        },
      },
      {
        of: "tenants without access to the network",
        resources: { ...tenant("acme", { network: { floatingip: 500 } }), ...EXTERNAL },
      },
      {
        of: "IPv6, of which there is enough",
        resources: {
          ...tenant("acme", { network: { floatingip: 500 } }),
          internet: made("network", { name: "internet6" }),
          "internet-subnet": made("subnet", {
            networkId: ref("internet"),
            cidr: "2001:db8::/64",
            ipVersion: 6,
          }),
          grant: grant("acme"),
        },
      },
    ],
    fails: [
      {
        of: "a pool that two tenants and a router exhaust",
        resources: {
          ...tenant("acme", { network: { floatingip: 30 } }),
          ...tenant("globex", { network: { floatingip: 20 } }),
          ...EXTERNAL,
          "internet-subnet": made("subnet", {
            networkId: ref("internet"),
            cidr: "203.0.113.0/24",
            allocationPools: [{ start: "203.0.113.101", end: "203.0.113.150" }],
          }),
          "acme-grant": grant("acme"),
          "globex-grant": grant("globex"),
          router: made("router", {
            name: "edge",
            tenantId: ref("acme"),
            externalNetworkId: ref("internet"),
          }),
        },
        finds: {
          internet: [
            "50 addresses: 50 are promised as floating IPs (acme 30, globex 20), routers have 1",
          ],
        },
      },
      {
        of: "a pool of another stack, as the settings have it",
        settings: capacity({ floatingIps: { internet: 8 } }),
        resources: { ...tenant("acme"), ...tenant("globex") },
        finds: { "": ["8 addresses: 10 are promised as floating IPs (acme 5, globex 5)"] },
      },
    ],
  },
};
