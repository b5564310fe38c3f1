import { nameOf, text, type Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { Settings } from "../../settings";
import { UNKNOWN } from "../../declared/values";
import { demandsOf, entries } from "./common";

/** What Nova's AggregateMultiTenancyIsolation reads: the key, with any ending, and ids with commas. */
const KEY = /^filter_tenant_id/;

/** A host aggregate and whom it is for. */
export interface Aggregate {
  resource: Declared;
  /** Tenants of the program, by their projects. */
  tenants: Set<Declared>;
  /** Ids of projects that the program does not declare. */
  others: string[];
}

export function aggregatesOf(stack: Stack): Aggregate[] {
  const byId = new Map(stack.tenants().map((tenant) => [text(tenant, "id"), tenant]));
  return stack.of("aggregate").map((resource): Aggregate => {
    const filters = entries(resource, "metadata").filter(([key]) => KEY.test(key));
    const ids = filters
      .flatMap(([, value]) => (typeof value === "string" ? value.split(",") : []))
      .map((id) => id.trim())
      .filter((id) => id !== "");
    const open =
      resource.props.metadata === UNKNOWN ||
      ids.length > 0 ||
      filters.some(([, v]) => v === UNKNOWN);
    const from = open ? stack.leadsTo(resource, "metadata", "project") : [];
    const tenants = new Set([
      ...ids.map((id) => byId.get(id)).filter((tenant) => tenant !== undefined),
      ...from,
    ]);
    // An id may be that of a project whose own one is not told.
    const told = from.every((tenant) => text(tenant, "id") !== undefined);
    return { resource, tenants, others: told ? ids.filter((id) => !byId.has(id)) : [] };
  });
}

/** Tenants that asked for hosts of their own, with the aggregates that are for them. */
export function dedicatedOf(
  stack: Stack,
  settings: Settings,
): { tenant: Declared; name: string; own: Aggregate[]; all: Aggregate[] }[] {
  const asking = stack
    .tenants()
    .filter((tenant) => demandsOf(settings, nameOf(tenant))?.dedicatedHosts === true);
  const all = asking.length === 0 ? [] : aggregatesOf(stack);
  return asking.map((tenant) => ({
    tenant,
    name: nameOf(tenant),
    own: all.filter(({ tenants }) => tenants.has(tenant)),
    all,
  }));
}

/** Whom else an aggregate is for. */
export const alsoFor = ({ tenants, others }: Aggregate, tenant: Declared): string[] => [
  ...[...tenants]
    .filter((one) => one !== tenant)
    .map(nameOf)
    .sort(),
  ...others.map((id) => `project ${id}`),
];
