import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Properties } from "../../engine/types";
import { checkConfiguration } from "./config";
import { diffInputs } from "./diff";
import { EngineLog } from "./engine-log";
import { ProviderError, toServiceError } from "./errors";
import { redactor } from "./redact";
import * as resources from "./resources";
import type { Provider, ResourceContext, ResourceType } from "./types";
import {
  checkResponse,
  configureInputs,
  diffResponse,
  failureMessage,
  inputsAmong,
  interruptedIn,
  known,
  nameOf,
  oldInputs,
} from "./wire";
import { fromStruct, revealAll, secret, secretsLike, toStruct } from "./values";

/** `pulumirpc.ResourceProvider` over a {@link Provider}: one method each, nothing else. */
export class ProviderService {
  private readonly cancelled = new AbortController();

  constructor(
    private readonly provider: Provider,
    private readonly engine: EngineLog,
  ) {}

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
      getSchema: this.unary(() => new pb.GetSchemaResponse().setSchema("{}")),
      getMapping: this.unary(() => new pb.GetMappingResponse()),
      getMappings: this.unary(() => new pb.GetMappingsResponse()),
      checkConfig: this.unary((request) => this.checkConfig(request)),
      diffConfig: this.unary((request) => this.diffConfig(request)),
      configure: this.unary((request) => this.configure(request), configureInputs),
      check: this.unary(
        (request) => this.check(request),
        (r) => [fromStruct(r.getNews())],
      ),
      diff: this.unary(
        (request) => this.diff(request),
        (r) => [fromStruct(r.getNews())],
      ),
      create: this.unary(
        (request, metadata) => this.create(request, metadata),
        (r) => [fromStruct(r.getProperties())],
      ),
      read: this.unary(
        (request) => this.read(request),
        (r) => [fromStruct(r.getInputs()), fromStruct(r.getProperties())],
      ),
      update: this.unary(
        (request) => this.update(request),
        (r) => [fromStruct(r.getNews()), fromStruct(r.getOlds())],
      ),
      delete: this.unary(
        (request) => this.delete(request),
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
            const seal = (outputs: Properties): Properties => this.sealFor(call.request, outputs);
            callback(toServiceError(error, redactor(inputs, ...others), inputs, seal));
          },
        )
        .catch(() => undefined); // The caller went away: there is nobody left to tell.
    };
  }

  /** Outputs of a half-made resource, sealed as a whole one's would be. */
  private sealFor(request: unknown, outputs: Properties): Properties {
    if (request instanceof pb.CreateRequest) {
      return resources.sealOutputs(
        this.type(request.getUrn(), request.getType()),
        outputs,
        fromStruct(request.getProperties()),
      );
    }
    if (request instanceof pb.UpdateRequest) {
      return resources.sealOutputs(
        this.type(request.getUrn(), request.getType()),
        outputs,
        fromStruct(request.getNews()),
      );
    }
    return outputs;
  }

  private handshake(request: pb.ProviderHandshakeRequest): pb.ProviderHandshakeResponse {
    if (request.getEngineAddress()) this.engine.connect(request.getEngineAddress());
    return new pb.ProviderHandshakeResponse().setAcceptSecrets(true);
  }

  private async checkConfig(request: pb.CheckRequest): Promise<pb.CheckResponse> {
    const given = fromStruct(request.getNews());
    const table = this.provider.config ?? {};
    const { inputs, failures } = checkConfiguration(table, revealAll(given));
    if (failures.length === 0 && this.provider.checkConfig) {
      failures.push(...(await this.provider.checkConfig(inputs)));
    }
    // What the program gave is what the state keeps; defaults are applied at each start.
    const sealed = Object.entries(given).map(([name, value]) => [
      name,
      table[name]?.secret ? secret(value) : value,
    ]);
    return checkResponse(Object.fromEntries(sealed) as Properties, failures);
  }

  private diffConfig(request: pb.DiffRequest): pb.DiffResponse {
    const olds = request.hasOldInputs() ? request.getOldInputs() : request.getOlds();
    return diffResponse(
      diffInputs(
        revealAll(fromStruct(olds)),
        revealAll(fromStruct(request.getNews())),
        () => false,
      ),
    );
  }

  private async configure(request: pb.ConfigureRequest): Promise<pb.ConfigureResponse> {
    const [given = {}] = configureInputs(request);
    const { inputs, failures } = checkConfiguration(this.provider.config ?? {}, revealAll(given));
    if (failures.length > 0) {
      const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`);
      throw new ProviderError(
        `the configuration of provider ${this.provider.name} is wrong: ${reasons.join("; ")}`,
      );
    }
    await this.provider.configure?.(inputs);
    return new pb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
  }

  private async check(request: pb.CheckRequest): Promise<pb.CheckResponse> {
    const type = this.type(request.getUrn(), request.getType());
    const given = fromStruct(request.getNews());
    const { inputs, failures } = await resources.check(type, {
      urn: request.getUrn(),
      name: nameOf(request.getUrn(), request.getName()),
      oldInputs: revealAll(fromStruct(request.getOlds())),
      inputs: revealAll(given),
    });
    return checkResponse(resources.sealInputs(type, inputs, given), failures);
  }

  private async diff(request: pb.DiffRequest): Promise<pb.DiffResponse> {
    const type = this.type(request.getUrn(), request.getType());
    const olds = revealAll(fromStruct(request.getOlds()));
    const inputs = revealAll(fromStruct(request.getNews()));
    const result = await resources.diff(type, {
      urn: request.getUrn(),
      id: request.getId(),
      olds,
      oldInputs: oldInputs(request, type),
      inputs,
    });
    return diffResponse(result);
  }

  private async create(
    request: pb.CreateRequest,
    metadata: grpc.Metadata,
  ): Promise<pb.CreateResponse> {
    const type = this.type(request.getUrn(), request.getType());
    const given = fromStruct(request.getProperties());
    const inputs = revealAll(given);
    const { id, outputs } = request.getPreview()
      ? { id: "", outputs: resources.previewCreate(type, inputs) }
      : await type.create({
          ...this.context(request, [given]),
          inputs: known(inputs),
          interrupted: interruptedIn(metadata),
        });
    return new pb.CreateResponse()
      .setId(id)
      .setProperties(toStruct(resources.sealOutputs(type, outputs, given)));
  }

  private async read(request: pb.ReadRequest): Promise<pb.ReadResponse> {
    const type = this.type(request.getUrn(), request.getType());
    const inputs = fromStruct(request.getInputs());
    const olds = fromStruct(request.getProperties());
    const importing = Object.keys(inputs).length + Object.keys(olds).length === 0;
    if (!type.read && importing) {
      throw new ProviderError(
        `${this.token(request.getUrn(), request.getType())} cannot be imported: remove the import option`,
      );
    }
    const found = type.read
      ? await type.read({
          ...this.context(request, [inputs, olds]),
          id: request.getId(),
          olds: revealAll(olds),
          oldInputs: revealAll(inputs),
          importing,
        })
      : { id: request.getId(), outputs: revealAll(olds), inputs: revealAll(inputs) };
    // An empty id says that the resource is gone.
    if (!found) return new pb.ReadResponse();
    return new pb.ReadResponse()
      .setId(found.id)
      .setProperties(
        toStruct(resources.sealOutputs(type, secretsLike(found.outputs, olds), inputs)),
      )
      .setInputs(toStruct(resources.sealInputs(type, found.inputs, inputs)));
  }

  private async update(request: pb.UpdateRequest): Promise<pb.UpdateResponse> {
    const type = this.type(request.getUrn(), request.getType());
    const given = fromStruct(request.getNews());
    const olds = fromStruct(request.getOlds());
    const inputs = revealAll(given);
    const outputs = request.getPreview()
      ? resources.previewUpdate(type, revealAll(olds), inputs)
      : await this.updateNow(type, request, given, olds);
    return new pb.UpdateResponse().setProperties(
      toStruct(resources.sealOutputs(type, outputs, given)),
    );
  }

  private updateNow(
    type: ResourceType,
    request: pb.UpdateRequest,
    given: Properties,
    olds: Properties,
  ): Promise<Properties> {
    if (!type.update) {
      throw new ProviderError(
        `${this.token(request.getUrn(), request.getType())} cannot be changed in place: replace it`,
      );
    }
    return type.update({
      ...this.context(request, [given, olds]),
      id: request.getId(),
      olds: revealAll(olds),
      oldInputs: oldInputs(request, type),
      inputs: known(revealAll(given)),
    });
  }

  private async delete(request: pb.DeleteRequest): Promise<Empty> {
    const type = this.type(request.getUrn(), request.getType());
    const olds = fromStruct(request.getProperties());
    const inputs = fromStruct(request.getOldInputs());
    await type.delete?.({
      ...this.context(request, [inputs, olds]),
      id: request.getId(),
      olds: revealAll(olds),
      oldInputs: request.hasOldInputs() ? revealAll(inputs) : inputsAmong(type, revealAll(olds)),
    });
    return new Empty();
  }

  private async invoke(request: pb.InvokeRequest): Promise<pb.InvokeResponse> {
    const found = this.provider.functions?.[request.getTok()];
    if (!found) {
      throw new ProviderError(
        `the ${this.provider.name} plugin has no function ${request.getTok()}; ` +
          `it has: ${
            Object.keys(this.provider.functions ?? {})
              .sort()
              .join(", ") || "none"
          }`,
      );
    }
    const args = fromStruct(request.getArgs());
    const { outputs, failures = [] } = await found.invoke(revealAll(args));
    const sealed = Object.entries(secretsLike(outputs, args)).map(([name, value]) => [
      name,
      found.secretOutputs?.includes(name) && value !== null ? secret(value) : value,
    ]);
    return new pb.InvokeResponse()
      .setReturn(toStruct(Object.fromEntries(sealed) as Properties))
      .setFailuresList(failures.map(failureMessage));
  }

  private type(urn: string, token: string): ResourceType {
    const wanted = this.token(urn, token);
    const found = this.provider.resources[wanted];
    if (found) return found;
    throw new ProviderError(
      `the ${this.provider.name} plugin has no resource type ${wanted}; ` +
        `it has: ${Object.keys(this.provider.resources).sort().join(", ")}`,
    );
  }

  /** The type token: the last of the types that a URN names. */
  private token(urn: string, token: string): string {
    return token || (urn.split("::")[2]?.split("$").at(-1) ?? "");
  }

  private context(
    request: pb.CreateRequest | pb.ReadRequest | pb.UpdateRequest | pb.DeleteRequest,
    secrets: Properties[],
  ): ResourceContext {
    const urn = request.getUrn();
    const timeoutSeconds = request.getTimeout();
    const signals = [this.cancelled.signal];
    if (timeoutSeconds > 0) signals.push(AbortSignal.timeout(timeoutSeconds * 1000));
    return {
      urn,
      name: nameOf(urn, request.getName()),
      type: this.token(urn, request.getType()),
      timeoutSeconds,
      signal: AbortSignal.any(signals),
      log: this.engine.forResource(urn, redactor(...secrets)),
    };
  }
}
