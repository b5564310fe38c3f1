import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

/** The checkout that is tested: what a user types runs here. */
export const ROOT = join(__dirname, "../../..");

const state = process.env.XDG_STATE_HOME ?? join(homedir(), ".local/state");
/** Where the lab and the stacks are kept. */
export const STATE = join(state, "openstack-environment");

const config = process.env.XDG_CONFIG_HOME ?? join(homedir(), ".config");

/** A user's, who finds the lab's passphrase where the commands of the Makefile do. */
const ENVIRONMENT = {
  ...outsideOfMake(process.env),
  PULUMI_CONFIG_PASSPHRASE_FILE: join(config, "openstack-environment", "lab-passphrase"),
};

export interface Ended {
  code: number | null;
  /** Standard output and standard error, as they came. */
  output: string;
}

interface Options {
  cwd?: string;
  input?: string;
  /** Shows the output while it comes: what takes minutes must not be silent. */
  show?: boolean;
  /** Kills the command, and all that it started, after so many milliseconds. */
  killAfter?: number;
  /** Kills them as soon as it says so; it is asked again and again. */
  killWhen?: () => boolean;
}

/** Runs a command to its end, whatever comes of it. */
export function run(command: string[], options: Options = {}): Promise<Ended> {
  const [program = "", ...words] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd: options.cwd ?? ROOT,
      env: ENVIRONMENT,
      detached: true,
    });
    let output = "";
    const take = (text: string): void => {
      output += text;
      if (options.show) process.stdout.write(text);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.stdin.on("error", () => undefined).end(options.input ?? "");
    const kill = (): unknown => process.kill(-(child.pid ?? 0), "SIGKILL");
    const killer = options.killAfter && setTimeout(kill, options.killAfter);
    const { killWhen } = options;
    const watcher = setInterval(() => {
      if (!killWhen?.()) return;
      clearInterval(watcher);
      kill();
    }, 10);
    child.on("error", reject);
    child.on("close", (code) => {
      if (killer) clearTimeout(killer);
      clearInterval(watcher);
      resolve({ code, output });
    });
  });
}

/** Runs a command that has to go well. @throws Error with what it printed */
export async function must(command: string[], options: Options = {}): Promise<string> {
  const { code, output } = await run(command, options);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${output}`);
  return output;
}

export const make = (target: string): Promise<string> => must(["make", target], { show: true });

/** Runs a shell script on one of the lab's hosts. */
export const onHost = (host: string, script: string): Promise<string> =>
  must(["node", "--import", "tsx", "embedded/metal/main.ts", "ssh", host, "bash -s"], {
    input: script,
  });

/**
 * Without what `make test` hands down: a make below another one prints more, and the clock of the
 * scripts goes on.
 */
function outsideOfMake(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const handedDown = ["MAKELEVEL", "MAKEFLAGS", "MFLAGS", "STEPS_BEGAN"];
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !handedDown.includes(name)),
  );
}
