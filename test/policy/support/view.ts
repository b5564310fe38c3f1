import type { Declared } from "../../../policy/declared/resource";
import { Stack } from "../../../policy/declared/stack";
import { TYPES, type ShortType } from "../../../policy/declared/types";
import { UNKNOWN } from "../../../policy/declared/values";
import type { CaseResource, CaseValue, Ref } from "../../../policy/rule";

export const tokenOf = (type: CaseResource["type"]): string => TYPES[type as ShortType] ?? type;

export const isRef = (value: CaseValue): value is { ref: string; output?: string } =>
  typeof value === "object" && !Array.isArray(value) && typeof value.ref === "string";

const urnOf = (name: string, { type }: CaseResource): string =>
  `urn:pulumi:test::test::${tokenOf(type)}::${name}`;

/**
 * The program of a case as the rules see it: after an update, with every id, or at the preview of the
 * first one, where each reference is unknown and only what it comes from is told.
 */
export function viewOf(resources: Record<string, CaseResource>, known: boolean): Stack {
  return new Stack(
    Object.entries(resources).map(([name, resource]): Declared => {
      const urn = urnOf(name, resource);
      const comesFrom: Record<string, string[]> = {};
      const plain = (key: string, value: CaseValue): unknown => {
        if (typeof value !== "object") return value;
        if (isRef(value)) {
          const target = referred(resources, value);
          (comesFrom[key] ??= []).push(urnOf(value.ref, target));
          return known ? outputOf(target, value) : UNKNOWN;
        }
        if (Array.isArray(value)) return value.map((item) => plain(key, item));
        return Object.fromEntries(
          Object.entries(value).map(([inner, item]) => [inner, plain(key, item)]),
        );
      };
      const props = Object.fromEntries(
        Object.entries(resource.props).map(([key, value]) => [key, plain(key, value)]),
      );
      if (known) props.id = `id-of-${name}`;
      const { provider } = resource;
      return {
        urn,
        type: tokenOf(resource.type),
        name,
        props,
        comesFrom,
        provider: provider && urnOf(provider, referred(resources, { ref: provider })),
      };
    }),
  );
}

function outputOf(target: CaseResource, { ref, output }: Ref): unknown {
  return output === undefined ? `id-of-${ref}` : target.props[output];
}

function referred(resources: Record<string, CaseResource>, { ref }: Ref): CaseResource {
  const target = resources[ref];
  if (target === undefined) throw new Error(`the case has no ${ref}`);
  return target;
}
