/** Lets a limited number of operations run at once, first come first served. */
export class Slots {
  private free: number;
  private readonly running = new Set<Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];

  /** @param stopped once aborted, whoever still waits is refused */
  constructor(
    count: number,
    private readonly stopped: AbortSignal,
  ) {
    this.free = Math.max(1, count);
    stopped.addEventListener("abort", () => this.waiting.splice(0).forEach((wake) => wake()), {
      once: true,
    });
  }

  /** @throws DOMException (AbortError) when the run stopped before the work began */
  async use<T>(work: () => Promise<T>): Promise<T> {
    this.stopped.throwIfAborted();
    if (this.free > 0) {
      this.free -= 1;
    } else {
      await new Promise<void>((wake) => this.waiting.push(wake)); // handed over by who is done
      this.stopped.throwIfAborted();
    }
    const running = work();
    this.running.add(running);
    try {
      return await running;
    } finally {
      this.running.delete(running);
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }
}
