import { readdirSync, readFileSync } from "node:fs";

/** Watches the arguments and the environment of every process of this computer. */
export class ProcessWatch {
  private readonly seen = new Set<string>();
  private readonly timer = setInterval(() => this.look(), 250);

  stop(): void {
    clearInterval(this.timer);
  }

  /** Those of the words that stood in some process's arguments or environment. */
  found(words: string[]): string[] {
    return words.filter((word) => [...this.seen].some((text) => text.includes(word)));
  }

  private look(): void {
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
