import type { Tools } from "../config";
import { inputTable } from "../../fields/field";
import { textOf } from "../../fields/text";
import { moduleInputs } from "../fields/others";
import type { Properties, ResourceType } from "../../server";
import { isObject, ProviderError } from "../../server";
import type { Scope } from "./scope";
import { scopeOf } from "./scope";

const path = (id: string): string => `/v2/rating/modules/${encodeURIComponent(id)}`;

/** A module is always there: making it sets it, deleting it sets it back. */
export function moduleType(tools: () => Tools): ResourceType {
  const scope = (context: Parameters<typeof scopeOf>[1]): Scope =>
    scopeOf(tools().cloudkitty, context);
  return {
    inputs: inputTable(moduleInputs),
    computed: ["description", "hotConfig", "before"],
    async create({ inputs, ...context }) {
      const id = textOf(inputs.moduleId);
      const found = await find(scope(context), id);
      if (!found) throw await unknown(scope(context), id);
      const before = { enabled: found.enabled ?? false, priority: found.priority ?? 1 };
      return { id, outputs: await set(scope(context), id, inputs, before) };
    },
    async read({ id, olds, oldInputs, importing, ...context }) {
      const found = await find(scope(context), id);
      if (!found) return undefined;
      const before = isObject(olds.before)
        ? olds.before
        : { enabled: found.enabled ?? false, priority: found.priority ?? 1 };
      const outputs = outputsOf(found, before);
      const { moduleId, enabled, priority } = outputs;
      const said = importing || "priority" in oldInputs ? { priority } : {};
      return { id, outputs, inputs: { moduleId, enabled, ...said } as Properties };
    },
    update: ({ id, olds, inputs, ...context }) =>
      set(scope(context), id, inputs, isObject(olds.before) ? olds.before : {}),
    async delete({ id, olds, ...context }) {
      const before = isObject(olds.before) ? olds.before : {};
      if ((await find(scope(context), id)) === undefined) return;
      const { enabled = false, priority = olds.priority ?? 1 } = before;
      await put(scope(context), id, { enabled, priority });
    },
  };
}

/** @param before how it was before this resource, which holds where the program says nothing */
async function set(
  scope: Scope,
  id: string,
  inputs: Properties,
  before: Properties,
): Promise<Properties> {
  const priority = inputs.priority ?? before.priority;
  const enabled = inputs.enabled ?? true;
  await put(scope, id, priority === undefined ? { enabled } : { enabled, priority });
  return outputsOf(await scope.cloudkitty.get(path(id), scope.signal), before);
}

async function put({ cloudkitty, signal }: Scope, id: string, body: Properties): Promise<void> {
  await cloudkitty.call({ method: "PUT", path: path(id), body, signal });
}

function find({ cloudkitty, signal }: Scope, id: string): Promise<Properties | undefined> {
  return cloudkitty.find(path(id), signal);
}

async function unknown({ cloudkitty, signal }: Scope, id: string): Promise<ProviderError> {
  const modules = await cloudkitty.list("/v2/rating/modules", "modules", signal);
  const names = modules.map((one) => textOf(one.module_id)).join(", ");
  return new ProviderError(`CloudKitty has no module ${id}; it has: ${names || "none"}`);
}

function outputsOf(found: Properties, before: Properties): Properties {
  return {
    moduleId: found.module_id ?? null,
    enabled: found.enabled ?? null,
    priority: found.priority ?? null,
    description: found.description ?? null,
    hotConfig: found.hot_config ?? null,
    before,
  };
}
