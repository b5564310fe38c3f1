import { nameOf, text, type Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { Finding } from "../../rule";
import type { Settings } from "../../settings";

/** A domain, or a project that roles are given on. Keystone keeps both in one place. */
export interface Place {
  /** What two things of the same place have in common. */
  key: string;
  name: string;
  /** The project or domain, where the program declares it. */
  declared?: Declared;
}

export const assignments = (stack: Stack): Declared[] =>
  stack.of("roleAssignment", "inheritedRole");

/** Of a resource that leads to its place by this property. */
export function placeAt(stack: Stack, resource: Declared, key: string): Place | undefined {
  const target = stack.target(resource, key, "project");
  if (target === undefined) return undefined;
  const declared = "resource" in target ? target.resource : undefined;
  return {
    key: stack.keyOf(target),
    name: "resource" in target ? nameOf(target.resource) : target.id,
    declared,
  };
}

/** What a role is given on. */
export function scopeOf(
  stack: Stack,
  assignment: Declared,
): (Place & { label: string }) | undefined {
  const project = placeAt(stack, assignment, "projectId");
  if (project !== undefined) return { ...project, label: `project ${project.name}` };
  const domain = placeAt(stack, assignment, "domainId");
  return domain && { ...domain, label: `domain ${domain.name}` };
}

/**
 * The domain of a user, a group or a project. One that is left out is that of the provider's login,
 * which the program does not say: it cannot be told before the update.
 */
export function domainOf(stack: Stack, resource: Declared): Place | undefined {
  if (resource.props.isDomain === true) {
    return { key: resource.urn, name: nameOf(resource), declared: resource };
  }
  return placeAt(stack, resource, "domainId");
}

/** Whoever gets a role: a group or a user of the program. */
export const granteeOf = (stack: Stack, assignment: Declared): Declared | undefined =>
  stack.follow(assignment, "groupId", "group") ?? stack.follow(assignment, "userId", "user");

/**
 * The name of the role that is given. Keystone makes its own roles with random ids: a program that
 * looks one up shows an id that nothing in it has a name for, and no id at all before the cloud stands.
 * The name is then in the settings (`roleIds`), where programs of this library put it by themselves, or it
 * cannot be told. It can where the program declares the role, or reads it with `Role.get`.
 */
export function roleOf(stack: Stack, assignment: Declared, settings: Settings): string | undefined {
  const target = stack.target(assignment, "roleId", "role");
  if (target === undefined) return undefined;
  if ("resource" in target) return text(target.resource, "name");
  return Object.entries(settings.roleIds).find(([, id]) => id === target.id)?.[0];
}

/** Services compare the names of roles without case. */
export const sameRole = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

export const isServiceProject = (place: Place, settings: Settings): boolean =>
  place.declared !== undefined &&
  place.declared.props.isDomain !== true &&
  settings.serviceProjects.includes(place.name);

/** Whether a login is known to be one of the cloud's own: its provider names a service project. */
export function isCloudLogin(stack: Stack, resource: Declared, settings: Settings): boolean {
  const provider = stack.find(resource.provider);
  const project = provider && text(provider, "tenantName");
  return project !== undefined && settings.serviceProjects.includes(project);
}

/** A finding for each resource that something is wrong with. */
export const findEach = (
  resources: Declared[],
  judge: (resource: Declared) => string | undefined,
): Finding[] =>
  resources.flatMap((resource) => {
    const found = judge(resource);
    return found === undefined ? [] : [{ resource, found }];
  });
