import type { Client, ClientChannel } from "ssh2";
import { ProviderError } from "../../../providers/server/errors";
import type { Properties, ResourceContext } from "../../../providers/server/types";
import { readConnection } from "./connection";
import { environmentOf, finished, Gathered, previousOutput, type Finished } from "./output";
import { withClient } from "./pool";

/** Runs one of a remote Command's commands on its host. */
export async function runRemotely(
  command: string,
  inputs: Properties,
  olds: Properties,
  context: ResourceContext,
): Promise<Properties> {
  const { log, signal } = context;
  const connection = readConnection(inputs.connection as Properties);
  const environment = environmentOf(inputs);
  const ended = await withClient(
    connection,
    (line) => log.progress(line),
    async (client) => {
      const session = { client, host: connection.host, signal };
      await mustTake(environment, session, context);
      return runIn(session, {
        command,
        stdin: typeof inputs.stdin === "string" ? inputs.stdin : "",
        environment: { ...environment, ...previousOutput(inputs, olds) },
        gathered: new Gathered(inputs.logging, log),
      });
    },
  );
  return finished(ended, `on ${connection.host}`);
}

interface Session {
  client: Client;
  host: string;
  signal: AbortSignal;
}

interface Work {
  command: string;
  stdin: string;
  environment: Record<string, string>;
  gathered: Gathered;
}

function runIn({ client, host, signal }: Session, work: Work): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const lost = (): void =>
      reject(
        new ProviderError(
          `the connection to ${host} was lost while a command ran there. ` +
            "Run again when the host is back",
        ),
      );
    client.once("close", lost);
    client.exec(work.command, { env: work.environment }, (error, channel) => {
      if (error) {
        client.off("close", lost);
        return reject(error);
      }
      const cancel = (): void => channel.close();
      signal.addEventListener("abort", cancel, { once: true });
      void ended(channel, work.gathered).then((status) => {
        client.off("close", lost);
        signal.removeEventListener("abort", cancel);
        resolve(work.gathered.end(status));
      });
      channel.end(work.stdin);
    });
  });
}

/** The exit code, or what else ended the command. */
function ended(channel: ClientChannel, gathered: Gathered): Promise<number | string> {
  return new Promise((resolve) => {
    let status: number | string = "ended without an exit status";
    channel.on("data", (data: Buffer) => gathered.stdout(data));
    channel.stderr.on("data", (data: Buffer) => gathered.stderr(data));
    channel.on("exit", (code: number | null, name?: string) => {
      status = code ?? `signal ${name ?? "unknown"}`;
    });
    channel.on("close", () => resolve(status));
  });
}

/**
 * A host takes the variables that its sshd allows (AcceptEnv) and drops the others without a word;
 * a command that runs without its environment may do the wrong thing.
 * @throws ProviderError that names those that it dropped
 */
async function mustTake(
  environment: Record<string, string>,
  session: Session,
  { log }: ResourceContext,
): Promise<void> {
  const names = Object.keys(environment);
  if (names.length === 0) return;
  const { status, stdout } = await runIn(session, {
    command: "env",
    stdin: "",
    environment,
    gathered: new Gathered("none", log),
  });
  // Where there is no such command, nothing can be told.
  if (status !== 0) return;
  const taken = new Set(stdout.split("\n").map((line) => line.split("=")[0]));
  const dropped = names.filter((name) => !taken.has(name));
  if (dropped.length === 0) return;
  throw new ProviderError(
    `${session.host} does not take these environment variables: ${dropped.join(", ")}. Allow them ` +
      "in its sshd_config (AcceptEnv), or write them before the command: NAME=value command",
  );
}
