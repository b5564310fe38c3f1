const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";
const CTRL_C = "\x03";

/** The part of a terminal that a display draws on, again and again. */
export class Screen {
  /** The widths of the lines as they were drawn last. */
  private drawn: number[] = [];
  private readonly restore = (): void => this.release();

  constructor(
    private readonly output: NodeJS.WriteStream = process.stdout,
    private readonly input: NodeJS.ReadStream = process.stdin,
  ) {
    this.output.write(HIDE);
    // What is typed must not be echoed into the picture; so Ctrl-C is ours to pass on.
    if (this.input.isTTY) {
      this.input.setRawMode(true).on("data", this.key).resume();
    }
    process.once("exit", this.restore);
  }

  get width(): number {
    return this.output.columns || 80;
  }

  get height(): number {
    return this.output.rows || 24;
  }

  /** Shows lines in the place of those drawn before. They must fit in width and height. */
  draw(lines: string[]): void {
    // A terminal that was made narrower has wrapped the lines that are there.
    const rows = this.drawn.map((width) => Math.max(1, Math.ceil(width / this.width)));
    const total = rows.reduce((sum, each) => sum + each, 0);
    const up = Math.min(total, this.height - 1);
    const home = up > 0 ? `\x1b[${up}A\r` : "\r";
    this.output.write(`${home}${lines.map((line) => `${line}\x1b[K\n`).join("")}\x1b[J`);
    this.drawn = lines.map(visibleWidth);
  }

  /** Shows the last picture and gives the terminal back. */
  end(lines: string[]): void {
    this.draw(lines);
    this.drawn = [];
    this.release();
    process.off("exit", this.restore);
  }

  private readonly key = (typed: Buffer): void => {
    if (typed.includes(CTRL_C)) process.kill(process.pid, "SIGINT");
  };

  private release(): void {
    this.output.write(SHOW);
    if (this.input.isTTY) this.input.off("data", this.key).setRawMode(false).pause();
  }
}

export function visibleWidth(line: string): number {
  // eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
  return line.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").length;
}
