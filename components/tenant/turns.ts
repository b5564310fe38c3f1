import type * as pulumi from "@pulumi/pulumi";

/**
 * Has resources of one kind made one after the other where their quota is small. While Neutron makes
 * something, it counts it twice for a moment: as made, and as about to be. So `count` of them, made
 * at once, may need room for all but one twice; with less, one of them is refused though all fit.
 */
export class Turns {
  private readonly tight: boolean;
  private before: pulumi.Resource[] = [];

  /**
   * @param count how many there will be
   * @param limit the project's quota; negative: none
   * @param others how many of the kind are there besides
   */
  constructor(count: number, limit: number, others = 0) {
    this.tight = limit >= 0 && limit - others < 2 * count - 1;
  }

  /** Makes the next one, with what it has to wait for. */
  next<T extends pulumi.Resource>(make: (dependsOn: pulumi.Resource[]) => T): T {
    const made = make(this.before);
    if (this.tight) this.before = [made];
    return made;
  }
}
