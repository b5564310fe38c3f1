import { monthOf } from "./calendar";
import { DiskFull } from "./store/files";
import type { KnownTenant } from "./store/store";
import { TenantRun, type RunArgs } from "./tenant-run";

/**
 * One run: the preliminary reports anew, months that are over closed, closed ones corrected where what
 * they were made of changed, budgets looked at. A run that was cut off is made good by the next one.
 * @returns what went wrong with which tenant; the others are done all the same
 */
export async function run(args: RunArgs): Promise<string[]> {
  const { store, now, settings } = args;
  store.recover();
  args.outbox.recover();
  args.budgets.recover();
  const [names, until] = [await args.projects(), await args.rated.ratedUntil()];
  const declared = new Set(Object.values(args.declared));
  const month = monthOf(now, settings.timeZone).name;
  const tenants = knownTenants(store.tenants(), names, declared, until, now, month);
  store.keepTenants(tenants);
  for (const [id, { name, declared }] of Object.entries(tenants)) {
    if (declared === true) store.keepTerms(id, args.terms(name));
  }
  const errors: string[] = [];
  for (const [projectId, tenant] of Object.entries(tenants)) {
    try {
      const closed = await new TenantRun(args, projectId, tenant, until[projectId]).run();
      if (closed !== tenant.closed) {
        tenants[projectId] = { ...tenant, closed };
        store.keepTenants(tenants);
      }
    } catch (error) {
      if (error instanceof DiskFull) throw error;
      errors.push(`${tenant.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return errors;
}

/** Those that were known, those that the environment declares, and those of which something is rated. */
function knownTenants(
  known: Record<string, KnownTenant>,
  names: Record<string, string>,
  declared: Set<string>,
  until: Record<string, string>,
  now: string,
  month: string,
): Record<string, KnownTenant> {
  const tenants: Record<string, KnownTenant> = {};
  for (const id of [...Object.keys(known), ...declared, ...Object.keys(until)]) {
    const { name = names[id], since = month, closed, goneSince = now } = known[id] ?? {};
    if (name === undefined) continue;
    tenants[id] = {
      name: names[id] ?? name,
      since,
      ...(closed !== undefined && { closed }),
      ...(names[id] === undefined && { goneSince }),
      ...(declared.has(id) && { declared: true }),
    };
  }
  return Object.fromEntries(Object.entries(tenants).sort(([a], [b]) => (a < b ? -1 : 1)));
}
