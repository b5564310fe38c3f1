import type { ApiNode } from "../api/node";
import { findNode, label } from "../api/node";
import { wait } from "../../openstack";
import { ProviderError } from "../../server";
import type { Scope } from "../scope";
import { stopped } from "../scope";
import { isUnderWay } from "./states";

/** The first look comes early, as much takes less than a second; a cleaning takes minutes. */
const FIRST_MS = 100;
const LONGEST_MS = 2_000;
const GROWTH = 1.4;

/**
 * Waits until the node rests: in no passing state and held by no request. Says what it waits for as
 * the resource's status.
 * @param rests passing states that are not waited out
 */
export async function settle(
  scope: Scope,
  uuid: string,
  rests: readonly string[] = [],
): Promise<ApiNode> {
  const began = Date.now();
  for (let pause = FIRST_MS; ; pause = Math.min(pause * GROWTH, LONGEST_MS)) {
    const node = await look(scope, uuid);
    const resting = !isUnderWay(node.provision_state) || rests.includes(node.provision_state);
    if (resting && node.reservation === null) return node;
    const seconds = Math.round((Date.now() - began) / 1000);
    const doing = describe(node);
    if (Date.now() > scope.deadline) {
      throw new ProviderError(
        `${label(node)} is still ${doing} after ${seconds} s. Ironic goes on with it: run again to ` +
          "take it up, and give it more time by customTimeouts if it needs that.",
      );
    }
    if (seconds > 0) scope.log.progress(`${doing}, ${seconds} s`);
    try {
      await wait(pause, scope.signal);
    } catch {
      throw stopped(scope, `${label(node)} is ${doing}`);
    }
  }
}

async function look(scope: Scope, uuid: string): Promise<ApiNode> {
  const node = await findNode(scope, uuid);
  if (node) return node;
  throw new ProviderError(`node ${uuid} is gone: somebody else deleted it`);
}

/** The state, and the step of a deployment or a cleaning where Ironic tells it. */
function describe(node: ApiNode): string {
  if (!isUnderWay(node.provision_state))
    return `${node.provision_state}, held by ${node.reservation}`;
  const step = [node.deploy_step, node.clean_step]
    .map((one) => (one as { step?: unknown } | null | undefined)?.step)
    .find((name) => typeof name === "string");
  return step === undefined ? node.provision_state : `${node.provision_state} (${step})`;
}
