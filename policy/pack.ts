import type {
  PolicyResource,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { declaredAlone, declaredInStack } from "./declared/resource";
import { Stack } from "./declared/stack";
import { tokenOf } from "./declared/types";
import { isStackRule, message, type ResourceRule, type Rule, type StackRule } from "./rule";
import type { Level, Settings } from "./settings";
import { findings, Waivers } from "./waivers";

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
    waiverPolicy("WVR-01", "No waiver has expired", level("WVR-01"), () => waivers.findExpired()),
    waiverPolicy("WVR-02", "Every waiver is needed", level("WVR-02"), (stack) =>
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
  return {
    ...head,
    validateStack: ({ resources }, report) => {
      const all = findings(rule, stackOf(resources), settings);
      for (const { resource, found } of waivers.pass(rule, all)) {
        report(message(rule, found), resource?.urn);
      }
    },
  };
}

function waiverPolicy(
  name: string,
  title: string,
  enforcementLevel: Level,
  find: (stack: Stack) => string[],
): StackValidationPolicy {
  return {
    name,
    displayName: title,
    description: `${title}.`,
    severity: "high",
    enforcementLevel,
    validateStack: ({ resources }, report) => {
      for (const found of find(stackOf(resources))) {
        report(
          `  found:  ${found}\n  do:     remove the waiver, or grant it anew for what needs it`,
        );
      }
    },
  };
}

let last: { stack: Stack; size: number } | undefined;

/**
 * The stack that the policies look at. CrossGuard hands each of them a copy of its own; they all run
 * within one turn of the event loop, in which the first one's is kept.
 */
function stackOf(resources: PolicyResource[]): Stack {
  if (last?.size === resources.length) return last.stack;
  const stack = new Stack(resources.map(declaredInStack));
  last = { stack, size: resources.length };
  setImmediate(() => (last = undefined));
  return stack;
}
