import type { StepInfo } from "../../types";
import type { Execution } from "../execution";
import type { Providers } from "../providers";
import type { Entry } from "../state";
import { STACK_TYPE, isProviderType, nameOf } from "../values/urn";
import { dependenciesOf, dependentsWithin } from "./dependencies";
import { remove } from "./operations";

/**
 * Deletes all that the program did not come by in this run (all there is, where none ran), what
 * depends on others before those, and as much at once as that allows.
 */
export async function deleteLeftovers(execution: Execution, providers: Providers): Promise<void> {
  execution.proceed();
  const base = [...execution.state.base.values()];
  const doomed = doomedOf(execution, base);
  if (!execution.targets.everything) refuseBreaking(execution, doomed, base);
  const protectedOnes = doomed.filter(({ state }) => state.protect && !state.delete);
  for (const { state } of protectedOnes) {
    execution.tell(
      "error",
      `resource "${state.urn}" cannot be deleted\nbecause it is protected. To unprotect the ` +
        "resource, either remove the `protect` flag from the resource in your Pulumi program and " +
        `run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${state.urn}'\``,
      state.urn,
    );
  }
  if (protectedOnes.length > 0) {
    execution.stop();
    execution.proceed();
  }
  const urns = new Set(doomed.map(({ state }) => state.urn));
  const dependents = dependentsWithin(doomed);
  const deletions = new Map<number, Promise<void>>();
  // Dependents stand after what they need, so going backwards every one of them is there already.
  const order = [...doomed].reverse();
  for (const entry of order) {
    const first = [...(dependents.get(entry.key) ?? [])].flatMap((key) => {
      const deletion = deletions.get(key);
      return deletion === undefined ? [] : [deletion];
    });
    deletions.set(
      entry.key,
      Promise.all(first).then(() => deleteOne(execution, providers, entry, urns)),
    );
  }
  const ends = await Promise.allSettled([...deletions.values()]);
  const failure = ends.find((end) => end.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}

/** With targets, providers and the stack itself go only when nothing that stays needs them. */
function doomedOf(execution: Execution, base: Entry[]): Entry[] {
  if (execution.targets.everything) return base;
  const serves = ({ state }: Entry): boolean =>
    isProviderType(state.type) || state.type === STACK_TYPE;
  const targeted = base.filter(
    (entry) =>
      entry.state.delete ||
      (!serves(entry) && execution.targets.includes(entry.state.urn, dependenciesOf(entry.state))),
  );
  const needed = new Set(
    base
      .filter((entry) => !serves(entry) && !targeted.includes(entry))
      .flatMap(({ state }) => dependenciesOf(state)),
  );
  return base.filter(
    (entry) => targeted.includes(entry) || (serves(entry) && !needed.has(entry.state.urn)),
  );
}

/** With targets: a target cannot go while something that stays needs it. */
function refuseBreaking(execution: Execution, doomed: Entry[], base: Entry[]): void {
  const leaving = new Set(doomed.filter((e) => !e.state.delete).map((entry) => entry.state.urn));
  for (const { state } of base) {
    if (doomed.some((entry) => entry.state === state)) continue;
    const needed = dependenciesOf(state).find((urn) => leaving.has(urn));
    if (needed === undefined) continue;
    execution.fail(
      `Cannot delete ${needed}: ${state.urn} depends on it and is not among the targets. ` +
        "Add it with --target, or use --target-dependents.",
      needed,
    );
  }
}

async function deleteOne(
  execution: Execution,
  providers: Providers,
  entry: Entry,
  doomed: Set<string>,
): Promise<void> {
  execution.proceed();
  const { state } = entry;
  if (state.pendingReplacement) return execution.state.remove(entry); // deleted before, not wanted
  const subject = { urn: state.urn, type: state.type, name: nameOf(state.urn) };
  const gone = state.deletedWith !== undefined && doomed.has(state.deletedWith);
  const spared = gone || state.retainOnDelete || state.external || !state.custom;
  const step: StepInfo = {
    op: state.external ? "discard" : state.delete ? "delete-replaced" : "delete",
    urn: state.urn,
    old: state,
  };
  await execution.step(step, async () => {
    const provider =
      spared || !state.provider || execution.preview
        ? undefined
        : await providers.get(state.provider);
    await remove(execution, provider, subject, entry);
    return undefined;
  });
}
