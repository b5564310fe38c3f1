import type { Ironic } from "../api/client";
import { conflictOf } from "../api/errors";
import type { Patch } from "../api/node";
import { getNode, inMaintenance } from "../api/node";
import type { Fields } from "../../fields/field";
import { fromApi, inputTable, toApi } from "../../fields/field";
import { nestedMistakes } from "../../fields/nested";
import { ApiError } from "../../openstack";
import type { Properties, ResourceType, Value } from "../../server";
import { isObject, messageOf, ProviderError } from "../../server";
import type { Scope } from "../scope";
import { scopeOf } from "../scope";
import { diffByTable, normalised } from "./diff";
import { marked, MARKER, mustBeOurs, unmarked } from "./marker";
import { patchOf } from "./patch";
import { textOf } from "../../fields/text";

/** A type that is one row of Ironic's API: a collection, its fields, and how to know one's own. */
export interface Rest {
  path: string;
  /** For messages: "a port". */
  what: string;
  fields: Fields;
  /** Outputs beside the fields: property → Ironic's name. */
  outputs: Readonly<Record<string, string>>;
  /** Whether its name is the resource's where the program gives none. */
  named: boolean;
  /**
   * How a resource that exists already is known as one's own: by the node that it belongs to, or by
   * the mark that this provider leaves.
   */
  ours: "node" | "mark";
  /** Where the one that is in the way is found. */
  find(inputs: Properties): string;
  /** Waits until it is what it is to be. */
  settle?(scope: Scope, made: Properties): Promise<Properties>;
}

const SECONDS = 300;

export function restType(ironic: () => Ironic, rest: Rest): ResourceType {
  const { fields, path } = rest;
  const outputs = (answer: Properties): Properties => ({
    ...view(fields, answer),
    ...Object.fromEntries(
      Object.entries(rest.outputs).map(([name, key]) => [name, answer[key] ?? null]),
    ),
  });
  return {
    inputs: inputTable(fields),
    computed: Object.keys(rest.outputs),
    deleteBeforeReplace: true,
    mistakes: (inputs) => nestedMistakes(fields, inputs),
    check: ({ inputs, name }) => ({
      inputs: normalised(fields, rest.named ? { name, ...inputs } : inputs),
      failures: [],
    }),
    diff: (request) => diffByTable(fields, request),
    async create({ inputs, ...context }) {
      const scope = scopeOf(ironic(), context, SECONDS);
      const made = await make(scope, rest, inputs);
      const settled = (await rest.settle?.(scope, made)) ?? made;
      return { id: textOf(made.uuid), outputs: outputs(settled) };
    },
    async read({ id, oldInputs, importing, ...context }) {
      const scope = scopeOf(ironic(), context, SECONDS);
      const found = await scope.ironic.find(`${path}/${encodeURIComponent(id)}`, scope.signal);
      if (!found) return undefined;
      const seen = view(fields, found);
      const inputs = importing ? worthSaying(fields, seen) : declared(seen, oldInputs);
      return { id: textOf(found.uuid), inputs, outputs: outputs(found) };
    },
    async update({ id, oldInputs, inputs, ...context }) {
      const scope = scopeOf(ironic(), context, SECONDS);
      const current = await scope.ironic.get(`${path}/${id}`, scope.signal);
      return outputs(await change(scope, rest, current, oldInputs, inputs));
    },
    async delete({ id, ...context }) {
      const { signal } = context;
      try {
        await ironic().call({ method: "DELETE", path: `${path}/${id}`, signal });
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
    },
  };
}

async function make(scope: Scope, rest: Rest, inputs: Properties): Promise<Properties> {
  const body = toApi(rest.fields, inputs);
  if (rest.ours === "mark") body.extra = marked(inputs.extra, scope.urn);
  try {
    return await scope.ironic.call({ method: "POST", path: rest.path, body, signal: scope.signal });
  } catch (error) {
    if (conflictOf(error) !== "refused") throw error;
    const found = await inTheWay(scope, rest, inputs);
    if (!found) throw error;
    const id = textOf(found.uuid);
    if (rest.ours === "mark") mustBeOurs(rest.what, id, found.extra, scope.urn);
    else if (found.node_uuid !== inputs.nodeUuid) {
      throw new ProviderError(
        `${messageOf(error)}: it is ${rest.what} (${id}) of another node, ${textOf(found.node_uuid)}. ` +
          "Two machines cannot have it: check which of them it belongs to.",
      );
    }
    scope.log.info(`${rest.what} (${id}) is there already: it is taken up`);
    return change(scope, rest, found, {}, inputs);
  }
}

/** One found by name or address; a list of one is looked into. */
async function inTheWay(
  scope: Scope,
  rest: Rest,
  inputs: Properties,
): Promise<Properties | undefined> {
  const answer = await scope.ironic.find(rest.find(inputs), scope.signal);
  const list = answer?.[rest.path.slice(1)];
  return Array.isArray(list) ? (list[0] as Properties | undefined) : answer;
}

async function change(
  scope: Scope,
  rest: Rest,
  current: Properties,
  olds: Properties,
  news: Properties,
): Promise<Properties> {
  const body = patchOf(rest.fields, current, olds, news).filter(
    ({ path }) => path !== `/extra/${MARKER}`,
  );
  if (body.length === 0) return current;
  const path = `${rest.path}/${textOf(current.uuid)}`;
  const send = (patch: Patch): Promise<Properties> =>
    scope.ironic.call({ method: "PATCH", path, body: patch, signal: scope.signal });
  try {
    return await send(body);
  } catch (error) {
    const needs = conflictOf(error) === "refused" && /in maintenance mode/.test(messageOf(error));
    if (!needs || typeof news.nodeUuid !== "string") throw error;
    const node = await getNode(scope, news.nodeUuid);
    return inMaintenance(scope, node, () => send(body));
  }
}

function view(fields: Fields, answer: Properties): Properties {
  const seen = fromApi(fields, answer);
  if (isObject(seen.extra)) seen.extra = unmarked(seen.extra);
  return seen;
}

/** Of what the program declared, how it is now. */
function declared(seen: Properties, oldInputs: Properties): Properties {
  return Object.fromEntries(
    Object.keys(oldInputs).flatMap((name): [string, Value][] => {
      const now = seen[name];
      return now === undefined ? [] : [[name, now]];
    }),
  );
}

/** What a program has to say of it: whatever is not empty. */
function worthSaying(fields: Fields, seen: Properties): Properties {
  return Object.fromEntries(
    Object.entries(seen).filter(([name, value]) => {
      if (fields[name]?.required) return true;
      if (Array.isArray(value)) return value.length > 0;
      return !isObject(value) || Object.keys(value).length > 0;
    }),
  );
}
