import type { Properties } from "../../../engine/types";
import type { Interrupted } from "../../../../providers/server/types";
import type { Body } from "../client/cloud";
import { wait } from "../../../../providers/openstack/retry";
import { read, remove, requestBody, update } from "./crud";
import { changedProperties, isEmpty } from "./diff";
import { find, see } from "./search";
import { text } from "./text";
import { Created, Definition, Scope } from "./types";

/**
 * A request goes on in a service when the one who sent it is gone. One that began a minute ago is
 * over; a younger one is given this long from now.
 */
const OVER_MS = 60_000;
const UNDER_WAY_MS = 10_000;

/** Takes over what an interrupted create left; nothing where it left nothing that is of use. */
export async function takeOver(
  definition: Definition,
  inputs: Properties,
  interrupted: Interrupted,
  scope: Scope,
): Promise<Created | undefined> {
  if (!definition.leftover) return undefined;
  const body = await requestBody(definition, inputs, scope);
  const until = Math.min(interrupted.since + OVER_MS, Date.now() + UNDER_WAY_MS);
  let found: Body | undefined;
  for (;;) {
    found = await find(definition, body, inputs, interrupted, scope);
    if (found || Date.now() >= until) break;
    scope.log.progress("looking for what an interrupted create left");
    await wait(1000, scope.signal);
  }
  if (!found) return undefined;
  const id = text(found.id);
  if (definition.leftover.broken?.(found)) {
    scope.log.info(`removing what an interrupted create left, which is of no use: ${id}`);
    await remove(definition, id, inputs, scope);
    return undefined;
  }
  scope.log.info(`found what an interrupted create left: ${id}`);
  return complete(definition, id, inputs, scope);
}

/** What a create does after its first request, and whatever else it takes to agree with the inputs. */
async function complete(
  definition: Definition,
  id: string,
  inputs: Properties,
  scope: Scope,
): Promise<Created | undefined> {
  let answer = await read(definition, id, inputs, scope);
  if (answer === undefined) return undefined;
  if (definition.settle) answer = await definition.settle(id, answer, inputs, scope);
  const seen = await see(definition, answer, inputs, scope);
  const untold = (definition.leftover?.again ?? []).filter((name) => !isEmpty(inputs[name]));
  const changed = new Set([...changedProperties(definition, seen, inputs, inputs), ...untold]);
  if (changed.size > 0) {
    answer = (await update(definition, id, inputs, seen, changed, scope)) ?? answer;
  }
  return { id, answer };
}
