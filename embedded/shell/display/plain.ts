import { EngineEvent, StepInfo, StepOp } from "../../engine/types";
import { at, outputLines, render } from "./values";
import { doing, done, duration, nameAndType, SYMBOL } from "./words";

export interface DisplayOptions {
  preview: boolean;
  /** Shows what changes in each resource. */
  diff: boolean;
  showSecrets: boolean;
}

/** A step that has run for this long says so, and again after as long. */
const HEARTBEAT_SECONDS = 20;

/** Shows a run as plain lines, one when a step starts and one when it ends. */
export class PlainDisplay {
  private readonly running = new Map<string, { step: StepInfo; since: number }>();
  private readonly diagnostics = new Map<string, string[]>();
  private readonly policies: string[] = [];
  private readonly heart: NodeJS.Timeout;

  constructor(
    private readonly options: DisplayOptions,
    private readonly write: (line: string) => void,
  ) {
    this.heart = setInterval(() => this.beat(), HEARTBEAT_SECONDS * 1000);
    this.heart.unref();
  }

  handle(event: EngineEvent): void {
    switch (event.kind) {
      case "prelude":
        this.write(`${HEADER[event.command]} (${event.stack}):`);
        break;
      case "step-start":
        this.started(event.step);
        break;
      case "step-done":
        this.running.delete(event.step.urn);
        this.finished(event.step, done(event.step.op, this.options.preview), event.seconds);
        break;
      case "step-failed":
        this.running.delete(event.step.urn);
        this.line(event.step, `**${doing(event.step.op)} failed**`, event.seconds);
        this.keep("error", event.message, event.step.urn);
        break;
      case "diagnostic":
        if (event.severity === "debug") break;
        if (event.ephemeral && event.urn) {
          this.write(`    ${nameAndType(event.urn).name}: ${event.message.trim()}`);
        } else {
          this.keep(event.severity, event.message, event.urn);
        }
        break;
      case "policy-violation":
        this.policies.push(
          `    [${event.level}]  ${event.policyPack} v${event.policyPackVersion}  ${event.policy}` +
            (event.urn ? ` (${nameAndType(event.urn).type}: ${nameAndType(event.urn).name})` : ""),
          ...event.message.split("\n").map((line) => `    ${line}`),
        );
        break;
      case "summary":
        clearInterval(this.heart);
        this.summary(event);
        break;
    }
  }

  private started(step: StepInfo): void {
    if (step.op === "same" || this.options.preview) return;
    this.running.set(step.urn, { step, since: Date.now() });
    // Components and providers of this program take no time; their one line comes at the end.
    const custom = step.new?.custom ?? step.old?.custom ?? true;
    if (custom) this.line(step, doing(step.op), 0);
  }

  private finished(step: StepInfo, words: string, seconds: number): void {
    if (step.op === "same") return;
    this.line(step, words, seconds);
    if (this.options.diff) this.diffLines(step).forEach(this.write);
  }

  private line(step: StepInfo, words: string, seconds: number): void {
    const { type, name } = nameAndType(step.urn);
    const time = this.options.preview ? "" : ` (${duration(seconds)})`;
    this.write(` ${SYMBOL[step.op].padEnd(2)} ${type} ${name} ${words}${time}`);
  }

  private diffLines(step: StepInfo): string[] {
    if (step.diff && step.diff.length > 0) {
      return step.diff.map(({ path, kind }) => {
        const [before, now] = [at(step.old?.inputs, path), at(step.new?.inputs, path)];
        const mark = kind.startsWith("add") ? "+" : kind.startsWith("delete") ? "-" : "~";
        const text =
          mark === "~" ? `${this.show(before)} => ${this.show(now)}` : this.show(now ?? before);
        return `      ${mark} ${path}: ${text}${kind.endsWith("replace") ? "  (replaces)" : ""}`;
      });
    }
    const inputs = step.op === "create" ? step.new?.inputs : undefined;
    return Object.entries(inputs ?? {}).map(
      ([name, value]) => `      + ${name}: ${this.show(value)}`,
    );
  }

  private show(value: Parameters<typeof render>[0]): string {
    return render(value, this.options.showSecrets);
  }

  private keep(severity: string, message: string, urn: string | undefined): void {
    const title = urn ? `${nameAndType(urn).type} (${nameAndType(urn).name})` : "";
    const lines = this.diagnostics.get(title) ?? [];
    lines.push(...`${severity}: ${message.trimEnd()}`.split("\n").map((line) => `    ${line}`));
    this.diagnostics.set(title, lines);
  }

  private beat(): void {
    for (const { step, since } of this.running.values()) {
      const seconds = (Date.now() - since) / 1000;
      const custom = step.new?.custom ?? step.old?.custom ?? true;
      if (custom && seconds >= HEARTBEAT_SECONDS - 1)
        this.line(step, `still ${doing(step.op)}`, seconds);
    }
  }

  private summary(event: Extract<EngineEvent, { kind: "summary" }>): void {
    if (this.diagnostics.size > 0) {
      this.write("Diagnostics:");
      for (const [title, lines] of this.diagnostics) {
        if (title !== "") this.write(`  ${title}:`);
        lines.forEach(this.write);
      }
    }
    if (this.policies.length > 0) {
      this.write("Policies:");
      this.policies.forEach(this.write);
    }
    const outputs = event.failed
      ? []
      : outputLines(event.outputs, event.oldOutputs, this.options.showSecrets);
    if (outputs.length > 0) {
      this.write("Outputs:");
      outputs.forEach(this.write);
    }
    this.write("Resources:");
    for (const line of changeLines(event.changes, this.options.preview)) this.write(line);
    if (event.failed) this.write(`${WHAT[event.command]} failed.`);
    if (!this.options.preview) this.write(`Duration: ${duration(event.seconds)}`);
  }
}

const HEADER = {
  preview: "Previewing update",
  up: "Updating",
  refresh: "Refreshing",
  destroy: "Destroying",
};

const WHAT = { preview: "Preview", up: "Update", refresh: "Refresh", destroy: "Destroy" };

function changeLines(changes: Partial<Record<StepOp, number>>, preview: boolean): string[] {
  const changed = Object.entries(changes)
    .map(([op, count]) => ({ op: op as StepOp, count }))
    .filter(({ op, count }) => op !== "same" && op !== "read" && op !== "refresh" && count > 0);
  const lines = changed.map(({ op, count }) =>
    preview
      ? `    ${SYMBOL[op]} ${count} to ${done(op, true)}`
      : `    ${SYMBOL[op]} ${count} ${done(op, false)}`,
  );
  const total = changed.reduce((sum, { count }) => sum + count, 0);
  if (changed.length > 1) lines.push(`    ${total} changes. ${changes.same ?? 0} unchanged`);
  else if (changes.same) lines.push(`    ${changes.same} unchanged`);
  return lines;
}
