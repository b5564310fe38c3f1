/**
 * One line per step with the time since the command began. On a terminal the line of the step that
 * goes on has a clock of its own, and how far it is.
 */
export class Progress {
  private readonly began: number;
  private current: { line: string; since: number; detail: string } | undefined;
  private lastCount = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param began seconds since the epoch; by default when the script that runs this began */
  constructor(
    private readonly out: NodeJS.WriteStream = process.stdout,
    began = process.env.STEPS_BEGAN,
    private readonly now: () => number = Date.now,
  ) {
    const given = Number(began) * 1000;
    this.began = given > 0 && given <= now() ? given : now();
    process.once("exit", () => this.end());
  }

  step(text: string): void {
    this.end();
    const line = `${this.clock()}  ${text}`;
    if (!this.out.isTTY) {
      this.out.write(`${line}\n`);
      return;
    }
    this.current = { line, since: this.now(), detail: "" };
    this.timer = setInterval(() => this.draw(), 1000);
    this.timer.unref();
    this.draw();
  }

  /** Shows how far a long step is: in place on a terminal, every 15 seconds elsewhere. */
  count(text: string): void {
    const now = this.now();
    if (now - this.lastCount < (this.out.isTTY ? 200 : 15_000)) return;
    this.lastCount = now;
    if (!this.out.isTTY) {
      this.out.write(`${this.clock()}    ${text}\n`);
      return;
    }
    this.current ??= { line: this.clock(), since: now, detail: "" };
    this.current.detail = `: ${text}`;
    this.draw();
  }

  /** Ends the line of the step that goes on, so that something else can be written. */
  end(): void {
    clearInterval(this.timer);
    if (this.current === undefined) return;
    const took = this.seconds();
    this.out.write(`\r\x1b[K${this.current.line}${took >= 2 ? ` (${took}s)` : ""}\n`);
    this.current = undefined;
  }

  private draw(): void {
    if (this.current === undefined) return;
    const { line, detail } = this.current;
    const text = `${line} (${this.seconds()}s)${detail}`;
    this.out.write(`\r\x1b[K${text.slice(0, (this.out.columns || 80) - 1)}`);
  }

  private seconds(): number {
    return Math.floor((this.now() - (this.current?.since ?? this.now())) / 1000);
  }

  private clock(): string {
    const seconds = Math.floor((this.now() - this.began) / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}
