import type { EngineEvent } from "../types";
import type { Display } from "./display";
import { Model } from "./model";
import type { Settings } from "./plain";
import type { Screen } from "./screen";
import { sections } from "./sections";
import { tree } from "./tree";
import { headerOf } from "./words";

const REDRAW_MILLISECONDS = 200;

/** Pulumi's tree of resources, redrawn in place, no higher than the terminal while the run goes on. */
export class LiveDisplay implements Display {
  private readonly model = new Model();
  private readonly timer: NodeJS.Timeout;
  private readonly notices: string[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly screen: Pick<Screen, "draw" | "end" | "width" | "height">,
    private readonly now: () => number = Date.now,
  ) {
    this.timer = setInterval(() => this.draw(), REDRAW_MILLISECONDS);
    this.timer.unref();
  }

  event(event: EngineEvent): void {
    this.model.apply(event, this.now());
    if (event.kind !== "prelude") return;
    this.settings.write(`${this.settings.paint("magenta", headerOf(event))}\n`);
    this.draw();
  }

  notice(message: string): void {
    this.notices.push(message);
    this.draw();
  }

  close(): void {
    clearInterval(this.timer);
    const { show, paint } = this.settings;
    this.screen.end([
      ...this.tree(Infinity),
      "",
      ...this.noticed(),
      ...sections(this.model, show, paint).flatMap((section) => section.split("\n")),
    ]);
  }

  draw(): void {
    const same = [...this.model.rows.values()].filter(({ step }) => step.op === "same").length;
    const below = [
      ...(same > 0 ? ["", this.settings.paint("dim", `    ${same} unchanged`)] : []),
      ...(this.notices.length > 0 ? ["", ...this.noticed()] : []),
    ];
    // One line is the cursor's.
    const room = this.screen.height - 1;
    const tiny = below.length + 4 > room || this.screen.width < 24;
    const shown = tiny ? [] : below;
    const lines = [...this.tree(Math.max(2, room - shown.length)), ...shown];
    this.screen.draw(lines.slice(0, Math.max(1, room)));
  }

  private noticed(): string[] {
    if (this.notices.length === 0) return [];
    const heading = this.settings.paint("yellow", "System Messages");
    const most = Math.max(1, this.screen.width - 3);
    const lines = this.notices.flatMap((text) => wrap(text, most)).map((line) => `  ${line}`);
    return [heading, ...lines, ""];
  }

  private tree(height: number): string[] {
    const { paint } = this.settings;
    return tree(this.model, { now: this.now(), width: this.screen.width, height, paint });
  }
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word.slice(0, width));
  }
  return lines;
}
