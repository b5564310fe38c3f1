import { setTimeout as sleep } from "node:timers/promises";

interface Attempt {
  /** When it began, in milliseconds. */
  at: number;
  /** What was wrong; undefined when it went well. */
  problem?: string;
}

/** Asks something each second, an answer outstanding or not, and keeps what came of it. */
export class Probe {
  private readonly attempts: Attempt[] = [];
  private readonly pending = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;

  /** @param ask rejects when there is no good answer; it has to end within some seconds */
  constructor(
    readonly name: string,
    private readonly ask: () => Promise<unknown>,
  ) {
    this.timer = setInterval(() => this.attempt(), 1000);
  }

  private attempt(): void {
    const attempt: Attempt = { at: Date.now() };
    const done = this.ask().then(
      () => void this.attempts.push(attempt),
      (error: Error) => void this.attempts.push({ ...attempt, problem: error.message }),
    );
    this.pending.add(done);
    void done.then(() => this.pending.delete(done));
  }

  /** Ends when so many attempts in a row, begun after now, went well. @throws after `seconds` */
  async steady(count = 10, seconds = 300): Promise<void> {
    const from = Date.now();
    for (;;) {
      const last = this.sorted()
        .filter(({ at }) => at >= from)
        .slice(-count);
      if (last.length === count && last.every(({ problem }) => problem === undefined)) return;
      if (Date.now() > from + seconds * 1000) {
        throw new Error(`${this.name} is not steady after ${seconds} s: ${this.problems().at(-1)}`);
      }
      await sleep(500);
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.pending);
  }

  /** The longest time between two good attempts, in seconds, counted from a moment on. */
  longestGap(from = 0): number {
    const good = this.sorted().filter(({ at, problem }) => at >= from && problem === undefined);
    const gaps = good.slice(1).map(({ at }, n) => at - (good[n]?.at ?? at));
    // Asked each second, two good answers are a second apart.
    return Math.max(0, ...gaps.map((gap) => Math.round(gap / 1000) - 1));
  }

  /** How many attempts failed. */
  failures(from = 0): number {
    return this.attempts.filter(({ at, problem }) => at >= from && problem !== undefined).length;
  }

  problems(): string[] {
    return [...new Set(this.sorted().flatMap(({ problem }) => problem ?? []))];
  }

  private sorted(): Attempt[] {
    return [...this.attempts].sort((a, b) => a.at - b.at);
  }
}
