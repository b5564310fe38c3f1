import * as proto from "@pulumi/pulumi/proto/analyzer_pb";

import type { ResourceState } from "../../types";
import type { Goal } from "../resources/goal";
import { toStruct } from "../values/struct";
import { nameOf } from "../values/urn";

/** One resource, with its inputs, for a policy. */
export function analyzeRequest(
  desired: ResourceState,
  goal: Goal,
  provider: ResourceState | undefined,
): proto.AnalyzeRequest {
  return new proto.AnalyzeRequest()
    .setType(desired.type)
    .setUrn(desired.urn)
    .setName(nameOf(desired.urn))
    .setProperties(toStruct(desired.inputs ?? {}))
    .setOptions(optionsOf(desired, goal.deleteBeforeReplace))
    .setProvider(providerResource(provider));
}

/** All resources, with their outputs, for a stack's policies. */
export function stackRequest(
  resources: ResourceState[],
  providerOf: (state: ResourceState) => ResourceState | undefined,
): proto.AnalyzeStackRequest {
  return new proto.AnalyzeStackRequest().setResourcesList(
    resources.map((state) => {
      const resource = new proto.AnalyzerResource()
        .setType(state.type)
        .setUrn(state.urn)
        .setName(nameOf(state.urn))
        .setProperties(toStruct(state.outputs ?? {}))
        .setOptions(optionsOf(state, undefined))
        .setProvider(providerResource(providerOf(state)))
        .setParent(state.parent ?? "")
        .setDependenciesList(state.dependencies ?? []);
      for (const [key, urns] of Object.entries(state.propertyDependencies ?? {})) {
        const list = new proto.AnalyzerPropertyDependencies().setUrnsList(urns);
        resource.getPropertydependenciesMap().set(key, list);
      }
      return resource;
    }),
  );
}

function optionsOf(
  state: ResourceState,
  deleteBeforeReplace: boolean | undefined,
): proto.AnalyzerResourceOptions {
  const timeouts = new proto.AnalyzerResourceOptions.CustomTimeouts()
    .setCreate(state.customTimeouts?.create ?? 0)
    .setUpdate(state.customTimeouts?.update ?? 0)
    .setDelete(state.customTimeouts?.delete ?? 0);
  return new proto.AnalyzerResourceOptions()
    .setProtect(state.protect ?? false)
    .setIgnorechangesList(state.ignoreChanges ?? [])
    .setDeletebeforereplace(deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(deleteBeforeReplace !== undefined)
    .setAdditionalsecretoutputsList(state.additionalSecretOutputs ?? [])
    .setAliasesList(state.aliases ?? [])
    .setCustomtimeouts(timeouts)
    .setParent(state.parent ?? "");
}

function providerResource(
  state: ResourceState | undefined,
): proto.AnalyzerProviderResource | undefined {
  if (state === undefined) return undefined;
  return new proto.AnalyzerProviderResource()
    .setType(state.type)
    .setUrn(state.urn)
    .setName(nameOf(state.urn))
    .setProperties(toStruct(state.inputs ?? {}));
}
