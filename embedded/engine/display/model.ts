import type { EngineEvent, StepInfo, StepOp } from "../types";
import type { Command } from "./words";

export type Severity = "debug" | "info" | "warning" | "error";
export type Violation = Extract<EngineEvent, { kind: "policy-violation" }>;
export type Summary = Extract<EngineEvent, { kind: "summary" }>;

/** A resource on the display. */
export interface Row {
  step: StepInfo;
  state: "running" | "done" | "failed";
  /** When the step started, in milliseconds since the epoch. */
  since: number;
  /** How long it took; 0 while it runs. */
  seconds: number;
  /** The newest passing message. */
  note: string;
}

export interface Message {
  severity: Severity;
  text: string;
}

/** What a run's events came to so far. */
export class Model {
  command: Command = "up";
  stack = "";
  project = "";
  /** By URN, the newest step of each resource, in the order in which they came. */
  readonly rows = new Map<string, Row>();
  /** By URN; "" for what concerns the whole stack. */
  readonly messages = new Map<string, Message[]>();
  readonly violations: Violation[] = [];
  summary: Summary | undefined;

  apply(event: EngineEvent, now: number): void {
    switch (event.kind) {
      case "prelude":
        this.command = event.command;
        this.stack = event.stack;
        this.project = event.project;
        break;
      case "step-start":
        this.row(event.step, "running", now, 0);
        break;
      case "step-done":
        this.row(event.step, "done", now, event.seconds);
        break;
      case "step-failed":
        this.row(event.step, "failed", now, event.seconds);
        this.message(event.step.urn, "error", event.message);
        break;
      case "diagnostic":
        this.diagnostic(event);
        break;
      case "policy-violation":
        this.violations.push(event);
        break;
      case "summary":
        this.summary = event;
        break;
    }
  }

  failures(): number {
    return [...this.rows.values()].filter(({ state }) => state === "failed").length;
  }

  private row(step: StepInfo, state: Row["state"], now: number, seconds: number): void {
    const before = this.rows.get(step.urn);
    const since = state === "running" ? now : (before?.since ?? now);
    // A replaced resource is shown as that, whatever is done to its two halves.
    const part: StepOp[] = ["create-replacement", "delete-replaced"];
    const shown =
      before?.step.op === "replace" && part.includes(step.op)
        ? { ...step, op: "replace" as const, diff: before.step.diff ?? step.diff }
        : step;
    this.rows.set(step.urn, { step: shown, state, since, seconds, note: "" });
  }

  private diagnostic(event: Extract<EngineEvent, { kind: "diagnostic" }>): void {
    const row = this.rows.get(event.urn ?? "");
    if (row !== undefined) row.note = event.message.trim().split("\n").at(-1) ?? "";
    if (event.ephemeral !== true && event.severity !== "debug") {
      this.message(event.urn ?? "", event.severity, event.message);
    }
  }

  private message(urn: string, severity: Severity, message: string): void {
    const text = message.replace(/\s+$/, "");
    const list = this.messages.get(urn) ?? [];
    if (text === "" || list.some((other) => other.text === text)) return;
    this.messages.set(urn, [...list, { severity, text }]);
  }
}
