import { readdirSync, readFileSync } from "node:fs";

export interface Interrupt {
  /** Aborted by the first Ctrl-C. */
  signal: AbortSignal;
  /** Where to say so; standard error unless a display takes it over. */
  tell: (message: string) => void;
  /** Stops listening. */
  stop(): void;
}

/**
 * The first Ctrl-C (or SIGTERM) lets what is under way finish, the second ends this process and all
 * that it started.
 */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const listening: Interrupt = {
    signal: controller.signal,
    tell: (message) => process.stderr.write(`${message}\n`),
    stop() {
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
    },
  };
  const interrupt = (): void => {
    if (controller.signal.aborted) {
      killDescendants(process.pid);
      process.stderr.write(
        "error: terminated. What was under way is recorded; the next run goes on from there.\n",
      );
      process.exit(255);
    }
    listening.tell(
      "^C received; cancelling. What is under way is finished first; nothing new is started. " +
        "Press ^C again to terminate at once.",
    );
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return listening;
}

function killDescendants(root: number): void {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended meanwhile.
    }
  }
  const kill = (pid: number): void => {
    for (const child of children.get(pid) ?? []) kill(child);
    if (pid === root) return;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  };
  kill(root);
}
