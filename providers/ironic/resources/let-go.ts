import type { ApiNode } from "../api/node";
import { isBeingChanged, label } from "../api/node";
import { controllerOf } from "../lifecycle/advice";

/** The key in instance_info of a host that was let go without being undeployed: by which deployment. */
export const LET_GO = "pulumi_let_go";

/** What Ironic sets with the maintenance of a node whose power it could not read several times. */
const POWER_FAILURE = "power failure";

/**
 * Whether nothing can be asked of the node's machine: Ironic itself has not reached its controller for
 * minutes, or somebody has put it into maintenance.
 */
export function isOutOfReach(node: ApiNode): boolean {
  if (!node.maintenance || isBeingChanged(node)) return false;
  return node.fault === null || node.fault === POWER_FAILURE;
}

/** Whether Ironic itself has not reached the machine's controller for minutes. */
export function isUnreached(node: ApiNode): boolean {
  return node.maintenance && node.fault === POWER_FAILURE;
}

/** What whoever lets a host go has to know, for its machine may run on. */
export function letGoWarning(node: ApiNode): string {
  const why = isUnreached(node)
    ? "Ironic has not reached its management controller for minutes"
    : `it is in maintenance (${node.maintenance_reason ?? "no reason given"})`;
  return (
    `${label(node)} is let go as it is, for ${why}. Its machine${controller(node)} was neither switched off ` +
    "nor cleaned: it may still run, and the host's system, keys and data are left on its disks. Cut its " +
    "power, and do not switch it on again beside its replacement, which has the same name and addresses. " +
    "Erase its disks before it is used for anything else."
  );
}

/** What to do about a machine that could not be undeployed. */
export function outOfReachAdvice(node: ApiNode): string {
  const name = node.name ?? node.uuid;
  const set = `"openstack baremetal node maintenance set ${name}"`;
  // Only what takes it out of the maintenance that came with the failed cleaning removes its fault.
  const way =
    node.fault === "clean failure"
      ? `take it out of maintenance and put it there again: "... node maintenance unset ${name}", then ${set}`
      : "run again when Ironic has put it into maintenance, which it does when power_state_sync_max_retries of " +
        `its power checks have failed (after about four minutes by its defaults), or put it there: ${set}`;
  return `If the machine is broken for good, ${way} (or PUT /v1/nodes/${name}/maintenance). Its host is let go then, without switching the machine off or cleaning it.`;
}

function controller(node: ApiNode): string {
  const address = controllerOf(node);
  return address === undefined ? "" : ` (BMC ${address})`;
}
