import type { RunOptions } from "./contract";
import type { State } from "./state";
import { dependenciesOf } from "./resources/dependencies";
import { STACK_TYPE, isProviderType, qualifiedType, typeOf } from "./values/urn";

/** Which resources a run is about. Providers and the stack itself belong to every run. */
export class Targets {
  private readonly patterns: RegExp[];
  private readonly excluded: RegExp[];
  private readonly replaced: RegExp[];
  private readonly dependents = new Set<string>();

  constructor(
    private readonly options: RunOptions,
    state: State,
  ) {
    this.patterns = options.targets.map(toPattern);
    this.excluded = (options.excludes ?? []).map(toPattern);
    this.replaced = (options.replaces ?? []).map(toPattern);
    if (!options.targetDependents || this.patterns.length === 0) return;
    for (const { state: resource } of state.base.values()) {
      this.includes(resource.urn, dependenciesOf(resource));
    }
  }

  /** Neither targets nor exceptions were given. */
  get everything(): boolean {
    return this.patterns.length === 0 && this.excluded.length === 0;
  }

  /** Whether a resource is to be replaced even if it has not changed. */
  replaces(urn: string): boolean {
    return this.replaced.some((pattern) => pattern.test(urn));
  }

  /**
   * What was given and is no resource's URN, each with the message for the operator.
   * @param urns of all resources that were there or that the program registered
   */
  unknown(urns: string[]): string[] {
    const { targets, excludes = [], replaces = [] } = this.options;
    return [...new Set([...targets, ...excludes, ...replaces])]
      .filter((given) => !urns.some((urn) => toPattern(given).test(urn)))
      .map((given) => {
        const known = `Target '${given}' could not be found in the stack.`;
        const lacksType = given.startsWith("urn:") && !given.includes("$");
        return lacksType ? `${known} Did you forget to escape $ in your shell?` : known;
      });
  }

  /**
   * @param dependencies the URNs that it depends on; with dependents, one of a target is a target.
   *   Ask in dependency order.
   */
  includes(urn: string, dependencies: string[]): boolean {
    if (this.everything || isProviderType(typeOf(urn)) || qualifiedType(urn) === STACK_TYPE) {
      return true;
    }
    const included = this.named(urn);
    const dependent =
      this.options.targetDependents === true &&
      this.patterns.length > 0 &&
      dependencies.some((dependency) => this.named(dependency));
    if (dependent) this.dependents.add(urn);
    return included || dependent;
  }

  /** Named by a target itself, or found to depend on one. */
  named(urn: string): boolean {
    if (this.excluded.some((pattern) => pattern.test(urn))) return false;
    return (
      this.patterns.length === 0 ||
      this.dependents.has(urn) ||
      this.patterns.some((pattern) => pattern.test(urn))
    );
  }
}

function toPattern(target: string): RegExp {
  const escaped = target.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*\*|\*/g, (star) => (star === "**" ? ".*" : "[^:]*"))}$`);
}
