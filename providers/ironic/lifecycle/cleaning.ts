import type { ApiNode } from "../api/node";
import { historyOf, patchNode, pointer } from "../api/node";
import type { Scope } from "../scope";
import { CLEANED, cleanedNote, cleanedOf, cleanStepsOf } from "./clean-steps";
import { provision } from "./provision";
import { settle } from "./settle";

/**
 * Has a manageable node cleaned by its steps. What is begun is noted first, so that a run that is
 * killed does not have it done twice.
 * @returns false where the node had moved on to another state meanwhile
 */
export async function clean(scope: Scope, node: ApiNode): Promise<boolean> {
  await note(scope, node, node.provision_updated_at);
  if (!(await provision(scope, node, "clean", { clean_steps: cleanStepsOf(node) }))) return false;
  const now = await settle(scope, node.uuid);
  if (now.provision_state === node.provision_state) await note(scope, now, null);
  return true;
}

/**
 * Takes a cleaning that a killed run began for done where that is known: the node has been in other
 * states since, and its history has no error from then on. Otherwise it is done again.
 */
export async function takeUpCleaning(scope: Scope, node: ApiNode): Promise<ApiNode> {
  const begun = cleanedOf(node)?.begun ?? null;
  if (node.provision_state !== "manageable" || begun === null) return node;
  if (begun === node.provision_updated_at) return node;
  const events = await historyOf(scope, node.uuid, new Date(begun));
  if (events.some(({ severity }) => severity === "ERROR")) return node;
  scope.log.info("an earlier run had the machine cleaned already");
  return note(scope, node, null);
}

function note(scope: Scope, node: ApiNode, begun: string | null): Promise<ApiNode> {
  const value = cleanedNote(node, begun);
  const path = pointer("extra", CLEANED);
  return patchNode(scope, node, [{ op: "add", path, value }], () => settle(scope, node.uuid));
}
