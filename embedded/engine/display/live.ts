import type { EngineEvent } from "../types";
import { diffNote } from "./details";
import type { Display } from "./display";
import { Model } from "./model";
import type { Row } from "./model";
import type { Settings } from "./plain";
import { sections } from "./sections";
import { describe, duration, HEADERS, WORDS } from "./words";

const REDRAW_MILLISECONDS = 200;

/** A tree of resources that is redrawn in place, as high as the terminal at most. */
export class LiveDisplay implements Display {
  private readonly model = new Model();
  private readonly timer: NodeJS.Timeout;
  private drawn = 0;
  private frame = "";

  constructor(
    private readonly settings: Settings,
    private readonly height: () => number,
    private readonly width: () => number = () => process.stdout.columns || 80,
    private readonly now: () => number = Date.now,
  ) {
    this.timer = setInterval(() => this.draw(), REDRAW_MILLISECONDS);
    this.timer.unref();
  }

  event(event: EngineEvent): void {
    this.model.apply(event, this.now());
    if (event.kind !== "prelude") return;
    const title = `${HEADERS[event.command]} (${event.stack}):`;
    this.settings.write(`${this.settings.paint("magenta", title)}\n\n`);
  }

  close(): void {
    clearInterval(this.timer);
    const { show, paint } = this.settings;
    const lines = [...this.tree(Infinity), "", ...sections(this.model, show, paint)];
    this.settings.write(`${this.erase()}${lines.join("\n")}\n`);
  }

  private draw(): void {
    // One line is for the cursor, two for the count of what is left out.
    const lines = this.tree(Math.max(3, this.height() - 3));
    const frame = lines.join("\n");
    if (frame === this.frame || lines.length === 0) return;
    this.settings.write(`${this.erase()}${frame}\n`);
    this.frame = frame;
    this.drawn = lines.length;
  }

  private erase(): string {
    const up = this.drawn > 0 ? `\x1b[${this.drawn}A\r\x1b[J` : "";
    this.drawn = 0;
    return up;
  }

  /** The resources that something happens to, below their parents; running ones have precedence. */
  private tree(most: number): string[] {
    const all = [...this.model.rows.values()].filter(
      ({ step, state }) => step.op !== "same" || state === "failed",
    );
    const running = all.filter(({ state }) => state === "running");
    const rest = all.filter(({ state }) => state !== "running").reverse();
    const shown = new Set(all.length > most ? [...running, ...rest].slice(0, most) : all);
    const lines = this.ordered(all)
      .filter(([row]) => shown.has(row))
      .map(([row, depth]) => this.line(row, depth));
    const left = all.length - shown.size;
    return left > 0 ? [...lines, `     … ${left} more`] : lines;
  }

  private ordered(rows: Row[]): [Row, number][] {
    const urns = new Set(rows.map(({ step }) => step.urn));
    const children = new Map<string, Row[]>();
    for (const row of rows) {
      const parent = (row.step.new ?? row.step.old)?.parent ?? "";
      const key = urns.has(parent) && parent !== row.step.urn ? parent : "";
      children.set(key, [...(children.get(key) ?? []), row]);
    }
    const result: [Row, number][] = [];
    const visit = (key: string, depth: number): void => {
      for (const row of children.get(key) ?? []) {
        result.push([row, depth]);
        visit(row.step.urn, depth + 1);
      }
    };
    visit("", 0);
    return result;
  }

  private line({ step, state, since, seconds, note }: Row, depth: number): string {
    const { symbol, color, plan, doing, done } = WORDS[step.op];
    const { type, name } = describe(step.urn);
    const branch = depth > 0 ? `${"│  ".repeat(depth - 1)}├─ ` : "";
    const elapsed = state === "running" ? (this.now() - since) / 1000 : seconds;
    const planned = this.model.command === "preview";
    const word =
      state === "failed" ? `**${doing || "step"} failed**` : state === "running" ? doing : done;
    const status = planned ? plan : `${word} (${duration(elapsed)})`;
    const info = [step.op === "create" ? "" : diffNote(step.diff), note].filter(Boolean).join(" ");
    const text = ` ${branch}${type} ${name} ${status} ${info}`.trimEnd();
    const cut = text.slice(0, Math.max(10, this.width() - 4));
    return `${this.settings.paint(color, ` ${symbol}`)}${state === "failed" ? this.settings.paint("red", cut) : cut}`;
  }
}
