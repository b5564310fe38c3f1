import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { plainCopy, UNKNOWN } from "./values";

/** A resource as a program declares it, in plain values: see {@link UNKNOWN} for those that are none yet. */
export interface Declared {
  urn: string;
  type: string;
  /** The last part of the URN. */
  name: string;
  props: Record<string, unknown>;
  /** URN of the resource's parent. */
  parent?: string;
  /** URN of its provider. */
  provider?: string;
  /** URNs of the resources that the values of a property come from. Not there for a resource alone. */
  comesFrom: Record<string, string[]>;
}

export function declaredAlone(args: ResourceValidationArgs): Declared {
  const { urn, type, name, props, opts, provider } = args;
  return {
    urn,
    type,
    name,
    props: plainCopy(props) as Record<string, unknown>,
    parent: opts.parent,
    provider: provider?.urn,
    comesFrom: {},
  };
}

export function declaredInStack(resource: PolicyResource): Declared {
  const { urn, type, name, props, parent, provider, propertyDependencies } = resource;
  return {
    urn,
    type,
    name,
    props: plainCopy(props) as Record<string, unknown>,
    parent: parent?.urn,
    provider: provider?.urn,
    comesFrom: Object.fromEntries(
      Object.entries(propertyDependencies).map(([key, from]) => [key, from.map((r) => r.urn)]),
    ),
  };
}

/** A property as text; undefined when it is absent, unknown or something else. */
export function text({ props }: Declared, key: string): string | undefined {
  const value = props[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What people call it: its name in the cloud, or else in the program. */
export const nameOf = (resource: Declared): string => text(resource, "name") ?? resource.name;

/** A property as a number; undefined when it is absent, unknown or something else. */
export function number({ props }: Declared, key: string): number | undefined {
  const value = props[key];
  return typeof value === "number" ? value : undefined;
}

/** A property's list, without what is unknown in it; empty when it is absent. */
export function list({ props }: Declared, key: string): unknown[] {
  const value = props[key];
  return Array.isArray(value) ? value.filter((item) => item !== UNKNOWN) : [];
}

/** A property's list of texts. */
export const texts = (resource: Declared, key: string): string[] =>
  list(resource, key).filter((item) => typeof item === "string");

/** A property's list of objects. */
export const objects = (resource: Declared, key: string): Record<string, unknown>[] =>
  list(resource, key).filter(
    (item): item is Record<string, unknown> => typeof item === "object" && item !== null,
  );

/** Whether a property has a value that only the update will tell, or one with such a value in it. */
export function isUnknown({ props }: Declared, key: string): boolean {
  return holdsUnknown(props[key]);
}

function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}

/** Whether a property is given at all, known or not. */
export function isGiven({ props }: Declared, key: string): boolean {
  const value = props[key];
  return value !== undefined && value !== null && value !== "";
}
