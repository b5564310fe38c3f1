import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";

export interface NodeProcessOptions {
  /** Node's own arguments, before the script. */
  nodeargs: string[];
  script: string;
  args: string[];
  cwd: string;
  /** Set in the process by its standard input, see attach.mjs; so it may hold secrets. */
  settings: Record<string, string>;
  /** Whether the engine and the process send each other messages. @default false */
  asks?: boolean;
}

/** Starts Node so that it ends with the engine, and leaves the terminal's signals to the engine. */
export function startNode(options: NodeProcessOptions): ChildProcess {
  const attach = join(__dirname, "attach.mjs");
  const child = spawn(
    process.execPath,
    [...options.nodeargs, "--import", attach, options.script, ...options.args],
    {
      cwd: options.cwd,
      detached: true,
      stdio: ["pipe", "pipe", "pipe", ...(options.asks ? ["ipc" as const] : [])],
    },
  );
  child.stdin?.on("error", () => undefined); // told by the process's own end
  child.stdin?.write(JSON.stringify(options.settings) + "\n");
  return child;
}

/** Calls back for each line that the process writes, after the first one of its standard output. */
export function eachLine(
  child: ChildProcess,
  onLine: (line: string, stream: "stdout" | "stderr") => void,
): void {
  for (const stream of ["stdout", "stderr"] as const) {
    const from = child[stream];
    if (from !== null) createInterface({ input: from }).on("line", (line) => onLine(line, stream));
  }
}

/** A server of the engine's protocols in a process of its own. */
export interface PluginServer {
  /** `127.0.0.1:PORT` */
  address: string;
  stop(): void;
}

/**
 * Waits until the process wrote the port that it serves at, its first line.
 * @param label how messages name it
 * @param onLine everything else that it writes
 * @throws Error when it ends without, or takes longer than a minute
 */
export function awaitPort(
  child: ChildProcess,
  label: string,
  onLine: (line: string) => void,
): Promise<PluginServer> {
  return new Promise((resolve, reject) => {
    const written: string[] = [];
    let started = false;
    const stop = (): void => {
      child.stdin?.end();
      child.kill("SIGKILL");
    };
    const giveUp = (reason: string): void => {
      if (started) return;
      clearTimeout(timer);
      stop();
      reject(new Error([`${label} did not start: ${reason}`, ...written.slice(-20)].join("\n")));
    };
    const timer = setTimeout(() => giveUp("it did not tell its port within 60 s"), 60_000);
    eachLine(child, (line, stream) => {
      if (started) return onLine(line);
      written.push(line);
      const port = /^\s*(\d{1,5})\s*$/.exec(line)?.[1];
      if (stream !== "stdout" || port === undefined) return;
      started = true;
      clearTimeout(timer);
      resolve({ address: `127.0.0.1:${port}`, stop });
    });
    child.on("error", (error) => giveUp(error.message));
    child.on("close", (code, signal) => giveUp(`it ended with ${signal ?? `code ${code}`}`));
  });
}
