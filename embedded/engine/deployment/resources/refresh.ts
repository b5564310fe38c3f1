import type { Properties, ResourceState, StepInfo } from "../../types";
import type { Execution } from "../execution";
import type { Providers } from "../providers";
import type { Entry } from "../state";
import { compare } from "../values/compare";
import { isProviderType, nameOf } from "../values/urn";
import { equal, markSecrets } from "../values/values";
import { dependenciesOf } from "./dependencies";
import { timestamp } from "./operations";

/** Reads every resource and takes over what it found; what is gone leaves the state. */
export async function refresh(execution: Execution, providers: Providers): Promise<void> {
  const entries = [...execution.state.base.values()];
  const read = entries.filter(
    ({ state }) =>
      state.custom &&
      !isProviderType(state.type) &&
      !state.delete &&
      !state.pendingReplacement &&
      execution.targets.includes(state.urn, dependenciesOf(state)),
  );
  const ends = await Promise.allSettled(read.map((entry) => readOne(execution, providers, entry)));
  const failure = ends.find((end) => end.status === "rejected");
  if (failure !== undefined) throw failure.reason;
  const gone = new Set<string>();
  for (const end of ends) {
    if (end.status === "fulfilled" && end.value !== undefined) gone.add(end.value);
  }
  await forget(execution, gone);
}

/** @returns the URN when the resource is gone */
async function readOne(
  execution: Execution,
  providers: Providers,
  entry: Entry,
): Promise<string | undefined> {
  const { state: old } = entry;
  const subject = { urn: old.urn, type: old.type, name: nameOf(old.urn) };
  const started: StepInfo = { op: "refresh", urn: old.urn, old };
  const found = await execution.step(
    started,
    async () => {
      const provider = await providers.get(old.provider ?? "");
      const read = await provider.read(subject, old.id ?? "", old.inputs, old.outputs ?? {});
      if (read.id === "") return undefined;
      const inputs: Properties = read.inputs ?? old.inputs ?? {};
      const names = old.additionalSecretOutputs ?? [];
      const outputs = markSecrets(read.outputs, old.inputs ?? {}, names);
      const marked = markSecrets(inputs, old.inputs ?? {}, []);
      const state: ResourceState = { ...old, id: read.id, inputs: marked, outputs };
      delete state.initErrors;
      if (read.initErrors) state.initErrors = read.initErrors;
      if (equal(state, old)) return old;
      state.modified = timestamp();
      await execution.state.change(entry, state);
      return state;
    },
    (state) => {
      if (state === undefined) return { op: "delete", urn: old.urn, old };
      if (state === old) return { op: "same", urn: old.urn, old, new: old };
      const diff = compare(old.outputs ?? {}, state.outputs ?? {}, []);
      return { op: diff.length > 0 ? "update" : "same", urn: old.urn, old, new: state, diff };
    },
  );
  return found === undefined ? old.urn : undefined;
}

/** Takes what is gone out of the state, and out of what others say they depend on. */
async function forget(execution: Execution, gone: Set<string>): Promise<void> {
  if (gone.size === 0) return;
  const stays = (urn: string): boolean => !gone.has(urn);
  for (const entry of [...execution.state.base.values()].reverse()) {
    const { state } = entry;
    if (gone.has(state.urn) && !state.delete) {
      await execution.state.remove(entry);
      continue;
    }
    if (dependenciesOf(state).every(stays)) continue;
    const pruned: ResourceState = { ...state };
    if (state.dependencies) pruned.dependencies = state.dependencies.filter(stays);
    if (state.deletedWith && !stays(state.deletedWith)) delete pruned.deletedWith;
    if (state.parent && !stays(state.parent)) delete pruned.parent;
    if (state.propertyDependencies) {
      pruned.propertyDependencies = Object.fromEntries(
        Object.entries(state.propertyDependencies).map(([key, urns]) => [key, urns.filter(stays)]),
      );
    }
    await execution.state.change(entry, pruned);
  }
}
