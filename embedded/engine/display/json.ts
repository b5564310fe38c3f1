import { showable } from "../secrets/values";
import type { EngineEvent, Properties, ResourceState, StepInfo } from "../types";
import type { Display } from "./display";
import { Model } from "./model";
import type { Settings } from "./plain";

/** One JSON document at the end, in the form of Pulumi's preview digest. */
export class Digest implements Display {
  private readonly model = new Model();
  private readonly steps: StepInfo[] = [];

  constructor(private readonly settings: Pick<Settings, "show" | "write">) {}

  event(event: EngineEvent): void {
    this.model.apply(event, 0);
    if (event.kind === "step-done" || event.kind === "step-failed") this.steps.push(event.step);
  }

  close(): void {
    const { summary, messages, violations } = this.model;
    const show = this.settings.show.secrets;
    const diagnostics = [...messages].flatMap(([urn, list]) =>
      list.map(({ severity, text }) => ({ urn: urn || undefined, message: text, severity })),
    );
    const document = {
      steps: this.steps.map((step) => this.step(step)),
      diagnostics,
      policyViolations: violations.map(({ kind: _kind, ...violation }) => violation),
      outputs: showable(summary?.outputs ?? {}, show),
      // Nanoseconds, as Go writes a duration.
      duration: Math.round((summary?.seconds ?? 0) * 1e9),
      changeSummary: summary?.changes ?? {},
      result: summary === undefined || summary.failed ? "failed" : "succeeded",
    };
    this.settings.write(`${JSON.stringify(document, null, 4)}\n`);
  }

  private step({ op, urn, old, new: current, diff }: StepInfo): object {
    const detailed = diff?.map(({ path, kind }) => [path, { kind, inputDiff: true }]);
    return {
      op,
      urn,
      provider: (current ?? old)?.provider,
      oldState: old && this.state(old),
      newState: current && this.state(current),
      detailedDiff: detailed && (Object.fromEntries(detailed) as object),
    };
  }

  private state(state: ResourceState): ResourceState {
    const show = this.settings.show.secrets;
    return {
      ...state,
      inputs: showable(state.inputs ?? {}, show) as Properties,
      outputs: showable(state.outputs ?? {}, show) as Properties,
    };
  }
}
