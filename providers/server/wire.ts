import type { Metadata } from "@grpc/grpc-js";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Properties } from "./property";
import { ProviderError } from "./errors";
import type { CheckFailure, DiffKind, DiffResult, Interrupted, ResourceType } from "./types";
import { containsUnknown, fromStruct, revealAll, toStruct } from "./values";

const KINDS: Record<DiffKind, pb.PropertyDiff.Kind> = {
  add: pb.PropertyDiff.Kind.ADD,
  "add-replace": pb.PropertyDiff.Kind.ADD_REPLACE,
  delete: pb.PropertyDiff.Kind.DELETE,
  "delete-replace": pb.PropertyDiff.Kind.DELETE_REPLACE,
  update: pb.PropertyDiff.Kind.UPDATE,
  "update-replace": pb.PropertyDiff.Kind.UPDATE_REPLACE,
};

export function nameOf(urn: string, name: string): string {
  return name || urn.split("::").slice(3).join("::");
}

export function configureInputs(request: pb.ConfigureRequest): Properties[] {
  if (request.hasArgs()) return [fromStruct(request.getArgs())];
  const variables = request.getVariablesMap().getEntryList();
  // Here a key is "package:config:name".
  return [
    Object.fromEntries(variables.map(([key, value]) => [key.split(":").at(-1) ?? key, value])),
  ];
}

export function oldInputs(
  request: pb.DiffRequest | pb.UpdateRequest,
  type: ResourceType,
): Properties {
  if (request.hasOldInputs()) return revealAll(fromStruct(request.getOldInputs()));
  return inputsAmong(type, revealAll(fromStruct(request.getOlds())));
}

/** Engines from before old inputs were sent: they are among the outputs. */
export function inputsAmong(type: ResourceType, outputs: Properties): Properties {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => name in type.inputs));
}

/** What the embedded engine tells of an earlier create that was interrupted. */
export function interruptedIn(metadata: Metadata): Interrupted | undefined {
  const [told] = metadata.get("interrupted-create-bin");
  if (told === undefined) return undefined;
  const { since, known } = JSON.parse(told.toString()) as { since: string; known: string[] };
  return { since: Date.parse(since), known: new Set(known) };
}

export function known(inputs: Properties): Properties {
  const unknown = Object.keys(inputs).filter((name) => containsUnknown(inputs[name] ?? null));
  if (unknown.length === 0) return inputs;
  throw new ProviderError(`these inputs are not known yet: ${unknown.join(", ")}`);
}

export function failureMessage({ property, reason }: CheckFailure): pb.CheckFailure {
  return new pb.CheckFailure().setProperty(property).setReason(reason);
}

export function checkResponse(inputs: Properties, failures: CheckFailure[]): pb.CheckResponse {
  return new pb.CheckResponse()
    .setInputs(toStruct(inputs))
    .setFailuresList(failures.map(failureMessage));
}

export function diffResponse(diff: DiffResult): pb.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = pb.DiffResponse.DiffChanges;
  const response = new pb.DiffResponse()
    .setChanges(diff.changes ? DIFF_SOME : DIFF_NONE)
    .setReplacesList(diff.replaces)
    .setDeletebeforereplace(diff.deleteBeforeReplace)
    .setDiffsList([
      ...new Set(Object.keys(diff.detailed).map((path) => path.split(/[.[]/)[0] ?? "")),
    ])
    .setHasdetaileddiff(true);
  for (const [path, kind] of Object.entries(diff.detailed)) {
    response
      .getDetaileddiffMap()
      .set(path, new pb.PropertyDiff().setKind(KINDS[kind]).setInputdiff(true));
  }
  return response;
}
