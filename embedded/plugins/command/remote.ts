import { ProviderError } from "../server/errors";
import type { Properties, ResourceContext } from "../server/types";
import { readConnection } from "./connection";
import { environmentOf, finished, type Finished } from "./output";
import { withClient } from "./pool";

/** Runs one of a remote Command's commands on its host. */
export async function runRemotely(
  command: string,
  inputs: Properties,
  olds: Properties,
  { log, signal }: ResourceContext,
): Promise<Properties> {
  const connection = readConnection(inputs.connection as Properties);
  const ended = await withClient(
    connection,
    (line) => log.progress(line),
    (client) =>
      new Promise<Finished>((resolve, reject) => {
        let over = false;
        const lost = (): void => {
          if (!over) {
            reject(
              new ProviderError(
                `the connection to ${connection.host} was lost while a command ran there. ` +
                  "Run again when the host is back",
              ),
            );
          }
        };
        client.once("close", lost);
        client.exec(command, { env: environmentOf(inputs, olds) }, (error, channel) => {
          if (error) return reject(error);
          const [out, err]: [Buffer[], Buffer[]] = [[], []];
          channel.on("data", (data: Buffer) => out.push(data));
          channel.stderr.on("data", (data: Buffer) => err.push(data));
          let status: number | string = "ended without an exit status";
          channel.on("exit", (code: number | null, name?: string) => {
            status = code ?? `signal ${name ?? "unknown"}`;
          });
          channel.on("close", () => {
            over = true;
            client.off("close", lost);
            const text = (parts: Buffer[]): string => Buffer.concat(parts).toString("utf8");
            resolve({ stdout: text(out), stderr: text(err), status });
          });
          signal.addEventListener("abort", () => channel.close(), { once: true });
          channel.end(typeof inputs.stdin === "string" ? inputs.stdin : "");
        });
      }),
  );
  return finished(inputs, ended, `on ${connection.host}`, log);
}
