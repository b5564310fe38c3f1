/** One line per step with the time since the command began; on a terminal, a line that counts. */
export class Progress {
  private readonly began = Date.now();
  private lastCount = 0;
  private counting = false;

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  step(text: string): void {
    this.endCount();
    this.out.write(`${this.elapsed()}  ${text}\n`);
  }

  /** Shows how far a long step is: in place on a terminal, every 15 seconds elsewhere. */
  count(text: string): void {
    const now = Date.now();
    if (now - this.lastCount < (this.out.isTTY ? 200 : 15_000)) return;
    this.lastCount = now;
    this.counting = this.out.isTTY;
    this.out.write(
      this.out.isTTY ? `\r\x1b[K${this.elapsed()}    ${text}` : `${this.elapsed()}    ${text}\n`,
    );
  }

  private endCount(): void {
    if (this.counting) this.out.write("\r\x1b[K");
    this.counting = false;
  }

  private elapsed(): string {
    const seconds = Math.floor((Date.now() - this.began) / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}
