import type { Properties, PropertyDiff, ResourceState } from "../../types";
import type { Execution } from "../execution";
import type { Diff, Provider, Subject } from "../plugins/types";
import type { Providers } from "../providers";
import { compare } from "../values/compare";
import { formatPath, parsePath, within } from "../values/paths";
import { equal } from "../values/values";
import { nameOf, splitReference } from "../values/urn";

/** What has to happen to a resource that was there before. */
export interface Decision {
  action: "same" | "update" | "replace";
  diff: PropertyDiff[];
  /** What the provider says; the program may say otherwise. */
  deleteBeforeReplace: boolean;
}

export async function decide(
  execution: Execution,
  providers: Providers,
  provider: Provider | undefined,
  subject: Subject,
  old: ResourceState,
  desired: ResourceState,
): Promise<Decision> {
  const olds = { id: old.id ?? "", inputs: old.inputs ?? {}, outputs: old.outputs ?? {} };
  const news = desired.inputs ?? {};
  const forced = await forcedReplacement(execution, providers, old, desired);
  if (forced !== undefined) {
    const diff: PropertyDiff[] = [{ path: forced, kind: "update-replace" }];
    return { action: "replace", diff, deleteBeforeReplace: false };
  }
  if (provider === undefined) {
    const same = equal(olds.inputs, news);
    const diff = compare(olds.inputs, news, []);
    return { action: same ? "same" : "update", diff, deleteBeforeReplace: false };
  }
  const answer = await provider.diff(subject, olds, news, desired.ignoreChanges ?? []);
  const failedBefore = (old.initErrors ?? []).length > 0;
  const { replaces, diff } = annotate(answer, olds.inputs, news, desired, failedBefore);
  const changes =
    answer.changes === "unknown" ? !equal(olds.inputs, news) : answer.changes === "some";
  const { deleteBeforeReplace } = answer;
  if (old.pendingReplacement || ((changes || failedBefore) && replaces.length > 0)) {
    return { action: "replace", diff, deleteBeforeReplace };
  }
  if (changes || failedBefore) return { action: "update", diff, deleteBeforeReplace };
  return { action: "same", diff: [], deleteBeforeReplace };
}

/** The option whose change replaces the resource, whatever its provider thinks. */
async function forcedReplacement(
  execution: Execution,
  providers: Providers,
  old: ResourceState,
  desired: ResourceState,
): Promise<string | undefined> {
  if (desired.deletedWith && execution.state.replaced.has(desired.deletedWith)) {
    return "deletedWith";
  }
  if (old.provider === desired.provider) return undefined;
  if (!old.provider || !desired.provider) return "provider";
  const before = splitReference(old.provider);
  const after = splitReference(desired.provider);
  if (execution.state.renamed.get(before.urn) === after.urn && before.id === after.id) {
    return undefined;
  }
  const oldState = execution.state.former(before.urn, before.id);
  const newState = execution.state.latest(after.urn);
  if (oldState === undefined || newState === undefined) return "provider";
  const diff = await providers.diffBetween(
    { urn: after.urn, type: newState.type, name: nameOf(after.urn) },
    desired.provider,
    { id: before.id, inputs: oldState.inputs ?? {}, outputs: oldState.outputs ?? {} },
    newState.inputs ?? {},
  );
  return diff.replaces.length > 0 ? "provider" : undefined;
}

/** The provider's diff with the program's `replaceOnChanges` worked in. */
function annotate(
  answer: Diff,
  olds: Properties,
  news: Properties,
  desired: ResourceState,
  failedBefore: boolean,
): { replaces: string[]; diff: PropertyDiff[] } {
  const prefixes = (desired.replaceOnChanges ?? []).map(parsePath);
  const forces = (path: string): boolean =>
    prefixes.some((prefix) => within(parsePath(path), prefix));
  let diff = answer.detailed ?? compare(olds, news, answer.replaces);
  if (answer.changes === "none") diff = [];
  diff = diff.map((item) =>
    forces(item.path) && !item.kind.endsWith("-replace")
      ? { path: item.path, kind: `${item.kind}-replace` as PropertyDiff["kind"] }
      : item,
  );
  const forced = diff.filter((item) => forces(item.path)).map((item) => item.path);
  const replaces = new Set([...answer.replaces, ...forced, ...answer.changed.filter(forces)]);
  if (failedBefore && forces("#initerror")) replaces.add("#initerror");
  if (diff.length === 0 && answer.changes === "some") {
    diff = answer.changed.map((key) => ({
      path: formatPath([key]),
      kind: replaces.has(key) ? "update-replace" : "update",
    }));
  }
  return { replaces: [...replaces], diff };
}
