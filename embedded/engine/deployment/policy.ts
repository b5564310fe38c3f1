import type { ResourceState } from "../types";
import { Stopped } from "./execution";
import type { Execution } from "./execution";
import { startPolicyPack } from "./plugins/policyPack";
import type { PackServer, Violation } from "./plugins/policyPack";
import type { Goal } from "./resources/goal";

/** The policy packs of a run: they see every resource before anything happens to it. */
export class PolicyPacks {
  private starting: Promise<PackServer>[] = [];
  private packs: Promise<PackServer[]> = Promise.resolve([]);

  constructor(private readonly execution: Execution) {}

  /** Starts the packs; whoever needs them first waits for them. */
  start(engineAddress: string): void {
    const { policyPacks } = this.execution.options;
    this.starting = policyPacks.map((pack) => startPolicyPack(this.execution, pack, engineAddress));
    this.packs = Promise.all(this.starting);
    this.packs.catch(() => undefined); // told to whoever awaits it
  }

  /**
   * Shows a resource to the packs: first they may mend its inputs, then they judge it.
   * @throws Stopped when a mandatory policy is violated and this is no preview
   */
  async examine(desired: ResourceState, goal: Goal): Promise<void> {
    for (const note of await this.mend(desired, goal)) this.report(note);
    const packs = await this.packs;
    const provider = this.execution.state.providerOf(desired);
    const found = await Promise.all(packs.map((pack) => pack.analyze(desired, goal, provider)));
    this.judge(found.flat());
  }

  /** Lets the packs mend the inputs of a resource. @returns what they have to say about it */
  async mend(desired: ResourceState, goal: Goal): Promise<Violation[]> {
    const provider = this.execution.state.providerOf(desired);
    const said: Violation[] = [];
    for (const pack of await this.packs) {
      const { inputs, notes } = await pack.remediate(desired, goal, provider);
      desired.inputs = inputs;
      said.push(...notes);
    }
    return said;
  }

  /** Shows the packs the whole stack, as it has come out. */
  async examineStack(): Promise<void> {
    const packs = await this.packs;
    if (packs.length === 0) return;
    const resources = [...this.execution.state.news.values()].map(({ state }) => state);
    const found = await Promise.all(
      packs.map((pack) =>
        pack.analyzeStack(resources, (state) => this.execution.state.providerOf(state)),
      ),
    );
    this.judge(found.flat());
  }

  /** The packs that were started. */
  async used(): Promise<{ name: string; version: string; path: string }[]> {
    const packs = await this.packs.catch((): PackServer[] => []);
    return packs.map(({ name, version, path }) => ({ name, version, path }));
  }

  /** Ends all that did start, also where another one did not. */
  async stop(): Promise<void> {
    const ended = await Promise.allSettled(this.starting);
    for (const pack of ended) if (pack.status === "fulfilled") pack.value.stop();
  }

  /** In a preview a violation fails the run in the end, so that all of them are seen. */
  private judge(violations: Violation[]): void {
    violations.forEach((violation) => this.report(violation));
    if (!violations.some(({ level }) => level === "mandatory")) return;
    this.execution.failed = true;
    if (this.execution.preview) return;
    this.execution.stop();
    throw new Stopped("a policy is violated");
  }

  private report(violation: Violation): void {
    this.execution.emit({ kind: "policy-violation", ...violation });
  }
}
