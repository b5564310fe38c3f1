import { spawn, type SpawnOptions } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { Problem } from "./problem";

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

interface Options {
  /** Sent to standard input. */
  input?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a command and gives what it said, whatever its exit code. */
export function tryRun(command: string[], { input, env }: Options = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = start(command, { stdio: ["pipe", "pipe", "pipe"], env });
    const result = { code: 0, stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (result.stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (result.stderr += text));
    // A command that ends without reading its input is judged by its exit code alone.
    child.stdin?.on("error", () => undefined).end(input ?? "");
    child.on("error", (error) =>
      reject(new Problem(`${command[0]} could not be started: ${error.message}`)),
    );
    child.on("close", (code, signal) => resolve({ ...result, code: code ?? (signal ? 128 : 1) }));
  });
}

/** Runs a command and gives its standard output. @throws Problem with what it said on failure */
export async function run(command: string[], options: Options = {}): Promise<string> {
  const { code, stdout, stderr } = await tryRun(command, options);
  if (code !== 0) {
    const said = (stderr.trim() || stdout.trim()).split("\n").slice(-5).join("\n  ");
    throw new Problem(`${command.slice(0, 4).join(" ")} failed (exit code ${code}):\n  ${said}`);
  }
  return stdout;
}

interface LoggedOptions {
  /** Everything the command prints is appended to this file. */
  log: string;
  env?: NodeJS.ProcessEnv;
  /** Each line that the command writes to file descriptor 3. */
  onStatus?: (line: string) => void;
  /** What was attempted, for the error message. */
  what: string;
  /** What to do about a failure. */
  advice: string;
}

/**
 * Words before a command: it and all that it starts have mounts and processes of their own, and end
 * with this program, whatever ends it. So nothing of it is left behind.
 */
export const CONTAINED = [
  ...["setpriv", "--pdeathsig", "KILL"],
  ...["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"],
];

/** Runs a long command with its output in a log file. @throws Problem with the log's last lines */
export async function runLogged(command: string[], options: LoggedOptions): Promise<void> {
  const log = openSync(options.log, "a");
  try {
    const code = await new Promise<number>((resolve, reject) => {
      const child = start(command, { stdio: ["ignore", log, log, "pipe"], env: options.env });
      const status = child.stdio[3] as Readable;
      let rest = "";
      status.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        lines.forEach((line) => options.onStatus?.(line));
      });
      child.on("error", reject);
      child.on("close", (exit) => resolve(exit ?? 1));
    });
    if (code === 0) return;
  } finally {
    closeSync(log);
  }
  const lines = readFileSync(options.log, "utf8").trimEnd().split("\n");
  const telling = lines.filter((line) => /^(E:|W: Failed|dpkg: error|.*No space left)/.test(line));
  const last = (telling.length > 0 ? telling : lines).slice(-6);
  throw new Problem(
    `${options.what} failed:\n  ${last.join("\n  ")}\n${options.advice}\nThe whole log: ${options.log}`,
  );
}

function start(command: string[], options: SpawnOptions) {
  const [program = "", ...args] = command;
  // Messages are looked at by this program: they are to be in one language.
  return spawn(program, args, {
    ...options,
    env: { ...(options.env ?? process.env), LC_ALL: "C.UTF-8" },
  });
}
