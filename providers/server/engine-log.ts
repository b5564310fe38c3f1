import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { ResourceLog } from "./types";

/** Sends log lines to the engine, which shows them beside their resource. */
export class EngineLog {
  private client: EngineClient | undefined;
  private last: Promise<void> = Promise.resolve();

  connect(address: string): void {
    this.client = new EngineClient(address, grpc.credentials.createInsecure());
  }

  forResource(urn: string, redact: (text: string) => string): ResourceLog {
    const at = (severity: LogSeverity, ephemeral: boolean) => (message: string) =>
      this.send(urn, severity, redact(message), ephemeral);
    return {
      debug: at(LogSeverity.DEBUG, false),
      info: at(LogSeverity.INFO, false),
      warning: at(LogSeverity.WARNING, false),
      progress: at(LogSeverity.INFO, true),
    };
  }

  /** Resolves when every line so far has arrived: an answer must not overtake its lines. */
  flush(): Promise<void> {
    return this.last;
  }

  private send(urn: string, severity: LogSeverity, message: string, ephemeral: boolean): void {
    const client = this.client;
    if (!client) return;
    const request = new LogRequest();
    request.setUrn(urn);
    request.setSeverity(severity);
    request.setMessage(message);
    request.setEphemeral(ephemeral);
    // One after the other keeps their order; a line that is lost is no reason to fail a resource.
    this.last = this.last.then(
      () => new Promise<void>((resolve) => client.log(request, () => resolve())),
    );
  }
}
