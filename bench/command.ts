import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

export const ROOT = join(__dirname, "..");

const config = process.env.XDG_CONFIG_HOME ?? join(homedir(), ".config");

interface Options {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end and gives its output. @throws Error with all it said where it fails */
export function run(command: string[], { cwd = ROOT, env = process.env }: Options = {}): string {
  const [program = "", ...words] = command;
  const ended = spawnSync(program, words, { cwd, env, encoding: "utf8", maxBuffer: 1 << 28 });
  if (ended.status === 0) return ended.stdout;
  throw new Error(
    `${command.join(" ")} ended with ${ended.status}:\n${ended.stdout}${ended.stderr}`,
  );
}

/** The lab's stack by the command that users type. */
export function pulumi(...words: string[]): string {
  return run([join(ROOT, "bin/pulumi"), ...words, "--stack", "lab"], {
    env: {
      PULUMI_CONFIG_PASSPHRASE_FILE: join(config, "openstack-environment", "lab-passphrase"),
      ...process.env,
    },
  });
}

/** How long something takes, in seconds. */
export async function seconds(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);
