import type { ApiNode, Patch } from "../api/node";
import { findNode, label, patchNode, pointer } from "../api/node";
import { bring, ProvisionError } from "../lifecycle/bring";
import { settle } from "../lifecycle/settle";
import { hasFailed, isOccupied } from "../lifecycle/states";
import { ProviderError } from "../../server";
import type { Scope } from "../scope";
import { isOurs } from "./deployment-marks";
import { isOutOfReach, letGoWarning, LET_GO, outOfReachAdvice } from "./let-go";
import { MARKER } from "./marker";

/**
 * Undeploys and cleans; a node that carries something else by now is left alone. One whose machine
 * cannot be asked anything is let go as it is, with a warning.
 */
export async function undeploy(scope: Scope, uuid: string, id: string): Promise<void> {
  const node = await findNode(scope, uuid);
  if (!node || !(isOurs(node, id, scope.urn) || isHalfFreed(node))) return;
  if (node.protected) {
    throw new ProviderError(
      `${label(node)} is protected${node.protected_reason ? ` (${node.protected_reason as string})` : ""} ` +
        "and stays deployed: set protected to false, run, then delete it",
    );
  }
  const state = node.provision_state;
  if (isOutOfReach(node) && (isHalfFreed(node) || isOccupied(state))) {
    await letGo(scope, node, id);
    return;
  }
  const freed = await free(scope, node);
  // Undeploying empties both; where it did not come to that, they are taken back.
  const marked = freed.instance_info[MARKER] !== undefined;
  await takeBack(scope, freed, id, marked ? {} : undefined);
}

async function free(scope: Scope, { uuid, provision_state: state }: ApiNode): Promise<ApiNode> {
  try {
    // Where an earlier run got as far as a cleaning that failed, that is what is left to do.
    const cleaning = state === "clean failed";
    const goal = cleaning ? ({ kind: "available", inspected: false } as const) : UNDEPLOYED;
    return await bring(scope, uuid, goal);
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    const now = await findNode(scope, uuid);
    if (!now || !hasFailed(now.provision_state)) throw error;
    throw new ProvisionError(`${error.message}\n${outOfReachAdvice(now)}`);
  }
}

const UNDEPLOYED = { kind: "undeployed" } as const;

/** The node is marked, so that deleting it, or deploying onto it, knows what became of its host. */
async function letGo(scope: Scope, node: ApiNode, id: string): Promise<void> {
  await takeBack(scope, node, id, { [LET_GO]: scope.urn });
  scope.log.warning(letGoWarning(node));
}

/** @param info what instance_info becomes, where it is to be another */
async function takeBack(
  scope: Scope,
  node: ApiNode,
  id: string,
  info?: ApiNode["instance_info"],
): Promise<void> {
  const patch: Patch = [];
  if (info) patch.push({ op: "add", path: pointer("instance_info"), value: info });
  if (node.instance_uuid === id && node.allocation_uuid === null) {
    patch.push({ op: "remove", path: pointer("instance_uuid") });
  }
  await patchNode(scope, node, patch, () => settle(scope, node.uuid));
}

/** An undeployment that failed has forgotten already whose host it was. */
function isHalfFreed(node: ApiNode): boolean {
  return node.instance_uuid === null && ["error", "clean failed"].includes(node.provision_state);
}
