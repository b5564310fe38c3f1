import type { Redactor } from "../secrets/redactor";
import type { EngineEvent } from "../types";

/** Learns the secrets that an event brings and takes all known ones out of its messages. */
export function hideSecrets(event: EngineEvent, redactor: Redactor): EngineEvent {
  switch (event.kind) {
    case "prelude":
      return event;
    case "summary":
      redactor.learn(event.outputs);
      redactor.learn(event.oldOutputs);
      return event;
    case "diagnostic":
    case "policy-violation":
      return { ...event, message: redactor.redact(event.message) };
    default:
      for (const state of [event.step.old, event.step.new]) {
        redactor.learn(state?.inputs);
        redactor.learn(state?.outputs);
      }
      if (event.kind !== "step-failed") return event;
      return { ...event, message: redactor.redact(event.message) };
  }
}
