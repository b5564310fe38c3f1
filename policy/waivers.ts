import type { Declared } from "./declared/resource";
import type { Stack } from "./declared/stack";
import { tokenOf } from "./declared/types";
import { isStackRule, type Finding, type Rule } from "./rule";
import type { Settings, Waiver } from "./settings";

/** What waivers let through, and what is wrong with waivers themselves. */
export class Waivers {
  /** @param today as `2027-03-31`, in UTC */
  constructor(
    private readonly waivers: Waiver[],
    private readonly today: string,
  ) {}

  /** Whether a rule is waived for a resource today. */
  waives(rule: Rule, resource: Declared | undefined): boolean {
    return this.waivers.some((waiver) => !this.expired(waiver) && fits(waiver, rule, resource));
  }

  /** Waivers that count no more, with what is wrong with each. */
  findExpired(): string[] {
    return this.waivers
      .filter((waiver) => this.expired(waiver))
      .map(
        ({ rule, resource, owner, expires }) =>
          `the waiver of ${rule} for ${resource} (${owner}) expired on ${expires}`,
      );
  }

  /** Waivers that let nothing through: what they were for is gone, or they name it wrongly. */
  findUnused(rules: Rule[], stack: Stack, settings: Settings): string[] {
    return this.waivers
      .filter((waiver) => !this.expired(waiver))
      .filter((waiver) => {
        const rule = rules.find(({ id }) => id === waiver.rule);
        if (rule === undefined) return true;
        return !findings(rule, stack, settings).some(({ resource }) =>
          fits(waiver, rule, resource),
        );
      })
      .map(({ rule, resource, owner }) =>
        rules.some(({ id }) => id === rule)
          ? `the waiver of ${rule} for ${resource} (${owner}) lets nothing through`
          : `the waiver for ${resource} (${owner}) names ${rule}, which there is no rule of`,
      );
  }

  private expired({ expires }: Waiver): boolean {
    return expires < this.today;
  }
}

/** Everything that a rule finds in a stack. */
export function findings(rule: Rule, stack: Stack, settings: Settings): Finding[] {
  if (isStackRule(rule)) return rule.checkStack(stack, settings);
  return rule.types
    .flatMap((type) => stack.components(tokenOf(type)))
    .flatMap((resource) => rule.check(resource, settings).map((found) => ({ resource, found })));
}

function fits(waiver: Waiver, rule: Rule, resource: Declared | undefined): boolean {
  if (waiver.rule !== rule.id) return false;
  const names = resource === undefined ? [""] : [resource.name, resource.urn];
  const parts = waiver.resource
    .split("*")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join(".*")}$`);
  return names.some((name) => pattern.test(name));
}
