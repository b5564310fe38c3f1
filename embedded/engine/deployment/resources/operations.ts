import { status } from "@grpc/grpc-js";

import type { ResourceState } from "../../types";
import type { Execution } from "../execution";
import type { JournalEntry } from "../journal";
import { isServiceError } from "../plugins/rpc";
import type { Provider, Subject } from "../plugins/types";
import type { Entry } from "../state";
import { interruptedCreate, resume } from "./pending";
import { markSecrets } from "../values/values";

/** Asks the provider for a new resource; nothing is written down about an old one. */
export async function create(
  execution: Execution,
  provider: Provider,
  subject: Subject,
  desired: ResourceState,
): Promise<{ state: ResourceState; ended: JournalEntry[] }> {
  const timeout = desired.customTimeouts?.create ?? 0;
  const earlier = interruptedCreate(execution, desired);
  // The state has no other time of an operation.
  const pending = { ...desired, modified: timestamp() };
  const { state, ended } = await operate(execution, "creating", pending, async () => {
    const inputs = desired.inputs ?? {};
    const { preview } = execution;
    const made = await provider.create(subject, inputs, timeout, preview, earlier?.hint);
    if (made.id === "" && !execution.preview) {
      throw new Error("The provider gave the new resource no id.");
    }
    const outputs = markSecrets(made.outputs, inputs, desired.additionalSecretOutputs ?? []);
    const now = timestamp();
    const state: ResourceState = { ...desired, outputs, created: now, modified: now };
    if (made.id !== "") state.id = made.id;
    if (made.initErrors) state.initErrors = made.initErrors;
    return state;
  });
  return { state, ended: [...ended, ...resume(execution, earlier)] };
}

/** Asks the provider to change a resource in place. */
export async function update(
  execution: Execution,
  provider: Provider,
  subject: Subject,
  old: ResourceState,
  desired: ResourceState,
): Promise<{ state: ResourceState; ended: JournalEntry[] }> {
  const timeout = desired.customTimeouts?.update ?? 0;
  const before = { id: old.id ?? "", inputs: old.inputs ?? {}, outputs: old.outputs ?? {} };
  return operate(execution, "updating", { ...desired, id: before.id }, async () => {
    const inputs = desired.inputs ?? {};
    const made = await provider.update(
      subject,
      before,
      inputs,
      desired.ignoreChanges ?? [],
      timeout,
      execution.preview,
    );
    const outputs = markSecrets(made.outputs, inputs, desired.additionalSecretOutputs ?? []);
    const state: ResourceState = { ...desired, id: before.id, outputs, modified: timestamp() };
    if (old.created !== undefined) state.created = old.created;
    if (made.initErrors) state.initErrors = made.initErrors;
    return state;
  });
}

/**
 * Deletes a resource that stands in the state.
 * @param after writes down what became of it; the default removes it
 */
export async function remove(
  execution: Execution,
  provider: Provider | undefined,
  subject: Subject,
  entry: Entry,
  after: (ended: JournalEntry[]) => Promise<void> = (ended) => execution.state.remove(entry, ended),
): Promise<void> {
  const { state } = entry;
  if (provider === undefined) return after([]);
  const old = { id: state.id ?? "", inputs: state.inputs ?? {}, outputs: state.outputs ?? {} };
  if (execution.preview) return after([]);
  const { ended } = await operate(execution, "deleting", state, async () => {
    await provider.delete(subject, old, state.customTimeouts?.delete ?? 0);
    return state;
  });
  await after(ended);
}

/** One call of a provider, between its being written down and the end of that. */
async function operate(
  execution: Execution,
  type: "creating" | "updating" | "deleting",
  resource: ResourceState,
  work: () => Promise<ResourceState>,
): Promise<{ state: ResourceState; ended: JournalEntry[] }> {
  if (execution.preview) return { state: await work(), ended: [] };
  const operation = await execution.state.begin(type, resource);
  const ended: JournalEntry[] = [{ kind: "end", operation }];
  try {
    return { state: await work(), ended };
  } catch (error) {
    // A provider that is gone may have done it or not: the operation stays written down as pending.
    const unsure = isServiceError(error) && error.code === status.UNAVAILABLE;
    if (!unsure) await execution.state.write(ended, true);
    throw error;
  }
}

export function timestamp(): string {
  return new Date().toISOString();
}
