import type {
  PolicyResource,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidation,
  StackValidationPolicy,
} from "@pulumi/policy";
import { withProgram } from "./declared/program";
import { declaredAlone, declaredInStack } from "./declared/resource";
import { Stack } from "./declared/stack";
import { tokenOf } from "./declared/types";
import {
  isStackRule,
  message,
  type Finding,
  type ResourceRule,
  type Rule,
  type StackRule,
} from "./rule";
import type { Level, Settings } from "./settings";
import { Waivers } from "./waivers";

export type Policy = ResourceValidationPolicy | StackValidationPolicy;
type Head = Omit<Policy, "validateResource" | "validateStack">;

/**
 * The rules as CrossGuard's policies. A rule about one resource judges it before it is made; one about
 * how resources hang together judges the stack, at preview and as it came out of an update.
 * @param today as `2027-03-31`, in UTC: when waivers expire
 */
export function policiesOf(rules: Rule[], settings: Settings, today: string): Policy[] {
  const waivers = new Waivers(settings.waivers, today);
  const level = (id: string, otherwise: Level = "mandatory"): Level =>
    settings.levels[id] ?? settings.levels.all ?? otherwise;
  return [
    ...rules.map((rule) => {
      const head: Head = {
        name: rule.id,
        displayName: rule.title,
        description: `${rule.title}.`,
        severity: rule.severity,
        enforcementLevel: level(rule.id, rule.level),
      };
      return isStackRule(rule)
        ? stackPolicy(rule, head, settings, waivers)
        : resourcePolicy(rule, head, settings, waivers);
    }),
    waiverPolicy("WVR-01", "No waiver has expired", level("WVR-01"), settings, () =>
      waivers.findExpired(),
    ),
    waiverPolicy("WVR-02", "Every waiver is needed", level("WVR-02"), settings, (stack) =>
      waivers.findUnused(rules, stack),
    ),
  ];
}

function resourcePolicy(
  rule: ResourceRule,
  head: Head,
  settings: Settings,
  waivers: Waivers,
): ResourceValidationPolicy {
  const tokens = rule.types.map(tokenOf);
  const [only, ...others] = tokens;
  const validate: ResourceValidation = (args, report) => {
    if (!tokens.includes(args.type)) return;
    const resource = declaredAlone(args);
    const all = rule.check(resource, settings).map((found) => ({ resource, found }));
    for (const { found } of waivers.pass(rule, all)) report(message(rule, found));
  };
  // What CrossGuard's own helpers set on functions for one type: others then cost nothing.
  if (others.length === 0) Object.assign(validate, { __pulumiType: only });
  return { ...head, validateResource: validate };
}

function stackPolicy(
  rule: StackRule,
  head: Head,
  settings: Settings,
  waivers: Waivers,
): StackValidationPolicy {
  const validateStack: StackValidation = ({ resources }, report) => {
    const found = foundIn(turnOf(resources), rule, settings);
    for (const { resource, found: what } of waivers.pass(rule, found)) {
      report(message(rule, what), resource?.urn);
    }
  };
  // Once the stack is at hand, a rule that finds nothing in it is for a type that it has none of.
  Object.defineProperty(validateStack, "__pulumiType", {
    get: () =>
      turn !== undefined && foundIn(turn, rule, settings).length === 0 ? NO_TYPE : undefined,
  });
  return { ...head, validateStack };
}

function waiverPolicy(
  name: string,
  title: string,
  enforcementLevel: Level,
  { waivers }: Settings,
  find: (stack: Stack) => string[],
): StackValidationPolicy {
  const validateStack: StackValidation = ({ resources }, report) => {
    for (const found of find(turnOf(resources).stack)) {
      report(`  found:  ${found}\n  do:     remove the waiver, or grant it anew for what needs it`);
    }
  };
  if (waivers.length === 0) Object.assign(validateStack, { __pulumiType: NO_TYPE });
  return {
    name,
    displayName: title,
    description: `${title}.`,
    severity: "high",
    enforcementLevel,
    validateStack,
  };
}

/**
 * One request to judge a stack. CrossGuard unpacks the whole stack once more for each policy that it asks:
 * with many tenants, most of the time that policies take. It passes over a policy for a type that the stack
 * has none of. They are all asked within one turn of the event loop, in which the first one's stack is kept.
 */
interface Turn {
  stack: Stack;
  found: Map<StackRule, Finding[]>;
  /** With what the stack itself says. */
  settings?: Settings;
}

const NO_TYPE = "openstack-isolation:nothing:ToFind";
let turn: Turn | undefined;

function turnOf(resources: PolicyResource[]): Turn {
  if (turn?.stack.resources.length === resources.length) return turn;
  turn = { stack: new Stack(resources.map(declaredInStack)), found: new Map() };
  setImmediate(() => (turn = undefined));
  return turn;
}

function foundIn(turn: Turn, rule: StackRule, settings: Settings): Finding[] {
  const { stack, found } = turn;
  turn.settings ??= withProgram(stack, settings);
  const known = found.get(rule) ?? rule.checkStack(stack, turn.settings);
  found.set(rule, known);
  return known;
}
