import type { Properties } from "../../../engine/types";
import type { Body } from "../client/cloud";
import { isNotFound } from "../../../../providers/openstack/errors";
import { isEmpty } from "./diff";
import { find } from "./search";
import { toBody } from "./state";
import { Created, Definition, Scope } from "./types";
import { text } from "./text";

/** Creates by one POST to the collection; what a row cannot say is in the definition's hooks. */
export async function create(
  definition: Definition,
  inputs: Properties,
  scope: Scope,
): Promise<Created> {
  if (definition.create) return definition.create(inputs, scope);
  const body = await requestBody(definition, inputs, scope);
  const answer = await post(definition, body, inputs, scope);
  const id = text(answer.id);
  const tags = definition.tagged ? (inputs.tags as string[] | undefined) : undefined;
  if (tags && tags.length > 0) answer.tags = await setTags(definition, id, tags, scope);
  const settled = definition.settle ? await definition.settle(id, answer, inputs, scope) : answer;
  return { id, answer: settled };
}

/** What a create sends. */
export async function requestBody(
  definition: Definition,
  inputs: Properties,
  scope: Scope,
): Promise<Body> {
  const names = Object.keys(inputs).filter((name) => name !== "tags" || !definition.tagged);
  const body = toBody(
    definition.fields,
    inputs,
    names.filter((name) => !isEmpty(inputs[name])),
  );
  Object.assign(body, (inputs.valueSpecs ?? {}) as Body);
  delete body.value_specs;
  await definition.prepareCreate?.(body, inputs, scope);
  return body;
}

/** One POST. Should its answer be lost, what it made is looked for before it is sent again. */
export async function post(
  definition: Definition,
  body: Body,
  inputs: Properties,
  scope: Scope,
): Promise<Body> {
  const { service, path, key, leftover } = definition;
  const answer = await scope.cloud.call(service, "POST", path, {
    body: key === "" ? body : { [key]: body },
    microversion: definition.microversion,
    region: scope.region,
    signal: scope.signal,
    ...(leftover ? { recover: recovery(definition, body, inputs, scope) } : {}),
  });
  return unwrap(definition, answer);
}

/** For a POST whose answer is lost: looks for what it made, as the answer would have told it. */
export function recovery(
  definition: Definition,
  body: Body,
  inputs: Properties,
  scope: Scope,
): () => Promise<Body | undefined> {
  const search = { since: Date.now(), known: new Set<string>() };
  return async () => {
    const found = await find(definition, body, inputs, search, scope);
    return found && definition.key !== "" ? { [definition.key]: found } : found;
  };
}

export async function read(
  definition: Definition,
  id: string,
  known: Properties,
  scope: Scope,
): Promise<Body | undefined> {
  try {
    if (definition.read) return await definition.read(id, known, scope);
    const answer = await scope.cloud.call(definition.service, "GET", itemPath(definition, id), {
      microversion: definition.microversion,
      region: scope.region,
      signal: scope.signal,
    });
    return unwrap(definition, answer);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Sends what changed and nothing else. */
export async function update(
  definition: Definition,
  id: string,
  inputs: Properties,
  olds: Properties,
  changed: ReadonlySet<string>,
  scope: Scope,
): Promise<Body | undefined> {
  if (definition.update) return definition.update(id, inputs, olds, changed, scope);
  const names = [...changed].filter((name) => name !== "tags" || !definition.tagged);
  const body = toBody(definition.fields, inputs, names);
  definition.prepareUpdate?.(body, inputs, olds, changed);
  if (definition.tagged && changed.has("tags")) {
    await setTags(definition, id, (inputs.tags ?? []) as string[], scope);
  }
  if (Object.keys(body).length === 0) return read(definition, id, olds, scope);
  const { service, key } = definition;
  const method = definition.updateMethod ?? "PUT";
  const answer = await scope.cloud.call(service, method, itemPath(definition, id), {
    body: key === "" ? body : { [key]: body },
    microversion: definition.microversion,
    region: scope.region,
    signal: scope.signal,
  });
  return unwrap(definition, answer);
}

/** A resource that is in use is tried again until the time is up: what uses it is on its way out. */
export async function remove(
  definition: Definition,
  id: string,
  olds: Properties,
  scope: Scope,
): Promise<void> {
  try {
    if (definition.delete) await definition.delete(id, olds, scope);
    else {
      await scope.cloud.call(definition.service, "DELETE", itemPath(definition, id), {
        microversion: definition.microversion,
        waitForConflict: definition.service === "network",
        patienceMs: definition.service === "network" ? IN_USE_MS : undefined,
        region: scope.region,
        signal: scope.signal,
      });
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** How long a delete waits for what is still in use; after that somebody has to look. */
export const IN_USE_MS = 60_000;

export function itemPath(definition: Definition, id: string): string {
  return `${definition.path}/${encodeURIComponent(id)}`;
}

export function unwrap(definition: Definition, answer: Body): Body {
  return definition.key === "" ? answer : ((answer[definition.key] ?? answer) as Body);
}

async function setTags(
  definition: Definition,
  id: string,
  tags: string[],
  scope: Scope,
): Promise<string[]> {
  await scope.cloud.call(definition.service, "PUT", `${itemPath(definition, id)}/tags`, {
    body: { tags },
    region: scope.region,
    signal: scope.signal,
  });
  return tags;
}
