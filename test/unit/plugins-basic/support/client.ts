import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Properties } from "../../../../embedded/engine/types";
import { Served, listen } from "../../../../providers/server/serve";
import type { Provider } from "../../../../providers/server/types";
import { fromStruct, toStruct } from "../../../../providers/server/values";

const KINDS = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

export interface Diff {
  changes: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
  detailed: Record<string, string>;
}

/** What an error of the provider's carries when the resource was half made. */
export interface HalfMade {
  id: string;
  properties: Properties;
  inputs: Properties;
  reasons: string[];
}

type Call<Request, Response> = (
  request: Request,
  callback: (error: grpc.ServiceError | null, response: Response) => void,
) => unknown;

/** A provider served on loopback and spoken to as the engine does. */
export class Client {
  private constructor(
    private readonly served: Served,
    private readonly rpc: ResourceProviderClient,
  ) {}

  static async start(provider: Provider, config: Properties = {}): Promise<Client> {
    const served = await listen(provider);
    const rpc = new ResourceProviderClient(
      `127.0.0.1:${served.port}`,
      grpc.credentials.createInsecure(),
    );
    const client = new Client(served, rpc);
    await client.configure(config);
    return client;
  }

  stop(): void {
    this.rpc.close();
    this.served.stop();
  }

  async configure(config: Properties): Promise<void> {
    await this.call<pb.ConfigureRequest, pb.ConfigureResponse>(
      (asked, done) => this.rpc.configure(asked, done),
      new pb.ConfigureRequest().setArgs(toStruct(config)),
    );
  }

  async checkConfig(news: Properties): Promise<{ inputs: Properties; failures: string[] }> {
    const request = new pb.CheckRequest().setNews(toStruct(news));
    return checked(
      await this.call<pb.CheckRequest, pb.CheckResponse>(
        (asked, done) => this.rpc.checkConfig(asked, done),
        request,
      ),
    );
  }

  async check(
    type: string,
    news: Properties,
    olds: Properties = {},
  ): Promise<{ inputs: Properties; failures: string[] }> {
    const request = new pb.CheckRequest()
      .setUrn(urn(type))
      .setOlds(toStruct(olds))
      .setNews(toStruct(news));
    return checked(
      await this.call<pb.CheckRequest, pb.CheckResponse>(
        (asked, done) => this.rpc.check(asked, done),
        request,
      ),
    );
  }

  async diff(
    type: string,
    olds: Properties,
    oldInputs: Properties,
    news: Properties,
  ): Promise<Diff> {
    const request = new pb.DiffRequest()
      .setUrn(urn(type))
      .setId("id")
      .setOlds(toStruct(olds))
      .setOldInputs(toStruct(oldInputs))
      .setNews(toStruct(news));
    const response = await this.call<pb.DiffRequest, pb.DiffResponse>(
      (asked, done) => this.rpc.diff(asked, done),
      request,
    );
    const detailed = response.getDetaileddiffMap().getEntryList() as unknown as [string, unknown][];
    return {
      changes: response.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
      detailed: Object.fromEntries(
        detailed.map(([path]) => [
          path,
          KINDS[response.getDetaileddiffMap().get(path)?.getKind() ?? -1] ?? "?",
        ]),
      ),
    };
  }

  async create(
    type: string,
    inputs: Properties,
    options: { preview?: boolean; timeoutSeconds?: number } = {},
  ): Promise<{ id: string; outputs: Properties }> {
    const request = new pb.CreateRequest()
      .setUrn(urn(type))
      .setProperties(toStruct(inputs))
      .setPreview(options.preview ?? false)
      .setTimeout(options.timeoutSeconds ?? 0);
    const response = await this.call<pb.CreateRequest, pb.CreateResponse>(
      (asked, done) => this.rpc.create(asked, done),
      request,
    );
    return { id: response.getId(), outputs: fromStruct(response.getProperties()) };
  }

  async read(
    type: string,
    id: string,
    olds: Properties = {},
    oldInputs: Properties = {},
  ): Promise<{ id: string; outputs: Properties; inputs: Properties }> {
    const request = new pb.ReadRequest()
      .setUrn(urn(type))
      .setId(id)
      .setProperties(toStruct(olds))
      .setInputs(toStruct(oldInputs));
    const response = await this.call<pb.ReadRequest, pb.ReadResponse>(
      (asked, done) => this.rpc.read(asked, done),
      request,
    );
    return {
      id: response.getId(),
      outputs: fromStruct(response.getProperties()),
      inputs: fromStruct(response.getInputs()),
    };
  }

  async update(
    type: string,
    id: string,
    olds: Properties,
    oldInputs: Properties,
    news: Properties,
    preview = false,
  ): Promise<Properties> {
    const request = new pb.UpdateRequest()
      .setUrn(urn(type))
      .setId(id)
      .setOlds(toStruct(olds))
      .setOldInputs(toStruct(oldInputs))
      .setNews(toStruct(news))
      .setPreview(preview);
    const response = await this.call<pb.UpdateRequest, pb.UpdateResponse>(
      (asked, done) => this.rpc.update(asked, done),
      request,
    );
    return fromStruct(response.getProperties());
  }

  async delete(type: string, id: string, olds: Properties, oldInputs: Properties): Promise<void> {
    const request = new pb.DeleteRequest()
      .setUrn(urn(type))
      .setId(id)
      .setProperties(toStruct(olds))
      .setOldInputs(toStruct(oldInputs));
    await this.call<pb.DeleteRequest, Empty>(
      (asked, done) => this.rpc.delete(asked, done),
      request,
    );
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new pb.InvokeRequest().setTok(token).setArgs(toStruct(args));
    return fromStruct(
      (
        await this.call<pb.InvokeRequest, pb.InvokeResponse>(
          (asked, done) => this.rpc.invoke(asked, done),
          request,
        )
      ).getReturn(),
    );
  }

  private call<Request, Response>(
    method: Call<Request, Response>,
    request: Request,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      method(request, (error, response) => (error ? reject(error) : resolve(response)));
    });
  }
}

/** The details of a half-made resource in an error, if it has any. */
export function halfMade(error: unknown): HalfMade | undefined {
  const [bytes] = (error as grpc.ServiceError).metadata.get("grpc-status-details-bin");
  if (!(bytes instanceof Buffer)) return undefined;
  const [any] = Status.deserializeBinary(bytes).getDetailsList();
  const failed = any?.unpack(
    (data) => pb.ErrorResourceInitFailed.deserializeBinary(data),
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (!failed) return undefined;
  return {
    id: failed.getId(),
    properties: fromStruct(failed.getProperties()),
    inputs: fromStruct(failed.getInputs()),
    reasons: failed.getReasonsList(),
  };
}

/** The message of the error that the promise fails with. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as grpc.ServiceError).details;
  }
  throw new Error("expected an error");
}

function urn(type: string): string {
  return `urn:pulumi:test::project::${type}::example`;
}

function checked(response: pb.CheckResponse): { inputs: Properties; failures: string[] } {
  return {
    inputs: fromStruct(response.getInputs()),
    failures: response.getFailuresList().map((f) => `${f.getProperty()}: ${f.getReason()}`),
  };
}
