import { randomUUID } from "node:crypto";
import type { ApiNode, Patch } from "../api/node";
import { findNode, getNode, label, lastLook, patchNode, pointer } from "../api/node";
import { configDrive, deployStep } from "../fields/deployment";
import { toApi } from "../fields/field";
import { bring } from "../lifecycle/bring";
import { power } from "../lifecycle/power";
import { settle } from "../lifecycle/settle";
import { isOccupied } from "../lifecycle/states";
import type { Properties } from "../../server";
import { equal, InitializationError, isObject, messageOf, ProviderError } from "../../server";
import type { Scope } from "../scope";
import { DIGEST, digestOf, instanceInfoOf, isOurs } from "./deployment-marks";
import { deploymentOutputs } from "./deployment-view";
import { MARKER } from "./marker";
import { textOf } from "../text";

/**
 * Brings a node to carry the host that is declared. It looks first at what there is: what an earlier
 * run has begun is taken up, and what is there already stays.
 * @param id of the deployment, where it is in the state already
 */
export async function deploy(scope: Scope, inputs: Properties, id?: string): Promise<ApiNode> {
  const node = await settle(scope, textOf(inputs.nodeUuid));
  const ours = isOurs(node, id, scope.urn);
  const occupied = isOccupied(node.provision_state);
  if (occupied && !ours) throw occupiedBy(node, inputs);
  if (!occupied && node.instance_uuid !== null && node.allocation_uuid === null && !ours) {
    throw occupiedBy(node, inputs);
  }
  const instance = node.instance_uuid ?? id ?? randomUUID();
  try {
    await converge(scope, node, inputs, instance, id === undefined);
    await protect(scope, node.uuid, inputs);
    await power(scope, node.uuid, textOf(inputs.powerState ?? "power on"));
  } catch (error) {
    const now = (await lastLook(scope, node.uuid)) ?? node;
    if (!isOurs(now, instance, scope.urn)) throw error;
    throw new InitializationError(messageOf(error), instance, deploymentOutputs(now, inputs));
  }
  return getNode(scope, node.uuid);
}

async function converge(
  scope: Scope,
  found: ApiNode,
  inputs: Properties,
  instance: string,
  created: boolean,
): Promise<void> {
  let node = found;
  const other = node.instance_info[DIGEST] !== digestOf(inputs);
  if (created && other && isOccupied(node.provision_state)) {
    scope.log.info(
      `${label(node)} carries what an earlier run began otherwise: it is undeployed first`,
    );
    node = await bring(scope, node.uuid, { kind: "undeployed" });
  }
  if (node.provision_state === "active") return;
  const adopt = inputs.adopt === true;
  // Becoming available may clean the machine, which a host that is adopted must not be.
  node = await bring(scope, node.uuid, {
    kind: adopt ? "manageable" : "available",
    inspected: false,
  });
  await tell(scope, node, inputs, instance);
  await bring(
    scope,
    node.uuid,
    { kind: adopt ? "adopted" : "active" },
    { deploy: payload(inputs) },
  );
}

/** Tells Ironic what is to be deployed, and by whom: from here on a killed run is found again. */
async function tell(
  scope: Scope,
  node: ApiNode,
  inputs: Properties,
  instance: string,
): Promise<void> {
  const info = instanceInfoOf(node, inputs, scope.urn);
  const patch: Patch = [];
  if (!equal(node.instance_info, info)) {
    patch.push({ op: "add", path: pointer("instance_info"), value: info });
  }
  if (node.instance_uuid !== instance) {
    patch.push({ op: "add", path: pointer("instance_uuid"), value: instance });
  }
  await patchNode(scope, node, patch, () => settle(scope, node.uuid));
}

function payload(inputs: Properties): Properties {
  const sent: Properties = {};
  if (isObject(inputs.configDrive)) sent.configdrive = toApi(configDrive, inputs.configDrive);
  if (Array.isArray(inputs.deploySteps)) {
    sent.deploy_steps = inputs.deploySteps.map((step) =>
      isObject(step) ? { args: {}, ...toApi(deployStep, step) } : step,
    );
  }
  return sent;
}

/** What is changed in place on a running host: its name and whether it is protected. */
async function protect(scope: Scope, uuid: string, inputs: Properties): Promise<void> {
  const node = await settle(scope, uuid);
  const patch: Patch = [];
  if (node.instance_info.display_name !== inputs.displayName) {
    const path = pointer("instance_info", "display_name");
    patch.push({ op: "add", path, value: inputs.displayName ?? null });
  }
  const wanted = inputs.protected === true;
  const reason = wanted ? (inputs.protectedReason ?? null) : null;
  if (node.protected !== wanted || (node.protected_reason ?? null) !== reason) {
    patch.push({ op: "add", path: pointer("protected"), value: wanted });
    if (reason !== null)
      patch.push({ op: "add", path: pointer("protected_reason"), value: reason });
    else if (node.protected_reason) patch.push({ op: "remove", path: pointer("protected_reason") });
  }
  await patchNode(scope, node, patch, () => settle(scope, uuid));
}

/** Undeploys and cleans; a node that carries something else by now is left alone. */
export async function undeploy(scope: Scope, uuid: string, id: string): Promise<void> {
  const node = await findNode(scope, uuid);
  if (!node || !(isOurs(node, id, scope.urn) || isHalfFreed(node))) return;
  if (node.protected) {
    throw new ProviderError(
      `${label(node)} is protected${node.protected_reason ? ` (${node.protected_reason as string})` : ""} ` +
        "and stays deployed: set protected to false, run, then delete it",
    );
  }
  // Where an earlier run got as far as a cleaning that failed, that is what is left to do.
  const cleaning = node.provision_state === "clean failed";
  const freed = await bring(
    scope,
    uuid,
    cleaning ? { kind: "available", inspected: false } : { kind: "undeployed" },
  );
  // Undeploying empties both; where it did not come to that, they are taken back.
  const patch: Patch = [];
  if (freed.instance_info[MARKER] !== undefined) {
    patch.push({ op: "add", path: pointer("instance_info"), value: {} });
  }
  if (freed.instance_uuid === id && freed.allocation_uuid === null) {
    patch.push({ op: "remove", path: pointer("instance_uuid") });
  }
  await patchNode(scope, freed, patch, () => settle(scope, uuid));
}

/** An undeployment that failed has forgotten already whose host it was. */
function isHalfFreed(node: ApiNode): boolean {
  return node.instance_uuid === null && ["error", "clean failed"].includes(node.provision_state);
}

function occupiedBy(node: ApiNode, inputs: Properties): ProviderError {
  const what = node.instance_info.display_name ?? node.instance_uuid ?? "a host";
  const advice =
    inputs.adopt === true
      ? `Ironic runs it already, so there is nothing to adopt: import it by import: "${node.uuid}"`
      : `Import it by import: "${node.uuid}", or undeploy it where it is declared`;
  return new ProviderError(
    `${label(node)} is ${node.provision_state} and carries ${textOf(what)}, which is not this deployment's. ${advice}.`,
  );
}
