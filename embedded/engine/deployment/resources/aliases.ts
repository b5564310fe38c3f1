import type { RunOptions } from "../contract";
import { STACK_TYPE, createUrn, nameOf, qualifiedType, typeOf } from "../values/urn";
import type { AliasSpec, Goal } from "./goal";

/**
 * The URNs that a resource may have had before: its own aliases, and what follows from the alias
 * that its parent was found by.
 * @param found by the URN of now, the URN of before, for resources that an alias found
 */
export function aliasUrns(
  options: RunOptions,
  goal: Goal,
  found: ReadonlyMap<string, string>,
): string[] {
  const own = goal.aliases.map((alias) => aliasUrn(options, goal, alias, found));
  const urns = new Set(own);
  const parentBefore = goal.parent === undefined ? undefined : found.get(goal.parent);
  if (goal.parent !== undefined && parentBefore !== undefined) {
    const parentName = nameOf(goal.parent);
    const inherit = (type: string, name: string): string => {
      // A child is named after its parent by convention, so the parent's old name is in its own.
      const before = name.startsWith(parentName)
        ? nameOf(parentBefore) + name.slice(parentName.length)
        : name;
      return createUrn(options.stack, options.project.name, parentBefore, type, before);
    };
    urns.add(inherit(goal.type, goal.name));
    for (const urn of own) urns.add(inherit(typeOf(urn), nameOf(urn)));
  }
  return [...urns];
}

function aliasUrn(
  options: RunOptions,
  goal: Goal,
  alias: AliasSpec,
  found: ReadonlyMap<string, string>,
): string {
  if (alias.urn) return alias.urn;
  let parent = alias.parentUrn ? (found.get(alias.parentUrn) ?? alias.parentUrn) : goal.parent;
  if (alias.noParent || (parent && qualifiedType(parent) === STACK_TYPE)) parent = undefined;
  return createUrn(
    alias.stack || options.stack,
    alias.project || options.project.name,
    parent,
    alias.type || goal.type,
    alias.name || goal.name,
  );
}
