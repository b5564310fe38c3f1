import { isWrongState } from "../api/errors";
import type { ApiNode } from "../api/node";
import { nodePath } from "../api/node";
import type { Properties } from "../../server";
import type { Scope } from "../scope";
import { settle } from "./settle";
import type { Verb } from "./states";

/**
 * Asks for one verb of provisioning.
 * @param more what goes with it
 * @returns false where the node had moved on to another state meanwhile
 */
export async function provision(
  scope: Scope,
  node: ApiNode,
  verb: Verb,
  more: Properties = {},
): Promise<boolean> {
  try {
    await scope.ironic.call({
      method: "PUT",
      path: nodePath(node.uuid, "states", "provision"),
      body: { target: verb, ...more },
      signal: scope.signal,
    });
    return true;
  } catch (error) {
    if (!isWrongState(error)) throw error;
    const now = await settle(scope, node.uuid);
    if (now.provision_state === node.provision_state) throw error;
    return false;
  }
}
