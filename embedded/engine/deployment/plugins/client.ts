import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Metadata } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";

import type { Properties, PropertyDiff } from "../../types";
import {
  containsUnknown,
  equal,
  flattenReferences,
  markSecrets,
  revealAll,
} from "../values/values";
import { fromStruct, toStruct } from "../values/struct";
import { partialFailure } from "./failure";
import { CHANNEL_OPTIONS, INSECURE, call, optional } from "./rpc";
import type { CheckResult, Created, Diff, Interrupted, Provider, Read, Subject } from "./types";

/** The header in which a provider is told of an interrupted creation; others pay it no heed. */
const INTERRUPTED = "interrupted-create-bin";

type Old = { id: string; inputs: Properties; outputs: Properties };

const DIFF_KINDS: PropertyDiff["kind"][] = [
  "add",
  "add-replace",
  "delete",
  "delete-replace",
  "update",
  "update-replace",
];

/** A provider in a process of its own, spoken to over gRPC. */
export class ProviderClient implements Provider {
  private readonly client: ResourceProviderClient;
  private configured = false;
  private acceptsSecrets = false;
  private acceptsReferences = false;
  private supportsPreview = false;

  constructor(address: string) {
    this.client = new ResourceProviderClient(address, INSECURE, CHANNEL_OPTIONS);
  }

  async checkConfig(
    subject: Subject,
    olds: Properties | undefined,
    news: Properties,
  ): Promise<CheckResult> {
    const request = checkRequest(subject, olds && toStruct(olds), toStruct(news));
    const answer = call<proto.CheckResponse>((done) => this.client.checkConfig(request, done));
    const unchecked = new proto.CheckResponse().setInputs(toStruct(news));
    return checkResult(await optional(answer, unchecked));
  }

  async diffConfig(subject: Subject, old: Old, news: Properties): Promise<Diff> {
    const request = diffRequest(subject, old.id, [])
      .setOlds(toStruct(old.outputs))
      .setOldInputs(toStruct(old.inputs))
      .setNews(toStruct(news));
    const answer = call<proto.DiffResponse>((done) => this.client.diffConfig(request, done));
    return diffOf(await optional(answer, new proto.DiffResponse()));
  }

  /**
   * Hands over the configuration. While a part of it is unknown the provider is left as it is, and
   * then plans nothing.
   */
  async configure(subject: Subject, id: string, inputs: Properties): Promise<void> {
    if (containsUnknown(inputs)) return;
    const request = new proto.ConfigureRequest()
      .setArgs(toStruct(inputs))
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setSendsOldInputs(true)
      .setSendsOldInputsToDelete(true)
      .setId(id)
      .setUrn(subject.urn)
      .setName(subject.name)
      .setType(subject.type);
    for (const [key, value] of Object.entries(revealAll(inputs))) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      request.getVariablesMap().set(`${subject.type.split(":").at(-1)}:config:${key}`, text);
    }
    const answer = await call<proto.ConfigureResponse>((done) =>
      this.client.configure(request, done),
    );
    this.acceptsSecrets = answer.getAcceptsecrets();
    this.acceptsReferences = answer.getAcceptresources();
    this.supportsPreview = answer.getSupportspreview();
    this.configured = true;
  }

  async check(
    subject: Subject,
    olds: Properties | undefined,
    news: Properties,
  ): Promise<CheckResult> {
    if (!this.configured) return { inputs: news, failures: [] };
    const request = checkRequest(subject, olds && this.pack(olds), this.pack(news));
    const answer = await call<proto.CheckResponse>((done) => this.client.check(request, done));
    const { inputs, failures } = checkResult(answer);
    return { inputs: markSecrets(inputs, news, []), failures };
  }

  async diff(subject: Subject, old: Old, news: Properties, ignoreChanges: string[]): Promise<Diff> {
    if (!this.configured) return unavailable(old.inputs, news);
    const request = diffRequest(subject, old.id, ignoreChanges)
      .setOlds(this.pack(old.outputs))
      .setOldInputs(this.pack(old.inputs))
      .setNews(this.pack(news));
    return diffOf(await call<proto.DiffResponse>((done) => this.client.diff(request, done)));
  }

  async create(
    subject: Subject,
    inputs: Properties,
    timeout: number,
    preview: boolean,
    interrupted?: Interrupted,
  ): Promise<Created> {
    if (preview && !(this.configured && this.supportsPreview)) return { id: "", outputs: inputs };
    const request = new proto.CreateRequest()
      .setUrn(subject.urn)
      .setType(subject.type)
      .setName(subject.name)
      .setProperties(this.pack(inputs))
      .setTimeout(timeout)
      .setPreview(preview);
    try {
      const hint = new Metadata();
      if (interrupted) hint.set(INTERRUPTED, Buffer.from(JSON.stringify(interrupted)));
      const answer = await call<proto.CreateResponse>((done) =>
        this.client.create(request, hint, done),
      );
      return { id: answer.getId(), outputs: fromStruct(answer.getProperties()) };
    } catch (error) {
      const partial = partialFailure(error);
      if (partial === undefined) throw error;
      return { id: partial.id, outputs: partial.outputs, initErrors: partial.reasons };
    }
  }

  async update(
    subject: Subject,
    old: Old,
    news: Properties,
    ignoreChanges: string[],
    timeout: number,
    preview: boolean,
  ): Promise<Omit<Created, "id">> {
    if (preview && !(this.configured && this.supportsPreview)) return { outputs: news };
    const request = new proto.UpdateRequest()
      .setId(old.id)
      .setUrn(subject.urn)
      .setType(subject.type)
      .setName(subject.name)
      .setOlds(this.pack(old.outputs))
      .setOldInputs(this.pack(old.inputs))
      .setNews(this.pack(news))
      .setIgnorechangesList(ignoreChanges)
      .setTimeout(timeout)
      .setPreview(preview);
    try {
      const answer = await call<proto.UpdateResponse>((done) => this.client.update(request, done));
      return { outputs: fromStruct(answer.getProperties()) };
    } catch (error) {
      const partial = partialFailure(error);
      if (partial === undefined) throw error;
      return { outputs: partial.outputs, initErrors: partial.reasons };
    }
  }

  async read(
    subject: Subject,
    id: string,
    inputs: Properties | undefined,
    outputs: Properties,
  ): Promise<Read> {
    const request = new proto.ReadRequest()
      .setId(id)
      .setUrn(subject.urn)
      .setType(subject.type)
      .setName(subject.name)
      .setProperties(this.pack(outputs));
    if (inputs !== undefined) request.setInputs(this.pack(inputs));
    try {
      const answer = await call<proto.ReadResponse>((done) => this.client.read(request, done));
      return {
        id: answer.getId(),
        outputs: fromStruct(answer.getProperties()),
        inputs: answer.hasInputs() ? fromStruct(answer.getInputs()) : undefined,
      };
    } catch (error) {
      const partial = partialFailure(error);
      if (partial === undefined) throw error;
      const { reasons: initErrors, ...found } = partial;
      return { ...found, initErrors };
    }
  }

  async delete(subject: Subject, old: Old, timeout: number): Promise<void> {
    const request = new proto.DeleteRequest()
      .setId(old.id)
      .setUrn(subject.urn)
      .setType(subject.type)
      .setName(subject.name)
      .setProperties(this.pack(old.outputs))
      .setOldInputs(this.pack(old.inputs))
      .setTimeout(timeout);
    await call<Empty>((done) => this.client.delete(request, done));
  }

  async invoke(
    token: string,
    args: Properties,
    preview: boolean,
  ): Promise<{ result: Properties; failures: CheckResult["failures"] }> {
    const request = new proto.InvokeRequest()
      .setTok(token)
      .setArgs(this.pack(args))
      .setPreview(preview);
    const answer = await call<proto.InvokeResponse>((done) => this.client.invoke(request, done));
    return { result: fromStruct(answer.getReturn()), failures: failuresOf(answer) };
  }

  /** Whether it has its configuration, or is still waiting for a part of it to be known. */
  isConfigured(): boolean {
    return this.configured;
  }

  async cancel(): Promise<void> {
    await optional(
      call<Empty>((done) => this.client.cancel(new Empty(), done)),
      new Empty(),
    );
  }

  close(): void {
    this.client.close();
  }

  private pack(properties: Properties): ReturnType<typeof toStruct> {
    const sent = this.acceptsReferences ? properties : flattenReferences(properties);
    return toStruct(this.acceptsSecrets ? sent : revealAll(sent));
  }
}

function checkRequest(
  subject: Subject,
  olds: ReturnType<typeof toStruct> | undefined,
  news: ReturnType<typeof toStruct>,
): proto.CheckRequest {
  return new proto.CheckRequest()
    .setUrn(subject.urn)
    .setType(subject.type)
    .setName(subject.name)
    .setOlds(olds)
    .setNews(news);
}

function diffRequest(subject: Subject, id: string, ignoreChanges: string[]): proto.DiffRequest {
  return new proto.DiffRequest()
    .setId(id)
    .setUrn(subject.urn)
    .setType(subject.type)
    .setName(subject.name)
    .setIgnorechangesList(ignoreChanges);
}

function failuresOf(answer: { getFailuresList(): proto.CheckFailure[] }): CheckResult["failures"] {
  return answer
    .getFailuresList()
    .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
}

function checkResult(answer: proto.CheckResponse): CheckResult {
  return { inputs: fromStruct(answer.getInputs()), failures: failuresOf(answer) };
}

function diffOf(answer: proto.DiffResponse): Diff {
  const changes = (["unknown", "none", "some"] as const)[answer.getChanges()] ?? "unknown";
  const diff: Diff = {
    changes,
    replaces: answer.getReplacesList(),
    changed: answer.getDiffsList(),
    deleteBeforeReplace: answer.getDeletebeforereplace(),
  };
  if (answer.getHasdetaileddiff()) {
    diff.detailed = [...answer.getDetaileddiffMap().entries()]
      .map(([path, item]) => ({ path, kind: DIFF_KINDS[item.getKind()] ?? "update" }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }
  return diff;
}

function unavailable(olds: Properties, news: Properties): Diff {
  return {
    changes: equal(olds, news) ? "none" : "some",
    replaces: [],
    changed: [],
    deleteBeforeReplace: false,
  };
}
