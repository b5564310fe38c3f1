import { readdirSync, readFileSync } from "node:fs";

const EVERY_MS = 500;

/** How much memory a process and all that it started use together at most, from now on. */
export class MemoryWatch {
  private most = 0;
  private readonly timer = setInterval(() => this.look(), EVERY_MS).unref();

  constructor(private readonly pid: number) {}

  /** @returns GiB that are in memory of their own */
  stop(): number {
    clearInterval(this.timer);
    this.look();
    return this.most / 1024 ** 2;
  }

  private look(): void {
    const parents = new Map<number, number[]>();
    for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
      const parent = Number(field(`/proc/${name}/status`, "PPid"));
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    }
    const sum = (pid: number): number =>
      Number(field(`/proc/${pid}/status`, "RssAnon")) +
      (parents.get(pid) ?? []).reduce((all, child) => all + sum(child), 0);
    this.most = Math.max(this.most, sum(this.pid));
  }
}

/** A number of a file in /proc; 0 where the process is gone. */
function field(path: string, name: string): string {
  try {
    return new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync(path, "utf8"))?.[1] ?? "0";
  } catch {
    return "0";
  }
}
