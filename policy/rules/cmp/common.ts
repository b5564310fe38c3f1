import { isUnknown, text, type Declared } from "../../declared/resource";
import type { Owner, Stack } from "../../declared/stack";
import type { Settings } from "../../settings";

/** The entries of a property that is a map, by their keys; nothing where it is unknown as a whole. */
export function entries({ props }: Declared, key: string): [string, unknown][] {
  const map = props[key];
  if (typeof map !== "object" || map === null) return [];
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The project that machines and volumes are in: that of the login they are made with. Undefined for
 * a login that names none, such as by an application credential: nobody can tell whose it is.
 */
export function projectOf(stack: Stack, resource: Declared): Owner | undefined {
  const provider = stack.find(resource.provider);
  if (provider !== undefined && !/^default(_|$)/.test(provider.name)) {
    const named = ["tenantId", "tenantName"].some(
      (key) => isUnknown(provider, key) || text(provider, key) !== undefined,
    );
    if (!named) return undefined;
  }
  return stack.ownerOf(resource);
}

/** Whether something of a tenant is used from another project, as far as anybody can tell. */
export function isForeign(theirs: Owner | undefined, mine: Owner | undefined): boolean {
  if (theirs?.tenant === undefined || mine === undefined || theirs.key === mine.key) return false;
  // A login that names its project by name: that may be the same one.
  return mine.name !== `project ${theirs.name}`;
}

/** What a tenant asked for; nothing for whoever is not in the settings. */
export const demandsOf = (
  settings: Settings,
  name: string,
): Settings["tenants"][string] | undefined => settings.tenants[name];
