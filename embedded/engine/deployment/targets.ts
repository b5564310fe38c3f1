import type { State } from "./state";
import { dependenciesOf } from "./resources/dependencies";
import { STACK_TYPE, isProviderType, qualifiedType, typeOf } from "./values/urn";

/** Which resources a run is about. Providers and the stack itself belong to every run. */
export class Targets {
  private readonly patterns: RegExp[];
  private readonly dependents = new Set<string>();

  constructor(
    targets: string[],
    private readonly withDependents: boolean,
    state: State,
  ) {
    this.patterns = targets.map(toPattern);
    if (!withDependents || this.everything) return;
    for (const { state: resource } of state.base.values()) {
      this.includes(resource.urn, dependenciesOf(resource));
    }
  }

  /** No targets were given. */
  get everything(): boolean {
    return this.patterns.length === 0;
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
      this.withDependents && dependencies.some((dependency) => this.named(dependency));
    if (dependent) this.dependents.add(urn);
    return included || dependent;
  }

  /** Named by a target itself, or found to depend on one. */
  named(urn: string): boolean {
    return (
      this.everything ||
      this.dependents.has(urn) ||
      this.patterns.some((pattern) => pattern.test(urn))
    );
  }
}

function toPattern(target: string): RegExp {
  const escaped = target.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*\*|\*/g, (star) => (star === "**" ? ".*" : "[^:]*"))}$`);
}
