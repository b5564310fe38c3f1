import type { ApiNode } from "../api/node";
import { findNode, label } from "../api/node";
import { ProviderError } from "../../server";
import type { Scope } from "../scope";
import { poll } from "./poll";
import { isUnderWay } from "./states";

/**
 * Waits until the node rests: in no passing state and held by no request.
 * @param rests passing states that are not waited out
 */
export async function settle(
  scope: Scope,
  uuid: string,
  rests: readonly string[] = [],
): Promise<ApiNode> {
  const passes = (state: string): boolean => isUnderWay(state) && !rests.includes(state);
  return poll(
    scope,
    () => look(scope, uuid),
    (node) => !passes(node.provision_state) && node.reservation === null,
    (node) => ({ what: label(node), doing: doing(node) }),
  );
}

async function look(scope: Scope, uuid: string): Promise<ApiNode> {
  const node = await findNode(scope, uuid);
  if (node) return node;
  throw new ProviderError(`node ${uuid} is gone: somebody else deleted it`);
}

/** The state, and the step of a deployment or a cleaning where Ironic tells it. */
function doing(node: ApiNode): string {
  if (!isUnderWay(node.provision_state)) {
    return `${node.provision_state}, held by ${node.reservation}`;
  }
  const step = [node.deploy_step, node.clean_step]
    .map((one) => (one as { step?: unknown } | null | undefined)?.step)
    .find((name) => typeof name === "string");
  return step === undefined ? node.provision_state : `${node.provision_state} (${step})`;
}
