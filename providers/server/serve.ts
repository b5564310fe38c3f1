import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineLog } from "./engine-log";
import { ProviderService } from "./service";
import type { Provider } from "./types";

export interface Served {
  /** The port on 127.0.0.1. */
  port: number;
  /** Cancels what is under way and ends the server. */
  stop: () => void;
}

/** Serves a provider on a free loopback port. */
export async function listen(provider: Provider, engineAddress?: string): Promise<Served> {
  const engine = new EngineLog();
  if (engineAddress) engine.connect(engineAddress);
  const service = new ProviderService(provider, engine);
  const server = new grpc.Server({
    // A copied file or a long output may well be larger than gRPC's own 4 MiB.
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(ResourceProviderService, service.handlers());
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    stop: () => {
      service.cancel();
      server.forceShutdown();
    },
  };
}

/**
 * A plugin's whole life: `main.ts <engine address>` prints its port on the first line of standard
 * output, serves, and ends when it is told to or when the engine that started it is gone.
 */
export function main(provider: Provider): void {
  listen(provider, process.argv[2]).then(
    ({ port, stop }) => {
      process.stdout.write(`${port}\n`);
      const end = (): void => {
        stop();
        process.exit(0);
      };
      process.on("SIGTERM", end);
      // The terminal sends Ctrl-C to plugins, too; it is the engine that decides what it means.
      process.on("SIGINT", () => undefined);
      const engine = process.ppid;
      setInterval(() => process.ppid !== engine && end(), 1000);
    },
    (error: Error) => {
      process.stderr.write(`${provider.name}: ${error.message}\n`);
      process.exit(1);
    },
  );
}
