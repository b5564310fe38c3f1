import type { Properties } from "../../../engine/types";
import { ProviderError } from "../../server/errors";
import type { Body } from "../client/cloud";
import { isNotFound } from "../client/errors";
import { isEmpty } from "./diff";
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
  const names = Object.keys(inputs).filter((name) => name !== "tags" || !definition.tagged);
  const body = toBody(
    definition.fields,
    inputs,
    names.filter((name) => !isEmpty(inputs[name])),
  );
  Object.assign(body, (inputs.valueSpecs ?? {}) as Body);
  delete body.value_specs;
  await definition.prepareCreate?.(body, inputs, scope);
  const answer = await post(definition, body, scope);
  const id = text(answer.id);
  const tags = definition.tagged ? (inputs.tags as string[] | undefined) : undefined;
  if (tags && tags.length > 0) answer.tags = await setTags(definition, id, tags, scope);
  const settled = definition.settle ? await definition.settle(id, answer, inputs, scope) : answer;
  return { id, answer: settled };
}

/** One POST. Should its answer be lost, what it made is looked for by its name. */
export async function post(definition: Definition, body: Body, scope: Scope): Promise<Body> {
  const { service, path, key } = definition;
  const began = Date.now();
  const answer = await scope.cloud.call(service, "POST", path, {
    body: key === "" ? body : { [key]: body },
    microversion: definition.microversion,
    region: scope.region,
    signal: scope.signal,
    ...(typeof body.name === "string"
      ? { recover: () => findMade(definition, body, began, scope) }
      : {}),
  });
  return unwrap(definition, answer);
}

/** The one resource of that name which came into being since `began`. */
async function findMade(
  definition: Definition,
  body: Body,
  began: number,
  scope: Scope,
): Promise<Body | undefined> {
  const { service, path, key } = definition;
  const items = await scope.cloud.list(service, path, key === "" ? "images" : `${key}s`, {
    query: { name: text(body.name) },
    region: scope.region,
    signal: scope.signal,
  });
  const owner = body.tenant_id ?? body.project_id ?? body.domain_id;
  const fresh = items.filter((item) => {
    const born = typeof item.created_at === "string" ? Date.parse(item.created_at) : NaN;
    const owners = [item.tenant_id, item.project_id, item.domain_id];
    return (
      item.name === body.name &&
      (owner === undefined || owners.includes(owner)) &&
      // The cloud's clock may differ from ours by a little.
      (Number.isNaN(born) || born >= began - 60_000)
    );
  });
  if (fresh.length > 1) {
    throw new ProviderError(
      `the answer of POST ${path} is lost and there are ${fresh.length} named "${text(body.name)}": ` +
        "remove those that are not wanted, or import one, then run again.",
    );
  }
  return fresh[0] && (key === "" ? fresh[0] : { [key]: fresh[0] });
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
