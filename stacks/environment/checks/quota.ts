import type { Mistake } from "../mistakes";
import { subnetsOf, type TenantSettings } from "../tenant";
import type { TenantContext } from "./tenant";

/** Rules that a project's default security group has from the start. */
export const DEFAULT_RULES = 4;

/** How many rules a security group's setting stands for. */
export function ruleCount(group: TenantSettings["securityGroups"][string]): number {
  // Egress to anywhere is one rule for IPv4 and one for IPv6.
  return group.rules.length + (group.egress === "any" ? 2 : 0);
}

/** Quotas that are too small for what the tenant itself declares. */
export function checkQuota(tenant: TenantSettings, { at, quotaUnknown }: TenantContext): Mistake[] {
  if (quotaUnknown) return [];
  const subnets = (network: string): number =>
    subnetsOf(network, tenant.networks[network] ?? {}).length;
  const networks = Object.keys(tenant.networks);
  const groups = Object.values(tenant.securityGroups);
  const routers = Object.values(tenant.routers);
  const interfaces = sum(routers.flatMap(({ networks: joined }) => joined.map(subnets)));
  const declared = {
    networks: networks.length,
    subnets: sum(networks.map(subnets)),
    routers: routers.length,
    // DHCP has a port on each network.
    ports: interfaces + networks.length,
    securityGroups: groups.length === 0 ? 0 : groups.length + 1,
    securityGroupRules: groups.length === 0 ? 0 : sum(groups.map(ruleCount)) + DEFAULT_RULES,
  };
  const note: Partial<Record<keyof typeof declared, string>> = {
    ports: ", those of routers and DHCP",
    securityGroups: ", the default one included",
    securityGroupRules: ", the default group's and those for egress included",
  };
  return (Object.keys(declared) as (keyof typeof declared)[]).flatMap((key) => {
    const limit = tenant.quota.network[key];
    if (limit === -1 || limit >= declared[key]) return [];
    return [
      {
        path: `${at}.quota.network.${key}`,
        problem: `is below the ${declared[key]} that the tenant declares${note[key] ?? ""}`,
        found: String(limit),
        allowed: `${declared[key]} or more, or -1 for no limit`,
        advice: `raise it to at least ${declared[key]}, or declare less`,
      },
    ];
  });
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
