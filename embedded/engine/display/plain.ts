import type { EngineEvent, StepInfo } from "../types";
import { diffNote, stepDetails } from "./details";
import type { Display } from "./display";
import { isStack, Model, PARTS } from "./model";
import { sections } from "./sections";
import type { Show } from "./values";
import { describe, elapsed, headerOf, WORDS } from "./words";
import type { Paint } from "./words";

export interface Settings {
  show: Show;
  paint: Paint;
  /** Properties of each step (`--diff`). */
  details: boolean;
  write: (text: string) => void;
}

/** After so many seconds a running step is mentioned again, and then each time as long. */
const HEARTBEAT = 20;

/** A line for each thing that happens: for logs and pipes. */
export class PlainDisplay implements Display {
  private readonly model = new Model();
  private readonly timer: NodeJS.Timeout;
  private readonly mentioned = new Map<string, number>();
  /** Whether a step got a line. */
  private wrote = false;

  constructor(
    private readonly settings: Settings,
    private readonly now: () => number = Date.now,
  ) {
    this.timer = setInterval(() => this.heartbeat(), 1000);
    this.timer.unref();
  }

  event(event: EngineEvent): void {
    this.model.apply(event, this.now());
    const planned = this.model.command === "preview";
    switch (event.kind) {
      case "prelude": {
        this.lines([this.settings.paint("magenta", headerOf(event)), ""]);
        break;
      }
      case "step-start":
        // In full, a replacement is one thing.
        if (this.settings.details && PARTS.includes(event.step.op)) break;
        if (isQuiet(event.step) || planned) break;
        if (this.settings.details) this.details(event.step);
        else this.step(event.step, `${WORDS[event.step.op].doing} (0s)`);
        break;
      case "step-done":
        if (isQuiet(event.step)) break;
        if (this.settings.details && PARTS.includes(event.step.op)) break;
        if (planned && this.settings.details) this.details(event.step);
        else if (planned) this.step(event.step, WORDS[event.step.op].plan);
        else this.step(event.step, `${WORDS[event.step.op].done} (${elapsed(event.seconds)})`);
        break;
      case "step-failed": {
        const { doing } = WORDS[event.step.op];
        const [first = ""] = event.message.split("\n");
        const what = this.settings.paint("red", `**${doing || "step"} failed**`);
        this.step(event.step, `${what} (${elapsed(event.seconds)}) error: ${first}`);
        break;
      }
      default:
        break;
    }
  }

  notice(message: string): void {
    this.lines([message]);
  }

  close(): void {
    this.stop();
    const { show, paint } = this.settings;
    this.lines([...(this.wrote ? [""] : []), ...sections(this.model, show, paint)]);
  }

  /** Ends it without the sections. */
  stop(): void {
    clearInterval(this.timer);
  }

  /** A line for each step that has been running for long. */
  heartbeat(): void {
    for (const [urn, row] of this.model.rows) {
      const seconds = Math.floor((this.now() - row.since) / 1000);
      const beat = Math.floor(seconds / HEARTBEAT);
      const before = this.mentioned.get(`${urn} ${row.since}`) ?? 0;
      if (row.state !== "running" || beat <= before || isQuiet(row.step)) continue;
      if (isStack(urn)) continue;
      this.mentioned.set(`${urn} ${row.since}`, beat);
      const note = row.note ? ` ${row.note}` : "";
      this.step(row.step, `${WORDS[row.step.op].doing} (${elapsed(seconds)})${note}`);
    }
  }

  private step(step: StepInfo, status: string): void {
    this.wrote = true;
    const { symbol, color } = WORDS[step.op];
    const { type, name } = describe(step.urn);
    const note = step.op === "create" || step.op === "delete" ? "" : diffNote(step.diff);
    const mark = this.settings.paint(color, ` ${symbol}`);
    this.lines([`${mark} ${type} ${name} ${status}${note ? ` ${note}` : ""}`]);
  }

  private details(step: StepInfo): void {
    this.wrote = true;
    this.lines([stepDetails({ step }, this.settings.show, this.settings.paint)]);
  }

  private lines(lines: string[]): void {
    this.settings.write(`${lines.join("\n")}\n`);
  }
}

/** Nothing is changed by it: it gets no line of its own. */
function isQuiet({ op }: StepInfo): boolean {
  return op === "same" || op === "read";
}
