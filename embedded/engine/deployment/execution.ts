import type { EngineEvent, Properties, ResourceState, StepInfo, StepOp } from "../types";
import type { RunOptions } from "./contract";
import { messageOf } from "./plugins/rpc";
import { Slots } from "./slots";
import { State } from "./state";
import { Targets } from "./targets";
import { isDefaultProvider } from "./values/urn";

/** Thrown through whatever is going on when the run stops; what led to it has been told already. */
export class Stopped extends Error {}

/** One run: what it was asked for, what it knows so far, and whether it still goes on. */
export class Execution {
  readonly preview: boolean;
  readonly state: State;
  readonly targets: Targets;
  readonly slots: Slots;
  readonly changes: Partial<Record<StepOp, number>> = {};
  /** The URN of the stack's own resource, once the program registered it. */
  rootUrn: string | undefined;
  outputs: Properties = {};
  failed = false;
  cancelled = false;
  private readonly claimed = new Set<string>();
  private readonly stopping = new AbortController();

  constructor(readonly options: RunOptions) {
    this.preview = options.command === "preview";
    this.state = new State(options.snapshot, this.preview ? undefined : options.journal);
    this.targets = new Targets(options, this.state);
    this.slots = new Slots(options.parallel, this.stopping.signal);
    const cancel = (): void => {
      this.cancelled = true;
      this.stop();
    };
    if (options.signal.aborted) cancel();
    else options.signal.addEventListener("abort", cancel, { once: true });
  }

  /** Aborted when nothing new is to be started any more. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  emit(event: EngineEvent): void {
    this.options.emit(event);
  }

  tell(severity: "info" | "warning" | "error", message: string, urn?: string): void {
    this.emit({ kind: "diagnostic", severity, message, urn });
  }

  /** Ends the run as failed: nothing new starts, what is under way is finished. */
  stop(): void {
    this.failed = true;
    this.stopping.abort();
  }

  /** Tells what is wrong with a resource and stops the run. */
  fail(message: string, urn?: string): never {
    this.tell("error", message, urn);
    this.stop();
    throw new Stopped(message);
  }

  /** Throws when the run has stopped. */
  proceed(): void {
    if (this.stopping.signal.aborted) throw new Stopped("the run has stopped");
  }

  /** Takes a URN for a resource of the program. */
  claim(urn: string): void {
    if (this.claimed.has(urn)) {
      throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    this.claimed.add(urn);
  }

  /** Whether the program registered, or is registering, a resource with this URN. */
  isClaimed(urn: string): boolean {
    return this.claimed.has(urn);
  }

  /** Fails the run when a target is no resource of the stack, telling of each that is not. */
  checkTargets(): void {
    const urns = this.options.snapshot.resources.map(({ urn }) => urn);
    const unknown = this.targets.unknown([...urns, ...this.claimed]);
    for (const message of unknown) this.tell("error", message);
    if (unknown.length === 0) return;
    this.stop();
    this.proceed();
  }

  /** Tells of a step that is done without any work. */
  count(step: StepInfo): void {
    if (isDefaultProvider(step.urn)) return;
    this.changes[step.op] = (this.changes[step.op] ?? 0) + 1;
    this.emit({ kind: "step-start", step });
    this.emit({ kind: "step-done", step, seconds: 0 });
  }

  /**
   * Does one step with one of the run's slots and tells of it.
   * @param work gives the state that results; what it throws fails the run
   * @param doneAs what the step turned out to be, where that differs (a refresh)
   */
  async step(
    step: StepInfo,
    work: () => Promise<ResourceState | undefined>,
    doneAs: (result: ResourceState | undefined) => StepInfo = (result) => ({
      ...step,
      new: result,
    }),
  ): Promise<ResourceState | undefined> {
    return this.slots.use(async () => {
      const shown = !isDefaultProvider(step.urn);
      const started = performance.now();
      const seconds = (): number => (performance.now() - started) / 1000;
      if (shown) this.emit({ kind: "step-start", step });
      try {
        const result = await work();
        const done = doneAs(result);
        if (shown) {
          this.changes[done.op] = (this.changes[done.op] ?? 0) + 1;
          this.emit({ kind: "step-done", step: done, seconds: seconds() });
        }
        return result;
      } catch (error) {
        if (error instanceof Stopped) throw error;
        const message = messageOf(error);
        if (shown) this.emit({ kind: "step-failed", step, message, seconds: seconds() });
        return this.fail(message, step.urn);
      }
    });
  }
}
