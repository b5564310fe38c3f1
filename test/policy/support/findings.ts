import type { Stack } from "../../../policy/declared/stack";
import { tokenOf } from "../../../policy/declared/types";
import { isStackRule, type Finding, type Rule } from "../../../policy/rule";
import type { Settings } from "../../../policy/settings";

/** Everything that a rule finds in a stack. */
export function findings(rule: Rule, stack: Stack, settings: Settings): Finding[] {
  if (isStackRule(rule)) return rule.checkStack(stack, settings);
  return rule.types
    .flatMap((type) => stack.components(tokenOf(type)))
    .flatMap((resource) => rule.check(resource, settings).map((found) => ({ resource, found })));
}
