import type { EngineEvent, StepInfo, StepOp } from "../types";
import { describe } from "./words";
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
  /** The newest message about it. */
  note: string;
}

export interface Message {
  severity: Severity;
  text: string;
}

/** The two halves of a replacement. */
export const PARTS: StepOp[] = ["create-replacement", "delete-replaced"];

/** What a run's events came to so far. */
export class Model {
  command: Command = "up";
  stack = "";
  project = "";
  /** When the run began, in milliseconds since the epoch. */
  began = 0;
  /** By URN, the newest step of each resource, in the order in which they came. */
  readonly rows = new Map<string, Row>();
  /** By URN; what concerns no resource is the stack's own. */
  readonly messages = new Map<string, Message[]>();
  readonly violations: Violation[] = [];
  summary: Summary | undefined;

  /** The URN of the stack's own resource. */
  get stackUrn(): string {
    const { project, stack } = this;
    return `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
  }

  apply(event: EngineEvent, now: number): void {
    switch (event.kind) {
      case "prelude":
        this.command = event.command;
        this.stack = event.stack;
        this.project = event.project;
        this.began = now;
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

  /** How many resources have an error. */
  errored(): number {
    const wrong = ([, list]: [string, Message[]]) => list.some((one) => one.severity === "error");
    return [...this.messages].filter(wrong).length;
  }

  private row(step: StepInfo, state: Row["state"], now: number, seconds: number): void {
    const before = this.rows.get(step.urn);
    const since = state === "running" ? now : (before?.since ?? now);
    const part = before !== undefined && PARTS.includes(before.step.op);
    // That a resource was replaced says nothing new once its parts are shown, but for the reason.
    const told = step.op === "replace" && part;
    const diff = step.diff ?? before?.step.diff;
    this.rows.set(step.urn, {
      step: { ...(told ? before.step : step), diff },
      state,
      since,
      seconds: told ? before.seconds : seconds,
      note: "",
    });
  }

  private diagnostic(event: Extract<EngineEvent, { kind: "diagnostic" }>): void {
    if (event.severity === "debug") return;
    const urn = event.urn || this.stackUrn;
    const row = this.rows.get(urn);
    if (row !== undefined) row.note = event.message.trim().split("\n")[0] ?? "";
    if (event.ephemeral !== true) this.message(urn, event.severity, event.message);
  }

  private message(urn: string, severity: Severity, message: string): void {
    const text = message.replace(/\s+$/, "");
    const list = this.messages.get(urn) ?? [];
    if (text === "" || list.some((other) => other.text === text)) return;
    this.messages.set(urn, [...list, { severity, text }]);
  }
}

export function isStack(urn: string): boolean {
  return describe(urn).fullType === "pulumi:pulumi:Stack";
}
