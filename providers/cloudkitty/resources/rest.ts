import type { Tools } from "../config";
import { isUuid } from "../checks";
import { mayBeDone } from "../api/client";
import { inputTable } from "../../fields/field";
import { textOf } from "../../fields/text";
import { ApiError } from "../../openstack";
import type { DiffRequest, DiffResult, Properties, ResourceType } from "../../server";
import { diffInputs, equal, ProviderError } from "../../server";
import { checkNoChildren } from "./children";
import { hasStarted } from "./dates";
import { inTheWay, leftBehind, mustBeOurs } from "./look";
import type { Row } from "./row";
import { bodyOf, view } from "./row";
import type { Scope } from "./scope";
import { scopeOf } from "./scope";
import { Turns } from "./turns";

/** A resource type by its row. */
export function restType(tools: () => Tools, row: Row): ResourceType {
  const turns = new Turns();
  const scope = (context: Parameters<typeof scopeOf>[1]): Scope =>
    scopeOf(tools().cloudkitty, context);
  return {
    inputs: inputTable(row.fields),
    computed: Object.keys(row.outputs),
    computedOnUpdate: Object.keys(row.outputs),
    deleteBeforeReplace: row.deleteBeforeReplace,
    mistakes: (inputs) => row.mistakes?.(inputs, tools) ?? [],
    check: ({ inputs }) => ({ inputs: normalised(row, inputs), failures: [] }),
    diff: (request) => diffRow(row, request),
    create: ({ inputs, ...context }) =>
      // Two of the same at once would both look first, find nothing and both be made.
      turns.take(row.among(inputs), async () => {
        const made = await make(scope(context), row, inputs);
        return { id: textOf(made[row.id]), outputs: outputsOf(row, made, inputs) };
      }),
    async read({ id, oldInputs, importing, ...context }) {
      const found = importing
        ? await toImport(scope(context), row, id)
        : await scope(context).cloudkitty.find(`${row.path}/${id}`, context.signal);
      if (!found) return undefined;
      const inputs = { ...apartOf(row, oldInputs), ...view(row, found) };
      return { id: textOf(found[row.id]), inputs, outputs: outputsOf(row, found, inputs) };
    },
    update: ({ id, oldInputs, inputs, ...context }) =>
      turns.take(row.among(inputs), async () => {
        const { cloudkitty, signal } = scope(context);
        if (!equal(bodyOf(row, normalised(row, oldInputs)), bodyOf(row, inputs))) {
          const [other] = await inTheWay(scope(context), row, inputs, id);
          if (other) throw mustBeOurs(row, textOf(other[row.id]), inputs);
          await put(scope(context), row, id, inputs);
        }
        const now = await cloudkitty.get(`${row.path}/${id}`, signal);
        return outputsOf(row, now, inputs);
      }),
    async delete({ id, olds, oldInputs, ...context }) {
      const { cloudkitty, signal } = scope(context);
      const forced = (oldInputs.forceDestroy ?? olds.forceDestroy) === true;
      if (!forced) await checkNoChildren(scope(context), row, id, olds);
      const query = forced ? (row.recursive ?? "") : "";
      await cloudkitty.delete(`${row.path}/${id}${query}`, signal);
    },
  };
}

/** Makes it, unless it is there: what an interrupted run left is taken up, anything else refused. */
async function make(scope: Scope, row: Row, inputs: Properties): Promise<Properties> {
  const { cloudkitty, signal } = scope;
  const left = await leftBehind(scope, row, inputs);
  if (left) return takeUp(scope, row, left, inputs);
  try {
    const call = { method: "POST", path: row.path, body: bodyOf(row, inputs), signal } as const;
    return (await cloudkitty.call(call)) as Properties;
  } catch (error) {
    const late = error instanceof ApiError && error.status === 409 && scope.interrupted;
    if (!late && !mayBeDone(error)) throw error;
    // Nothing of its kind was there before: what is there now came of this request.
    const found = late
      ? await leftBehind(scope, row, inputs)
      : (await inTheWay(scope, row, inputs))[0];
    if (!found) throw error;
    return takeUp(scope, row, found, inputs);
  }
}

async function takeUp(
  scope: Scope,
  row: Row,
  found: Properties,
  inputs: Properties,
): Promise<Properties> {
  const id = textOf(found[row.id]);
  if (!row.put) return found;
  await put(scope, row, id, inputs);
  return scope.cloudkitty.get(`${row.path}/${id}`, scope.signal);
}

async function put(scope: Scope, row: Row, id: string, inputs: Properties): Promise<void> {
  if (!row.put) return;
  const path = `${row.path}/${id}`;
  const body = bodyOf(row, inputs);
  await scope.cloudkitty.call({ method: "PUT", path, body, signal: scope.signal });
}

async function toImport(scope: Scope, row: Row, key: string): Promise<Properties | undefined> {
  if (isUuid(key)) return scope.cloudkitty.find(`${row.path}/${key}`, scope.signal);
  const found = await row.named(scope, key);
  if (found.length > 1) {
    const ids = found.map((one) => textOf(one[row.id])).join(", ");
    throw new ProviderError(
      `there are ${found.length} ${row.what}s ${JSON.stringify(key)}: ${ids}. ` +
        "CloudKitty counts only one of them: import it by its id, and delete the others.",
    );
  }
  const id = textOf(found[0]?.[row.id]);
  return id === "" ? undefined : scope.cloudkitty.find(`${row.path}/${id}`, scope.signal);
}

function diffRow(row: Row, { olds, oldInputs, inputs }: DiffRequest): DiffResult {
  const before = normalised(row, oldInputs);
  const replaces = (property: string): boolean =>
    row.fields[property]?.change === "replace" ||
    row.replaces?.(property, { olds, inputs }) === true ||
    (property !== "end" && !row.apart.includes(property) && hasStarted(olds));
  return diffInputs(before, inputs, replaces, row.deleteBeforeReplace);
}

function normalised(row: Row, inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      row.fields[name]?.normal?.(value) ?? value,
    ]),
  );
}

/** What CloudKitty knows nothing of, as declared or by default. */
function apartOf(row: Row, inputs: Properties): Properties {
  return Object.fromEntries(
    row.apart.flatMap((name) => {
      const value = inputs[name] ?? row.fields[name]?.default;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function outputsOf(row: Row, answer: Properties, inputs: Properties): Properties {
  const own = Object.entries(row.outputs).map(([name, key]) => [name, answer[key] ?? null]);
  return {
    ...view(row, answer),
    ...apartOf(row, inputs),
    ...(Object.fromEntries(own) as Properties),
  };
}
