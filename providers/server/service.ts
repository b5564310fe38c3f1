import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Properties } from "./property";
import { ConfigurationCalls } from "./configuration-calls";
import { EngineLog } from "./engine-log";
import { ProviderError, toServiceError } from "./errors";
import { invoke } from "./function-calls";
import { redactor } from "./redact";
import { ResourceCalls } from "./resource-calls";
import type { Provider } from "./types";
import { fromStruct } from "./values";
import { configureInputs } from "./wire";

/** `pulumirpc.ResourceProvider` over a {@link Provider}: one method each, nothing else. */
export class ProviderService {
  private readonly cancelled = new AbortController();

  private readonly configuration: ConfigurationCalls;
  private readonly resources: ResourceCalls;

  constructor(
    private readonly provider: Provider,
    private readonly engine: EngineLog,
  ) {
    this.configuration = new ConfigurationCalls(provider);
    this.resources = new ResourceCalls(provider, engine, this.cancelled.signal);
  }

  /** Aborts whatever is under way. */
  cancel(): void {
    this.cancelled.abort(new ProviderError("cancelled"));
  }

  handlers(): IResourceProviderServer {
    const unimplemented = this.unary<unknown, never>((): never => {
      throw new ProviderError(`the ${this.provider.name} plugin does not serve this call`);
    });
    return {
      handshake: this.unary((request) => this.handshake(request)),
      attach: this.unary((request: PluginAttach) => {
        this.engine.connect(request.getAddress());
        return new Empty();
      }),
      getPluginInfo: this.unary(() => new plugin.PluginInfo().setVersion(this.provider.version)),
      getSchema: this.unary(() =>
        new pb.GetSchemaResponse().setSchema(this.provider.schema ?? "{}"),
      ),
      getMapping: this.unary(() => new pb.GetMappingResponse()),
      getMappings: this.unary(() => new pb.GetMappingsResponse()),
      checkConfig: this.unary((request) => this.configuration.checkConfig(request)),
      diffConfig: this.unary((request) => this.configuration.diffConfig(request)),
      configure: this.unary((request) => this.configuration.configure(request), configureInputs),
      check: this.unary(
        (request) => this.resources.check(request),
        (r) => [fromStruct(r.getNews())],
      ),
      diff: this.unary(
        (request) => this.resources.diff(request),
        (r) => [fromStruct(r.getNews())],
      ),
      create: this.unary(
        (request, metadata) => this.resources.create(request, metadata),
        (r) => [fromStruct(r.getProperties())],
      ),
      read: this.unary(
        (request) => this.resources.read(request),
        (r) => [fromStruct(r.getInputs()), fromStruct(r.getProperties())],
      ),
      update: this.unary(
        (request) => this.resources.update(request),
        (r) => [fromStruct(r.getNews()), fromStruct(r.getOlds())],
      ),
      delete: this.unary(
        (request) => this.resources.delete(request),
        (r) => [fromStruct(r.getOldInputs()), fromStruct(r.getProperties())],
      ),
      invoke: this.unary(
        (request) => this.invoke(request),
        (r) => [fromStruct(r.getArgs())],
      ),
      cancel: this.unary(() => {
        this.cancel();
        return new Empty();
      }),
      parameterize: unimplemented,
      call: unimplemented,
      construct: unimplemented,
      list: (call) => {
        call.emit("error", { code: grpc.status.UNIMPLEMENTED, details: "list is not served" });
      },
    };
  }

  /** A handler whose errors become gRPC statuses with the secrets of the request hidden. */
  private unary<Request, Response>(
    handle: (request: Request, metadata: grpc.Metadata) => Response | Promise<Response>,
    secretsOf: (request: Request) => Properties[] = () => [],
  ): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
      Promise.resolve()
        .then(() => handle(call.request, call.metadata))
        .then(
          async (response) => {
            await this.engine.flush();
            callback(null, response);
          },
          async (error: unknown) => {
            await this.engine.flush();
            const [inputs = {}, ...others] = secretsOf(call.request);
            const seal = (outputs: Properties): Properties =>
              this.resources.sealFor(call.request, outputs);
            callback(toServiceError(error, redactor(inputs, ...others), inputs, seal));
          },
        )
        .catch(() => undefined); // The caller went away: there is nobody left to tell.
    };
  }

  private handshake(request: pb.ProviderHandshakeRequest): pb.ProviderHandshakeResponse {
    if (request.getEngineAddress()) this.engine.connect(request.getEngineAddress());
    return new pb.ProviderHandshakeResponse().setAcceptSecrets(true);
  }

  private invoke(request: pb.InvokeRequest): Promise<pb.InvokeResponse> {
    const log = this.engine.forResource("", redactor(fromStruct(request.getArgs())));
    return invoke(this.provider, request, { log, signal: this.cancelled.signal });
  }
}
