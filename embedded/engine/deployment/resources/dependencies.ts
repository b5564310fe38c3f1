import type { ResourceState } from "../../types";
import type { Entry } from "../state";
import { splitReference } from "../values/urn";

/** The URNs of all that a resource needs, each once. */
export function dependenciesOf(state: ResourceState): string[] {
  const urns = new Set<string>(state.dependencies);
  for (const list of Object.values(state.propertyDependencies ?? {})) {
    for (const urn of list) urns.add(urn);
  }
  if (state.parent) urns.add(state.parent);
  if (state.deletedWith) urns.add(state.deletedWith);
  if (state.provider) urns.add(splitReference(state.provider).urn);
  return [...urns];
}

/**
 * For each of the entries (in the state's order), the keys of those among them that need it. Where
 * two have the same URN, the one meant is the last one before who needs it.
 */
export function dependentsWithin(entries: Entry[]): Map<number, Set<number>> {
  const dependents = new Map(entries.map((entry) => [entry.key, new Set<number>()]));
  const all = new Map<string, number>();
  for (const entry of entries) all.set(entry.state.urn, entry.key);
  const before = new Map<string, number>();
  for (const { key, state } of entries) {
    for (const urn of dependenciesOf(state)) {
      const needed = before.get(urn) ?? all.get(urn);
      if (needed !== undefined && needed !== key) dependents.get(needed)?.add(key);
    }
    before.set(state.urn, key);
  }
  return dependents;
}
