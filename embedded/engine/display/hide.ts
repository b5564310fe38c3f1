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

/** Escape sequences, and control characters but tab, line feed and a bar's carriage return. */
const ESCAPES =
  // eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
  /\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[^[]|\r(?=\n)|[\x00-\x08\x0b\x0c\x0e-\x1f]/g;

/** Takes out of its message what would move a terminal's cursor or colour what comes after it. */
export function withoutEscapes(event: EngineEvent): EngineEvent {
  if (!("message" in event)) return event;
  const message = event.message.replace(ESCAPES, "");
  // What was drawn over itself, as a progress bar is, ends as its last picture.
  const lines = message.split("\n").map((line) => line.slice(line.lastIndexOf("\r") + 1));
  return { ...event, message: lines.join("\n") };
}
