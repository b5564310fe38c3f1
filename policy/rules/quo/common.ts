import { nameOf, number, type Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { ShortType } from "../../declared/types";
import type { Finding } from "../../rule";

/** The limits of each kind of quota. Those of files that are put into a machine bound nothing else. */
export const FIELDS = {
  computeQuota: [
    ...["instances", "cores", "ram", "keyPairs", "metadataItems"],
    ...["serverGroups", "serverGroupMembers"],
  ],
  networkQuota: [
    ...["network", "subnet", "subnetpool", "router", "port", "floatingip"],
    ...["securityGroup", "securityGroupRule", "rbacPolicy"],
  ],
  volumeQuota: [
    ...["volumes", "gigabytes", "perVolumeGigabytes", "snapshots"],
    ...["backups", "backupGigabytes", "groups"],
  ],
} as const satisfies Partial<Record<ShortType, string[]>>;

export type QuotaType = keyof typeof FIELDS;
export const QUOTA_TYPES: QuotaType[] = ["computeQuota", "networkQuota", "volumeQuota"];

const SERVICE: Record<QuotaType, string> = {
  computeQuota: "compute",
  networkQuota: "network",
  volumeQuota: "block storage",
};

/** A tenant with its quotas. */
export interface Limits {
  tenant: Declared;
  name: string;
  quotas: Partial<Record<QuotaType, Declared>>;
}

/** Every tenant with the quotas that are known to be its own. */
export function limitsOf(stack: Stack): Limits[] {
  const byTenant = new Map<Declared, Limits>(
    stack.tenants().map((tenant) => [tenant, { tenant, name: nameOf(tenant), quotas: {} }]),
  );
  for (const type of QUOTA_TYPES) {
    for (const quota of stack.of(type)) {
      const tenant = stack.ownerOf(quota)?.tenant;
      const limits = tenant && byTenant.get(tenant);
      if (limits !== undefined) limits.quotas[type] ??= quota;
    }
  }
  return [...byTenant.values()];
}

/** A limit as it is declared; undefined when it is left out, unknown, or none at all (-1). */
export function limit(quota: Declared | undefined, field: string): number | undefined {
  const value = quota && number(quota, field);
  return value === undefined || value < 0 ? undefined : value;
}

/** Tenants that have no quota of this kind. */
export const withoutQuota = (stack: Stack, type: QuotaType): Finding[] =>
  limitsOf(stack)
    .filter(({ tenant, quotas }) => quotas[type] === undefined && !mayHave(stack, type, tenant))
    .map(({ tenant, name }) => ({
      resource: tenant,
      found: `${name} has no ${SERVICE[type]} quota`,
    }));

/** Whether there is a quota of which nobody can tell yet whether it is this tenant's. */
const mayHave = (stack: Stack, type: QuotaType, tenant: Declared): boolean =>
  stack
    .of(type)
    .some(
      (quota) =>
        stack.ownerOf(quota) === undefined && quota.comesFrom.projectId?.includes(tenant.urn),
    );

export const sum = (numbers: (number | undefined)[]): number =>
  numbers.reduce<number>((total, one) => total + (one ?? 0), 0);

/** What tenants may have of something together, with those that may have most. */
export function promised(
  limits: Limits[],
  type: QuotaType,
  field: string,
): { total: number; most: string } {
  const each = limits
    .map(({ name, quotas }) => ({ name, value: limit(quotas[type], field) ?? 0 }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
  const most = each.slice(0, 3).map(({ name, value }) => `${name} ${value}`);
  if (each.length > most.length) most.push(`and ${each.length - most.length} more`);
  return { total: sum(each.map(({ value }) => value)), most: most.join(", ") };
}
