import { ProviderError } from "../server/errors";
import type { Properties, ResourceLog } from "../server/types";

/** What a command that ended has to say. */
export interface Finished {
  stdout: string;
  stderr: string;
  /** The exit code, or the name of the signal that ended it. */
  status: number | string;
}

const MOST_SHOWN = 2000;

/**
 * The outputs of a command that went well. Its lines are logged as `logging` says.
 * @throws ProviderError with what it wrote; not with the command or its input, which may hold secrets
 */
export function finished(
  inputs: Properties,
  ended: Finished,
  where: string,
  log: ResourceLog,
): Properties {
  if (ended.status !== 0) {
    const status = typeof ended.status === "number" ? `exit status ${ended.status}` : ended.status;
    const said = `${ended.stderr}${ended.stdout}`.trim().slice(-MOST_SHOWN);
    throw new ProviderError(`${status}: running the command ${where}${said ? `:\n${said}` : ""}`);
  }
  const { logging } = inputs;
  if (logging !== "none" && logging !== "stderr" && ended.stdout) log.info(ended.stdout);
  if (logging !== "none" && logging !== "stdout" && ended.stderr) log.info(ended.stderr);
  return { stdout: ended.stdout, stderr: ended.stderr };
}

/** The previous run's output, which a later command finds in its environment. */
export function environmentOf(inputs: Properties, olds: Properties): Record<string, string> {
  const previous =
    inputs.addPreviousOutputInEnv === false
      ? {}
      : { PULUMI_COMMAND_STDOUT: olds.stdout, PULUMI_COMMAND_STDERR: olds.stderr };
  const all = { ...(inputs.environment as Properties | undefined), ...previous };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
}
