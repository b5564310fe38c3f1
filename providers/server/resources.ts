import { Properties, UNKNOWN } from "./property";
import { diffInputs } from "./diff";
import { checkInputs, type InputTable } from "./inputs";
import type { CheckRequest, CheckResult, DiffRequest, DiffResult, ResourceType } from "./types";
import { containsSecret, isObject, isSecret, secret, secretsLike } from "./values";

/** The table's checks and the type's mistakes, then its own check where there was nothing wrong. */
export async function check(type: ResourceType, request: CheckRequest): Promise<CheckResult> {
  const result = checkInputs(type.inputs, request.inputs);
  result.failures.push(...((await type.mistakes?.(result.inputs)) ?? []));
  if (result.failures.length > 0 || !type.check) return result;
  return type.check({ ...request, inputs: result.inputs });
}

export async function diff(type: ResourceType, request: DiffRequest): Promise<DiffResult> {
  if (type.diff) return type.diff(request);
  return diffInputs(
    withDefaults(type.inputs, request.oldInputs),
    request.inputs,
    (property) => type.update === undefined || type.inputs[property]?.replace === true,
    type.deleteBeforeReplace,
  );
}

/**
 * Inputs of an earlier run with the defaults that it left out: the state of another engine has what
 * the program said, and no more.
 */
export function withDefaults(table: InputTable, inputs: Properties): Properties {
  const known = Object.entries(inputs).filter(([name]) => name in table);
  return checkInputs(table, Object.fromEntries(known)).inputs;
}

/** What a create will give, as far as it is known before. */
export function previewCreate(type: ResourceType, inputs: Properties): Properties {
  return { ...inputs, ...unknowns(type.computed.filter((name) => !(name in inputs))) };
}

/** What an update will give: what it may change is unknown, the rest stays. */
export function previewUpdate(
  type: ResourceType,
  olds: Properties,
  inputs: Properties,
): Properties {
  const changing = type.computedOnUpdate ?? [];
  const kept = type.computed.filter((name) => name in olds && !changing.includes(name));
  return {
    ...Object.fromEntries(kept.map((name) => [name, olds[name] ?? null])),
    ...inputs,
    // One that is only there now and then is unknown where it was there.
    ...unknowns(
      changing.filter(
        (name) => !(name in inputs) && (name in olds || type.computed.includes(name)),
      ),
    ),
  };
}

function unknowns(names: readonly string[]): Properties {
  return Object.fromEntries(names.map((name) => [name, UNKNOWN]));
}

/** Inputs with what their table calls secret wrapped, and whatever came in as a secret. */
export function sealInputs(type: ResourceType, inputs: Properties, like: Properties): Properties {
  const sealed = Object.entries(secretsLike(inputs, like)).map(([name, value]) => {
    const which = type.inputs[name]?.secret ?? false;
    if (typeof which === "boolean") return [name, which && value !== null ? secret(value) : value];
    return [name, isSecret(value) || !isObject(value) ? value : sealKeys(value, which)];
  });
  return Object.fromEntries(sealed) as Properties;
}

function sealKeys(map: Properties, which: (key: string) => boolean): Properties {
  return seal(map, Object.keys(map).filter(which));
}

/** Outputs with the type's own secrets and those that came in under the same name wrapped. */
export function sealOutputs(type: ResourceType, outputs: Properties, like: Properties): Properties {
  const secretInputs = new Set(
    Object.entries(like).flatMap(([name, value]) => (containsSecret(value) ? [name] : [])),
  );
  const named =
    typeof type.secretOutputs === "function"
      ? type.secretOutputs(secretInputs)
      : (type.secretOutputs ?? []);
  return seal(sealInputs(type, outputs, like), named);
}

function seal(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      names.includes(name) && value !== null ? secret(value) : value,
    ]),
  );
}
