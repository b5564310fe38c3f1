import { showable } from "../secrets/values";
import type { EngineEvent, ResourceState, StepInfo } from "../types";
import { reasons } from "./digest";
import type { Display } from "./display";
import type { Settings } from "./plain";

/**
 * One JSON document a line for each event, in the form of Pulumi's engine events
 * (apitype.EngineEvent), as `pulumi up --json` writes them.
 */
export class EventStream implements Display {
  private sequence = 0;

  constructor(
    private readonly settings: Pick<Settings, "show" | "write">,
    private readonly now: () => number = Date.now,
  ) {}

  event(event: EngineEvent): void {
    switch (event.kind) {
      case "prelude":
        return this.write("preludeEvent", { config: {} });
      case "step-start":
        return this.write("resourcePreEvent", { metadata: this.metadata(event.step) });
      case "step-done":
        return this.write("resOutputsEvent", { metadata: this.metadata(event.step) });
      case "step-failed":
        this.diagnostic("error", event.message, event.step.urn);
        return this.write("resOpFailedEvent", {
          metadata: this.metadata(event.step),
          status: 0,
          steps: 0,
        });
      case "diagnostic":
        if (event.severity === "debug") return;
        return this.diagnostic(event.severity, event.message, event.urn, event.ephemeral);
      case "policy-violation":
        return this.write("policyEvent", {
          resourceUrn: event.urn,
          message: event.message,
          color: "raw",
          policyName: event.policy,
          policyPackName: event.policyPack,
          policyPackVersion: event.policyPackVersion,
          policyPackVersionTag: event.policyPackVersion,
          enforcementLevel: event.level,
          severity: event.severity,
        });
      case "summary":
        return this.write("summaryEvent", {
          maybeCorrupt: false,
          durationSeconds: Math.ceil(event.seconds),
          resourceChanges: event.changes,
          PolicyPacks: Object.fromEntries(
            (event.policyPacks ?? []).map(({ name, version }) => [name, version]),
          ),
          isPreview: event.command === "preview",
          result: event.failed ? "failed" : "succeeded",
        });
    }
  }

  notice(message: string): void {
    this.write("stdoutEvent", { message: `${message}\n`, color: "raw" });
  }

  close(): void {
    this.write("cancelEvent", {});
  }

  private diagnostic(severity: string, message: string, urn?: string, ephemeral?: boolean): void {
    const prefix = severity === "info" ? undefined : `${severity}: `;
    this.write("diagnosticEvent", { urn, prefix, message, color: "raw", severity, ephemeral });
  }

  private write(kind: string, content: object): void {
    const timestamp = Math.floor(this.now() / 1000);
    const line = { sequence: this.sequence++, timestamp, [kind]: content };
    this.settings.write(`${JSON.stringify(line)}\n`);
  }

  private metadata({ op, urn, old, new: current, diff }: StepInfo): object {
    const { diffReasons: diffs, replaceReasons: keys } = reasons(diff);
    const details = diff?.map(({ path, kind }) => [path, { diffKind: kind, inputDiff: true }]);
    return {
      op,
      urn,
      type: (current ?? old)?.type,
      old: old ? this.state(old) : null,
      new: current ? this.state(current) : null,
      keys,
      diffs,
      detailedDiff: details ? (Object.fromEntries(details) as object) : null,
      provider: (current ?? old)?.provider ?? "",
    };
  }

  private state(state: ResourceState): object {
    const { type, urn, custom, id = "", parent = "", protect, external, retainOnDelete } = state;
    const { inputs = {}, outputs = {}, provider = "", initErrors } = state;
    const show = this.settings.show.secrets;
    return {
      type,
      urn,
      custom,
      delete: state.delete,
      id,
      parent,
      protect,
      external,
      retainOnDelete,
      inputs: showable(inputs, show),
      outputs: showable(outputs, show),
      provider,
      initErrors,
    };
  }
}
