import type { Properties } from "../../../engine/types";
import { InitializationError, messageOf } from "../../../../providers/server/errors";
import type {
  CreateRequest,
  ResourceContext,
  ResourceType,
} from "../../../../providers/server/types";
import type { Body, Cloud } from "../client/cloud";
import { ApiError } from "../../../../providers/openstack/errors";
import { check, inputTable } from "./check";
import { create, read, remove, update } from "./crud";
import { changedProperties, diff } from "./diff";
import { takeOver } from "./leftover";
import { inputsFrom, outputs } from "./state";
import { Created, Definition, Scope, Timeouts } from "./types";

const DEFAULT_MINUTES = 10;

/** Something exists already, though the creation did not come to its end. */
export class HalfMade extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly answer: Body,
  ) {
    super(message);
  }
}

/** A row of the table as the plugin server takes it. */
export function resourceType(definition: Definition, cloud: () => Cloud): ResourceType {
  const { fields } = definition;
  const replacesOnly = Object.values(fields).every((f) => f.output === true || f.replaces === true);
  const named = Object.entries(fields);
  const taken = new Map<string, Scope>();
  const seen = async (
    id: string,
    answer: Body,
    known: Properties,
    scope: Scope,
  ): Promise<Properties> => {
    const view = definition.view ? await definition.view(answer, known, scope) : answer;
    return outputs(definition, id, view, known, scope.region);
  };
  const scopeOf = (
    request: ResourceContext,
    properties: Properties,
    operation: keyof Timeouts,
  ): Scope => {
    const minutes = definition.timeouts?.[operation] ?? DEFAULT_MINUTES;
    const region = properties.region;
    return {
      cloud: cloud(),
      region: typeof region === "string" && region !== "" ? region : cloud().region,
      signal: request.signal,
      limitMs: request.timeoutSeconds > 0 ? request.timeoutSeconds * 1000 : minutes * 60_000,
      log: request.log,
      taken,
    };
  };
  return {
    inputs: inputTable(fields),
    computed: ["id", ...named.flatMap(([name, f]) => (f.output || f.computed ? [name] : []))],
    computedOnUpdate: named.flatMap(([name, f]) => (f.output && isDated(name) ? [name] : [])),
    secretOutputs: named.flatMap(([name, f]) => (f.secret ? [name] : [])),
    deleteBeforeReplace: definition.deleteBeforeReplace,
    check: (request) => check(definition, request),
    diff: (request) => diff(definition, request.olds, request.oldInputs, request.inputs),
    async create(request) {
      const scope = scopeOf(request, request.inputs, "create");
      try {
        const made = await make(definition, request, scope);
        const known = { ...request.inputs, ...made.extra };
        return { id: made.id, outputs: await seen(made.id, made.answer, known, scope) };
      } catch (error) {
        if (!(error instanceof HalfMade)) throw error;
        const state = await seen(error.id, error.answer, request.inputs, scope);
        throw new InitializationError(messageOf(error), error.id, state);
      }
    },
    async read(request) {
      const known = { ...request.oldInputs, ...request.olds };
      const scope = scopeOf(request, known, "create");
      const answer = await read(definition, request.id, known, scope);
      if (!answer) return undefined;
      const state = await seen(request.id, answer, known, scope);
      return {
        id: request.id,
        outputs: state,
        inputs: inputsFrom(fields, state, request.importing ? {} : request.oldInputs),
      };
    },
    ...(replacesOnly
      ? {}
      : {
          async update(request): Promise<Properties> {
            const scope = scopeOf(request, request.inputs, "update");
            const changed = changedProperties(
              definition,
              request.olds,
              request.oldInputs,
              request.inputs,
            );
            const { id, inputs, olds } = request;
            const answer = await update(definition, id, inputs, olds, changed, scope);
            const known = { ...kept(definition, olds), ...inputs };
            if (!answer) return outputs(definition, id, {}, { ...olds, ...known }, scope.region);
            return seen(id, answer, known, scope);
          },
        }),
    async delete(request) {
      const scope = scopeOf(request, request.olds, "delete");
      await remove(definition, request.id, { ...request.oldInputs, ...request.olds }, scope);
      // An id that is a name, as a key pair's, may be had again.
      scope.taken.delete(request.id);
    },
  };
}

/** Creates it, unless an interrupted create left it: then that is taken over. */
async function make(
  definition: Definition,
  { inputs, interrupted }: CreateRequest,
  scope: Scope,
): Promise<Created> {
  const left = interrupted && (await takeOver(definition, inputs, interrupted, scope));
  if (left) return left;
  let made: Created;
  try {
    made = await create(definition, inputs, scope);
    // Another create of the same may have taken it for its own before its id was known here.
    const owner = scope.taken.get(made.id) ?? scope;
    if (owner !== scope && definition.leftover) made = await create(definition, inputs, scope);
  } catch (error) {
    // Late, but it came: what is refused as the second of its kind.
    const refused = error instanceof ApiError && [400, 409].includes(error.status);
    const late = refused && interrupted && (await takeOver(definition, inputs, interrupted, scope));
    if (!late) throw error;
    return late;
  }
  scope.taken.set(made.id, scope);
  return made;
}

/** What only the creation told: it is kept through updates. */
function kept(definition: Definition, olds: Properties): Properties {
  return Object.fromEntries(
    Object.entries(definition.fields).flatMap(([name, field]) => {
      const value = olds[name];
      return field.read === false && (field.output || field.computed) && value !== undefined
        ? [[name, value]]
        : [];
    }),
  );
}

function isDated(name: string): boolean {
  return /^(updatedAt|updateAt|revisionNumber|updated|allTags|allFixedIps)$/.test(name);
}
