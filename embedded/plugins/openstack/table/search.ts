import type { Properties } from "../../../engine/types";
import { ProviderError } from "../../../../providers/server/errors";
import type { Interrupted } from "../../../../providers/server/types";
import type { Body } from "../client/cloud";
import { changedProperties, diff, isEmpty } from "./diff";
import { outputs } from "./state";
import { text } from "./text";
import { Definition, Scope } from "./types";

/** The cloud's clock may differ from ours by so much. */
const SKEW_MS = 60_000;

interface Candidate {
  item: Body;
  /** What of it would have to be changed. */
  changes: ReadonlySet<string>;
}

/**
 * The one resource that the request made since then, or the oldest of several that are just what is
 * wanted. It belongs to this create from now on.
 * @throws ProviderError when several may be meant
 */
export async function find(
  definition: Definition,
  body: Body,
  inputs: Properties,
  search: Interrupted,
  scope: Scope,
): Promise<Body | undefined> {
  const items = definition.leftover?.find
    ? await definition.leftover.find(inputs, scope)
    : await listed(definition, body, scope);
  const fresh = items.filter((item) => {
    const at = born(item);
    const id = text(item.id);
    const free = !search.known.has(id) && (scope.taken.get(id) ?? scope) === scope;
    return free && (at === undefined || at >= search.since - SKEW_MS);
  });
  const candidates: Candidate[] = [];
  for (const item of fresh) {
    const seen = await see(definition, item, inputs, scope);
    const fits =
      definition.leftover?.same?.(item, inputs) ??
      diff(definition, seen, inputs, inputs).replaces.length === 0;
    const changes = changedProperties(definition, seen, inputs, inputs);
    if (fits) candidates.push({ item, changes });
  }
  candidates.sort((a, b) => (born(a.item) ?? 0) - (born(b.item) ?? 0));
  const chosen = choose(candidates, scope);
  // Nobody else may have taken it while others were looked at.
  if (chosen && (scope.taken.get(text(chosen.id)) ?? scope) !== scope) return undefined;
  if (chosen) scope.taken.set(text(chosen.id), scope);
  return chosen;
}

function choose(candidates: Candidate[], scope: Scope): Body | undefined {
  const exact = candidates.filter(({ changes }) => changes.size === 0);
  const ids = candidates.map(({ item }) => text(item.id)).join(", ");
  const chosen = exact[0] ?? candidates[0];
  if (candidates.length > 1 && exact.length === 0) {
    throw new ProviderError(
      `a create was interrupted, and there are ${candidates.length} that it may have left: ${ids}. ` +
        "Remove those that are not wanted, or import one, then run again.",
    );
  }
  if (candidates.length > 1) {
    scope.log.warning(
      `a create was interrupted, and there are ${candidates.length} that it may have left: ${ids}. ` +
        `The oldest is taken, ${text(chosen?.item.id)}: remove the others if nobody uses them.`,
    );
  }
  return chosen?.item;
}

/** The items of the collection that agree with the request in what the row names. */
async function listed(definition: Definition, body: Body, scope: Scope): Promise<Body[]> {
  const { service, path, key, leftover } = definition;
  const wanted = await withOwner(body, scope);
  const names = (leftover?.by ?? []).filter((name) => !isEmpty(wanted[name] as never));
  const items = await scope.cloud.list(
    service,
    leftover?.path ?? path,
    leftover?.list ?? `${key}s`,
    {
      query: Object.fromEntries(names.map((name) => [name, text(wanted[name])])),
      microversion: definition.microversion,
      region: scope.region,
      signal: scope.signal,
    },
  );
  const absent = (leftover?.nothingElse ?? []).filter((name) => isEmpty(wanted[name] as never));
  return items.filter(
    (item) =>
      names.every((name) => !(name in item) || text(item[name]) === text(wanted[name])) &&
      absent.every((name) => isEmpty(item[name] as never)),
  );
}

/** What is made without an owner belongs to the project, or the domain, that is logged in to. */
async function withOwner(body: Body, scope: Scope): Promise<Body> {
  const { project, domain } = await scope.cloud.token();
  return {
    ...{ tenant_id: project?.id, project_id: project?.id },
    ...(body.is_domain === true ? {} : { domain_id: project?.domain.id ?? domain?.id }),
    ...body,
  };
}

/** An item as the state would have it. */
export async function see(
  definition: Definition,
  item: Body,
  inputs: Properties,
  scope: Scope,
): Promise<Properties> {
  const view = definition.view ? await definition.view(item, inputs, scope) : item;
  return outputs(definition, text(item.id), view, inputs, scope.region);
}

/** When it was made, in ms, where OpenStack tells. A time without a zone is UTC. */
function born(item: Body): number | undefined {
  const told = item.created_at ?? item.created;
  if (typeof told !== "string") return undefined;
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(told) ? told : `${told}Z`);
  return Number.isNaN(at) ? undefined : at;
}
