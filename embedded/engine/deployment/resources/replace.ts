import type { PropertyDiff, ResourceState, StepInfo } from "../../types";
import { UNKNOWN } from "../../types";
import type { JournalEntry } from "../journal";
import type { Provider } from "../plugins/types";
import type { Entry } from "../state";
import { nameOf, splitReference } from "../values/urn";
import { dependenciesOf } from "./dependencies";
import { create, remove } from "./operations";
import { failIfPartial } from "./register";
import type { Registering, Registration } from "./register";

/**
 * Makes a new resource in the place of an old one. By default the new one comes first and the old
 * one goes at the end of the run; deleting first takes along whatever would be replaced by that.
 * @param providerDeletesFirst undefined when the old one has been deleted already
 */
export async function replace(
  context: Registering,
  registration: Registration,
  diff: PropertyDiff[],
  providerDeletesFirst: boolean | undefined,
): Promise<ResourceState> {
  const { execution } = context;
  const { goal, subject, provider, old, desired } = registration;
  if (old === undefined) throw new Error("there is nothing to replace");
  if (desired.protect && old.state.protect) {
    throw new Error(
      `unable to replace resource "${subject.urn}"\nas it is currently marked for protection. ` +
        "To unprotect the resource, remove the `protect` flag from the resource in your Pulumi " +
        "program and run `pulumi up`",
    );
  }
  if (goal.importId) {
    throw new Error(
      "previously-imported resources that still specify an ID may not be replaced; " +
        "please remove the `import` declaration from your program",
    );
  }
  execution.state.replaced.add(subject.urn);
  const gone = providerDeletesFirst === undefined || old.state.pendingReplacement === true;
  const deleteFirst = goal.deleteBeforeReplace ?? providerDeletesFirst ?? true;
  if (!gone && deleteFirst) {
    for (const dependent of (await condemnedWith(context, old)).reverse()) {
      await deleteFirstOf(context, dependent);
    }
    await deleteFirstOf(context, old);
  }
  const wasDeleted = gone || deleteFirst;
  const before = old.state;
  const step: StepInfo = { op: "create-replacement", urn: subject.urn, old: before, new: desired };
  const made = await execution.step({ ...step, diff }, async () => {
    const place = wasDeleted ? old : undefined;
    if (provider === undefined) {
      const state: ResourceState = { ...desired, outputs: {} };
      await execution.state.register(state, place);
      return state;
    }
    const { state, ended } = await create(execution, provider, subject, desired);
    const leaves: JournalEntry[] = [];
    if (!wasDeleted) {
      old.state = { ...before, delete: true };
      leaves.push({ kind: "put", key: old.key, state: old.state });
    }
    await execution.state.register(state, place, [...ended, ...leaves]);
    failIfPartial(state);
    return state;
  });
  execution.count({ ...step, op: "replace", new: made, diff });
  return made ?? desired;
}

/** Deletes a resource that its program may want again, and remembers that it has to be made anew. */
async function deleteFirstOf(context: Registering, entry: Entry): Promise<void> {
  const { execution, providers } = context;
  const { state } = entry;
  if (execution.state.condemned.has(entry.key)) return;
  execution.state.condemned.add(entry.key);
  const subject = { urn: state.urn, type: state.type, name: nameOf(state.urn) };
  const gone = state.deletedWith !== undefined && execution.state.replaced.has(state.deletedWith);
  const spared = gone || state.retainOnDelete || state.external || !state.provider;
  const provider = spared || !state.provider ? undefined : await providers.get(state.provider);
  await execution.step({ op: "delete-replaced", urn: state.urn, old: state }, async () => {
    await remove(execution, provider, subject, entry, (ended) =>
      execution.state.change(entry, { ...state, pendingReplacement: true }, ended),
    );
    return undefined;
  });
}

/** What would be replaced as well once the root is deleted, each after what it depends on. */
async function condemnedWith(context: Registering, root: Entry): Promise<Entry[]> {
  const { execution } = context;
  const urns = new Set([root.state.urn]);
  const found: Entry[] = [];
  for (const entry of execution.state.base.values()) {
    if (entry === root || entry.state.delete || execution.isClaimed(entry.state.urn)) continue;
    if (!dependenciesOf(entry.state).some((urn) => urns.has(urn))) continue;
    if (!(await falls(context, entry.state, urns))) continue;
    if (entry.state.protect) {
      execution.fail(
        `unable to replace resource "${entry.state.urn}" as part of replacing "${root.state.urn}" ` +
          "as it is currently marked for protection. To unprotect the resource, remove the " +
          "`protect` flag from the resource in your Pulumi program and run `pulumi up`",
        entry.state.urn,
      );
    }
    urns.add(entry.state.urn);
    found.push(entry);
  }
  return found;
}

/** Whether a resource is replaced when what it takes from the condemned ones changes. */
async function falls(
  { providers }: Registering,
  state: ResourceState,
  condemned: Set<string>,
): Promise<boolean> {
  if (!state.custom || state.external) return false;
  if (state.provider && condemned.has(splitReference(state.provider).urn)) return true;
  if (state.deletedWith && condemned.has(state.deletedWith)) return true;
  const inputs = { ...state.inputs };
  let touched = false;
  for (const [key, urns] of Object.entries(state.propertyDependencies ?? {})) {
    if (!(key in inputs) || !urns.some((urn) => condemned.has(urn))) continue;
    inputs[key] = UNKNOWN;
    touched = true;
  }
  if (!touched) return false;
  const provider: Provider = state.provider ? await providers.get(state.provider) : providers;
  const subject = { urn: state.urn, type: state.type, name: nameOf(state.urn) };
  const old = { id: state.id ?? "", inputs: state.inputs ?? {}, outputs: state.outputs ?? {} };
  const diff = await provider.diff(subject, old, inputs, state.ignoreChanges ?? []);
  const forced = (state.replaceOnChanges ?? []).some((path) => diff.changed.includes(path));
  return diff.replaces.length > 0 || forced;
}
