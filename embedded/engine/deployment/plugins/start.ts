import type { Execution } from "../execution";
import { ProviderClient } from "./client";
import { locateProvider } from "./locate";
import type { OwnPlugins } from "./own";
import { awaitPort, startNode } from "./process";

export interface StartedProvider {
  client: ProviderClient;
  stop(): void;
}

/**
 * Starts the plugin of a package; it is not configured yet. What it writes is told as information.
 * @throws Error when there is none, or it does not start
 */
export async function startProvider(
  execution: Execution,
  own: OwnPlugins,
  name: string,
  engineAddress: string,
): Promise<StartedProvider> {
  const { projectDir, project } = execution.options;
  const launch = locateProvider(projectDir, project, name);
  if (launch === "own") {
    const client = new ProviderClient(await own.serve(name));
    return { client, stop: () => client.close() };
  }
  const child = startNode({ ...launch, args: [...launch.args, engineAddress], settings: {} });
  const server = await awaitPort(child, `The provider "${name}"`, (line) =>
    execution.tell("info", line),
  );
  const client = new ProviderClient(server.address);
  const stop = (): void => {
    client.close();
    server.stop();
  };
  return { client, stop };
}
