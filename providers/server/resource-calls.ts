import type * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Properties } from "./property";
import type { EngineLog } from "./engine-log";
import { ProviderError } from "./errors";
import { redactor } from "./redact";
import * as resources from "./resources";
import type { Provider, ResourceContext, ResourceType } from "./types";
import { fromStruct, revealAll, secretsLike, toStruct } from "./values";
import {
  checkResponse,
  diffResponse,
  inputsAmong,
  interruptedIn,
  known,
  nameOf,
  oldInputs,
} from "./wire";

/** The calls about one resource, each answered by its type. */
export class ResourceCalls {
  constructor(
    private readonly provider: Provider,
    private readonly engine: EngineLog,
    private readonly cancelled: AbortSignal,
  ) {}

  async check(request: pb.CheckRequest): Promise<pb.CheckResponse> {
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

  async diff(request: pb.DiffRequest): Promise<pb.DiffResponse> {
    const type = this.type(request.getUrn(), request.getType());
    const olds = revealAll(fromStruct(request.getOlds()));
    const news = fromStruct(request.getNews());
    const inputs = revealAll(news);
    const { engine } = this;
    const result = await resources.diff(type, {
      urn: request.getUrn(),
      // Few have anything to say, and all would have their values looked through for secrets.
      get log() {
        return engine.forResource(request.getUrn(), redactor(fromStruct(request.getOlds()), news));
      },
      id: request.getId(),
      olds,
      oldInputs: oldInputs(request, type),
      inputs,
    });
    return diffResponse(result);
  }

  async create(request: pb.CreateRequest, metadata: grpc.Metadata): Promise<pb.CreateResponse> {
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

  async read(request: pb.ReadRequest): Promise<pb.ReadResponse> {
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

  async update(request: pb.UpdateRequest): Promise<pb.UpdateResponse> {
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

  async delete(request: pb.DeleteRequest): Promise<Empty> {
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

  /** Outputs of a half-made resource, sealed as a whole one's would be. */
  sealFor(request: unknown, outputs: Properties): Properties {
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
    const signals = [this.cancelled];
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
