import { readdirSync, readFileSync } from "node:fs";

/** Watches the arguments and the environment of every process of this computer. */
export class ProcessWatch {
  private readonly seen = new Set<string>();
  private looks = true;
  private readonly timer = setInterval(() => this.look(), 250);

  stop(): void {
    clearInterval(this.timer);
  }

  /** Looks away while a test does what a user would, whose own environment holds a login. */
  async without<T>(action: () => Promise<T>): Promise<T> {
    this.looks = false;
    try {
      return await action();
    } finally {
      this.looks = true;
    }
  }

  /** Those of the words that stood in some process's arguments or environment. */
  found(words: string[]): string[] {
    return words.filter((word) => [...this.seen].some((text) => text.includes(word)));
  }

  private look(): void {
    if (!this.looks) return;
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      for (const file of ["cmdline", "environ"]) {
        try {
          this.seen.add(readFileSync(`/proc/${pid}/${file}`, "utf8"));
        } catch {
          // It has ended since the list was read.
        }
      }
    }
  }
}
