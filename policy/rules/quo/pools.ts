import { parseAddress, readCidr, usableRange } from "../../../components/addresses/ipv4";
import { objects, text, type Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import { sum, type Limits } from "./common";

/**
 * How many IPv4 addresses a subnet gives out: its pools, or all but the gateway. Undefined where that
 * is not known yet.
 */
export function addressesOf(subnet: Declared): number | undefined {
  if (subnet.props.ipVersion === 6) return 0;
  const pools = objects(subnet, "allocationPools");
  if (pools.length > 0) {
    const sizes = pools.map(({ start, end }) => {
      const [from, to] = [parseAddress(String(start)), parseAddress(String(end))];
      return from === undefined || to === undefined ? undefined : to - from + 1;
    });
    return sizes.includes(undefined) ? undefined : sum(sizes);
  }
  const cidr = readCidr(text(subnet, "cidr") ?? "")?.cidr;
  if (cidr === undefined) return undefined;
  const range = usableRange(cidr);
  return range.last - range.first + 1 - (subnet.props.noGateway === true ? 0 : 1);
}

/** External networks that tenants may take addresses of, with those tenants. */
export function poolsOf(stack: Stack, limits: Limits[]): Map<Declared, Set<Declared>> {
  const pools = new Map<Declared, Set<Declared>>();
  const add = (network: Declared, tenant: Declared): void => {
    pools.set(network, (pools.get(network) ?? new Set<Declared>()).add(tenant));
  };
  for (const policy of stack.of("rbacPolicy")) {
    if (text(policy, "action") !== "access_as_external") continue;
    const network = stack.follow(policy, "objectId", "network");
    const tenant = stack.follow(policy, "targetTenant", "project");
    if (network !== undefined && tenant !== undefined) add(network, tenant);
  }
  for (const network of stack.of("network")) {
    if (network.props.external === true) for (const { tenant } of limits) add(network, tenant);
  }
  return pools;
}
