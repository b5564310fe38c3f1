import { showable } from "../secrets/values";
import { parsePath } from "../deployment/values/paths";
import type {
  EngineEvent,
  Properties,
  PropertyDiff,
  ResourceState,
  StepInfo,
  StepOp,
} from "../types";
import type { Display } from "./display";
import { isStack, Model, PARTS } from "./model";
import type { Settings } from "./plain";

/**
 * One JSON document at the end, in the form of Pulumi's preview digest; with the violations of
 * policies, the outputs and the result as well.
 */
export class Digest implements Display {
  private readonly model = new Model();
  private readonly steps: StepInfo[] = [];

  constructor(private readonly settings: Pick<Settings, "show" | "write">) {}

  event(event: EngineEvent): void {
    this.model.apply(event, 0);
    if (event.kind !== "step-done" && event.kind !== "step-failed") return;
    const { op, urn } = event.step;
    // As in Pulumi, a replacement is one step.
    const hidden: StepOp[] = ["same", "read", ...PARTS];
    if (!hidden.includes(op) || isStack(urn)) this.steps.push(event.step);
  }

  notice(message: string): void {
    process.stderr.write(`${message}\n`);
  }

  close(): void {
    const { summary, messages, violations } = this.model;
    const show = this.settings.show.secrets;
    const diagnostics = [...messages].flatMap(([urn, list]) =>
      list.map(({ severity, text }) => ({ urn, message: text, severity })),
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
      ...reasons(diff),
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

/** The top-level properties that changed, and those whose change replaces the resource. */
export function reasons(diff: PropertyDiff[] | undefined): {
  diffReasons?: string[];
  replaceReasons?: string[];
} {
  if (diff === undefined || diff.length === 0) return {};
  const tops = (items: PropertyDiff[]): string[] => [
    ...new Set(items.map(({ path }) => String(parsePath(path)[0]))),
  ];
  const replacing = diff.filter(({ kind }) => kind.endsWith("-replace"));
  return {
    diffReasons: tops(diff),
    ...(replacing.length > 0 ? { replaceReasons: tops(replacing) } : {}),
  };
}
