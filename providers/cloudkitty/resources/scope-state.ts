import { setTimeout as sleep } from "node:timers/promises";
import type { Tools } from "../config";
import { instant } from "../checks";
import { inputTable } from "../../fields/field";
import { textOf } from "../../fields/text";
import { scopeInputs } from "../fields/others";
import type { Properties, ResourceType, Value } from "../../server";
import { diffInputs, messageOf, ProviderError } from "../../server";
import type { Scope } from "./scope";
import { scopeOf } from "./scope";

/** CloudKitty meets a project when its processor next looks for whom to rate. */
const SECONDS = 300;
const PATH = "/v2/scope";

/**
 * Whether a project is rated. CloudKitty makes the scope itself, and takes no other; so making it
 * waits for it, and deleting it sets back what was changed.
 * @param pauseMs between two looks
 */
export function scopeStateType(tools: () => Tools, pauseMs = 2000): ResourceType {
  const scope = (context: Parameters<typeof scopeOf>[1]): Scope =>
    scopeOf(tools().cloudkitty, context);
  return {
    inputs: inputTable(scopeInputs),
    computed: ["scopeKey", "fetcher", "collector", "lastProcessedTimestamp", "wasActive"],
    computedOnUpdate: ["lastProcessedTimestamp"],
    check: ({ inputs }) => ({ inputs: normalised(inputs), failures: [] }),
    diff: ({ oldInputs, inputs }) =>
      diffInputs(normalised(oldInputs), inputs, (name) => name === "scopeId"),
    async create({ inputs, timeoutSeconds, ...context }) {
      const id = textOf(inputs.scopeId);
      const seconds = timeoutSeconds > 0 ? timeoutSeconds : SECONDS;
      const found = await met(scope({ ...context, timeoutSeconds }), id, seconds, pauseMs);
      const wasActive = found.active ?? true;
      await set(scope({ ...context, timeoutSeconds }), found, inputs, undefined);
      return {
        id,
        outputs: await seen(scope({ ...context, timeoutSeconds }), id, inputs, wasActive),
      };
    },
    async read({ id, olds, oldInputs, ...context }) {
      const found = await findScope(scope(context), id);
      if (!found) return undefined;
      const { rateAgainFrom } = oldInputs;
      const again: Properties = rateAgainFrom === undefined ? {} : { rateAgainFrom };
      const inputs: Properties = { scopeId: id, active: found.active ?? true, ...again };
      return {
        id,
        inputs,
        outputs: outputsOf(found, inputs, olds.wasActive ?? inputs.active ?? true),
      };
    },
    async update({ id, olds, oldInputs, inputs, ...context }) {
      const found = await findScope(scope(context), id);
      if (!found) throw new ProviderError(`CloudKitty has no scope ${id} any more: run refresh`);
      await set(scope(context), found, inputs, normalised(oldInputs).rateAgainFrom);
      return seen(scope(context), id, inputs, olds.wasActive ?? true);
    },
    async delete({ id, olds, ...context }) {
      const found = await findScope(scope(context), id);
      if (!found) return;
      await set(scope(context), found, { active: olds.wasActive ?? true }, undefined);
    },
  };
}

/** @param rated the instant from which it was rated again before: the same is not done twice */
async function set(
  scope: Scope,
  found: Properties,
  { active, rateAgainFrom }: Properties,
  rated: Value | undefined,
): Promise<void> {
  const { cloudkitty, signal } = scope;
  const scope_id = found.scope_id ?? "";
  if (found.active !== active) {
    const body = { scope_id, active: active ?? true };
    await cloudkitty.call({ method: "PATCH", path: PATH, body, signal });
  }
  if (rateAgainFrom !== undefined && rateAgainFrom !== rated) {
    await rateAgain(scope, textOf(scope_id), textOf(rateAgainFrom));
  }
}

/**
 * Takes back what was rated since an instant; CloudKitty's processor then rates it anew. What it is told
 * is the last period that stays as it is.
 */
export async function rateAgain(scope: Scope, scope_id: string, from: string): Promise<void> {
  const { cloudkitty, signal } = scope;
  const first = await firstPeriod(scope, scope_id, from);
  if (first === undefined) return;
  const [begin, end] = [Date.parse(first.begin), Date.parse(first.end)];
  const last_processed_timestamp = new Date(2 * begin - end)
    .toISOString()
    .replace(/\.000Z$/, "+00:00");
  const body = { scope_id, last_processed_timestamp };
  await cloudkitty.call({ method: "PUT", path: PATH, body, signal });
}

/** The first one since an instant that is rated. */
async function firstPeriod(
  { cloudkitty, signal }: Scope,
  id: string,
  from: string,
): Promise<{ begin: string; end: string } | undefined> {
  const query = new URLSearchParams({
    filters: `project_id:${id}`,
    begin: from.replace("Z", "+00:00"),
    end: new Date().toISOString().replace(/\..*Z$/, "+00:00"),
    limit: "1",
  });
  const answer = await cloudkitty.find(`/v2/dataframes?${query.toString()}`, signal);
  const [frame] = (answer?.dataframes ?? []) as { period: { begin: string; end: string } }[];
  return frame?.period;
}

/** The scope, when CloudKitty has met the project. */
async function met(
  scope: Scope,
  id: string,
  seconds: number,
  pauseMs: number,
): Promise<Properties> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const found = await findScope(scope, id);
    if (found) return found;
    if (scope.signal.aborted) throw new ProviderError(messageOf(scope.signal.reason));
    if (Date.now() + pauseMs > until) break;
    scope.log.progress("waiting until CloudKitty meets the project");
    await sleep(pauseMs, undefined, { signal: scope.signal }).catch(() => undefined);
  }
  throw new ProviderError(
    `CloudKitty has not met project ${id} within ${seconds} s. It makes a scope itself (POST /v2/scope ` +
      "answers 500 in 22.0.0) when its processor next looks for projects in which its user has the " +
      "role rating: give that role, and look at cloudkitty-processor.",
  );
}

export async function findScope(
  { cloudkitty, signal }: Scope,
  id: string,
): Promise<Properties | undefined> {
  const answer = await cloudkitty.find(`${PATH}?scope_id=${encodeURIComponent(id)}`, signal);
  const [found] = (answer?.results ?? []) as Properties[];
  return found;
}

async function seen(
  scope: Scope,
  id: string,
  inputs: Properties,
  wasActive: Value,
): Promise<Properties> {
  const found = await findScope(scope, id);
  if (!found) throw new ProviderError(`CloudKitty has no scope ${id} any more: run refresh`);
  return outputsOf(found, inputs, wasActive);
}

function outputsOf(found: Properties, inputs: Properties, wasActive: Value): Properties {
  const { rateAgainFrom } = inputs;
  return {
    scopeId: found.scope_id ?? null,
    active: found.active ?? null,
    scopeKey: found.scope_key ?? null,
    fetcher: found.fetcher ?? null,
    collector: found.collector ?? null,
    lastProcessedTimestamp: found.last_processed_timestamp ?? null,
    wasActive,
    ...(rateAgainFrom === undefined ? {} : { rateAgainFrom }),
  };
}

function normalised(inputs: Properties): Properties {
  const { rateAgainFrom, ...others } = inputs;
  if (rateAgainFrom === undefined) return others;
  return { ...others, rateAgainFrom: instant(textOf(rateAgainFrom)) ?? rateAgainFrom };
}
