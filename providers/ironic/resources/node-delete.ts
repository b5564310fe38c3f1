import { ApiError } from "../../openstack";
import { ProviderError } from "../../server";
import { findNode, label, nodePath, setMaintenance } from "../api/node";
import { bring } from "../lifecycle/bring";
import { settle } from "../lifecycle/settle";
import { isOccupied } from "../lifecycle/states";
import type { Scope } from "../scope";
import { isOutOfReach, LET_GO } from "./let-go";

/** Where Ironic deletes a node without more ado. */
const FREE = ["enroll", "manageable", "available", "adopt failed"];

/**
 * Deletes a node that carries nothing. One that failed on its way is deleted in maintenance: its
 * machine may well be gone, and Ironic asks no BMC then.
 * @throws ProviderError when it carries a host that was not let go
 */
export async function removeNode(scope: Scope, uuid: string): Promise<void> {
  if (!(await findNode(scope, uuid))) return;
  let node = await settle(scope, uuid);
  const letGo = node.instance_info[LET_GO] !== undefined;
  const asItIs = letGo && isOutOfReach(node);
  // There is no host yet on a node whose deployment failed; one that was let go may be within reach again.
  if (!asItIs && (letGo || node.provision_state === "deploy failed")) {
    node = await bring(scope, uuid, { kind: "undeployed" });
  }
  const state = node.provision_state;
  if (isOccupied(state) && !asItIs) {
    throw new ProviderError(
      `${label(node)} is in state "${state}": it carries a host, which is not thrown away with it. ` +
        'Undeploy it first: delete its Deployment, or "openstack baremetal node undeploy".',
    );
  }
  if (!FREE.includes(state) && !node.maintenance) {
    await setMaintenance(scope, uuid, `deleted by Pulumi in state "${state}"`);
  }
  try {
    await scope.ironic.call({ method: "DELETE", path: nodePath(uuid), signal: scope.signal });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}
