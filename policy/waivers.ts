import { isUnknown, type Declared } from "./declared/resource";
import type { Stack } from "./declared/stack";
import type { Finding, Rule } from "./rule";
import type { Waiver } from "./settings";

/** What waivers let through, and what is wrong with waivers themselves. */
export class Waivers {
  private readonly used = new Set<Waiver>();

  /** @param today as `2027-03-31`, in UTC */
  constructor(
    private readonly waivers: Waiver[],
    private readonly today: string,
  ) {}

  /** Takes out of what a rule found what is waived today. */
  pass(rule: Rule, found: Finding[]): Finding[] {
    return found.filter(({ resource }) => {
      const own = this.waivers.filter(
        (waiver) => !this.expired(waiver) && waiver.rule === rule.id && fits(waiver, resource),
      );
      for (const waiver of own) this.used.add(waiver);
      return own.length === 0;
    });
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

  /**
   * Waivers that let nothing through, when all rules have had their say: what they were for is gone, or
   * they name it wrongly. What a resource will be is not known at every preview: its waiver may still be
   * needed.
   */
  findUnused(rules: Rule[], stack: Stack): string[] {
    return this.waivers
      .filter((waiver) => !this.expired(waiver) && !this.used.has(waiver))
      .flatMap((waiver) => {
        const { rule, resource, owner } = waiver;
        if (!rules.some(({ id }) => id === rule)) {
          return [`the waiver for ${resource} (${owner}) names ${rule}, which there is no rule of`];
        }
        const open = stack.resources.some(
          (declared) =>
            fits(waiver, declared) &&
            Object.keys(declared.props).some((key) => isUnknown(declared, key)),
        );
        return open
          ? []
          : [`the waiver of ${rule} for ${resource} (${owner}) lets nothing through`];
      });
  }

  private expired({ expires }: Waiver): boolean {
    return expires < this.today;
  }
}

function fits(waiver: Waiver, resource: Declared | undefined): boolean {
  const names = resource === undefined ? [""] : [resource.name, resource.urn];
  const parts = waiver.resource
    .split("*")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join(".*")}$`);
  return names.some((name) => pattern.test(name));
}
