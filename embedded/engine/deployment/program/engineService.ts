import type { Server } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/engine_pb";

import type { Execution } from "../execution";

const SEVERITIES = ["debug", "info", "warning", "error"] as const;

/** Takes the log messages of the program, the providers and the policy packs: Pulumi's Engine. */
export function serveEngine(server: Server, execution: Execution): void {
  server.addService(EngineService, {
    log: (call, done) => {
      const { request } = call;
      const severity = SEVERITIES[request.getSeverity()] ?? "info";
      if (severity === "error") execution.failed = true;
      execution.emit({
        kind: "diagnostic",
        severity,
        message: request.getMessage(),
        urn: request.getUrn() || undefined,
        ephemeral: request.getEphemeral() || undefined,
      });
      done(null, new Empty());
    },
    getRootResource: (_call, done) =>
      done(null, new proto.GetRootResourceResponse().setUrn(execution.rootUrn ?? "")),
    setRootResource: (call, done) => {
      execution.rootUrn = call.request.getUrn();
      done(null, new proto.SetRootResourceResponse());
    },
    startDebugging: (_call, done) => done(null, new Empty()),
    requirePulumiVersion: (_call, done) => done(null, new proto.RequirePulumiVersionResponse()),
  } satisfies IEngineServer);
}
