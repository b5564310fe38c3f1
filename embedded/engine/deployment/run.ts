import type { RunOptions, RunResult } from "./contract";

/**
 * Runs one command on one stack.
 *
 * What goes wrong with a resource, the program or a policy is told by events and `failed`.
 * @throws Error only when the run could not start at all (a plugin that is not there, say)
 */
export function run(options: RunOptions): Promise<RunResult> {
  return Promise.reject(new Error(`${options.command} cannot be run yet`));
}
