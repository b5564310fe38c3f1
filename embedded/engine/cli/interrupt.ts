import { readdirSync, readFileSync } from "node:fs";

/**
 * The first Ctrl-C (or SIGTERM) lets what is under way finish, the second ends this process and all
 * that it started.
 * @returns the signal for the run, and how to stop listening
 */
export function listenForInterrupt(): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) {
      killDescendants(process.pid);
      process.exit(255);
    }
    process.stderr.write(
      "^C received; cancelling. Waiting for what is under way. Press ^C again to terminate at once.\n",
    );
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return {
    signal: controller.signal,
    stop() {
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
    },
  };
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
