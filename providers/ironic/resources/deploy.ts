import { randomUUID } from "node:crypto";
import type { ApiNode, Patch } from "../api/node";
import { getNode, label, lastLook, patchNode, pointer } from "../api/node";
import { ANSWERS_AT, configDrive, deployStep } from "../fields/deployment";
import { toApi } from "../../fields/field";
import { answers } from "../lifecycle/answers";
import { bring } from "../lifecycle/bring";
import { power } from "../lifecycle/power";
import { settle } from "../lifecycle/settle";
import { isOccupied } from "../lifecycle/states";
import type { Properties } from "../../server";
import { equal, InitializationError, isObject, messageOf, ProviderError } from "../../server";
import type { Scope } from "../scope";
import { DIGEST, digestOf, instanceInfoOf, isOurs } from "./deployment-marks";
import { deploymentOutputs } from "./deployment-view";
import { isUnreached, LET_GO } from "./let-go";
import { textOf } from "../../fields/text";

/**
 * Brings a node to carry the host that is declared. It looks first at what there is: what an earlier
 * run has begun is taken up, and what is there already stays.
 * @param id of the deployment, where it is in the state already
 * @param olds its outputs then
 */
export async function deploy(
  scope: Scope,
  inputs: Properties,
  id?: string,
  olds: Properties = {},
): Promise<ApiNode> {
  const node = await settle(scope, textOf(inputs.nodeUuid));
  const ours = isOurs(node, id, scope.urn) || node.instance_info[LET_GO] === scope.urn;
  const occupied = isOccupied(node.provision_state);
  if (occupied && !ours) throw occupiedBy(node, inputs);
  if (!occupied && node.instance_uuid !== null && node.allocation_uuid === null && !ours) {
    throw occupiedBy(node, inputs);
  }
  const instance = node.instance_uuid ?? id ?? randomUUID();
  try {
    await converge(scope, node, inputs, instance, id === undefined);
    await protect(scope, node.uuid, inputs);
    await switchPower(scope, node, textOf(inputs.powerState ?? "power on"));
    if (olds.answered !== true || !isDeployed(node)) await waitForAnswer(scope, node, inputs);
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
  if (node.provision_state === "enroll") {
    node = await bring(scope, node.uuid, { kind: "manageable", inspected: false });
  }
  if (!adopt) mustBeFree(node);
  // Becoming available may clean the machine, which a host that is adopted must not be.
  node = await bring(scope, node.uuid, {
    kind: adopt ? "manageable" : "available",
    inspected: false,
  });
  if (adopt) mustRun(node);
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

/** Whether the host was there before this began. */
const isDeployed = (node: ApiNode): boolean => node.provision_state === "active";

async function waitForAnswer(scope: Scope, node: ApiNode, inputs: Properties): Promise<void> {
  const { answersAt: at } = inputs;
  if (!isObject(at) || inputs.powerState === "power off") return;
  const place = { address: textOf(at.address), port: Number(at.port ?? ANSWERS_AT.port) };
  await answers(scope, node, place, Number(at.seconds ?? ANSWERS_AT.seconds));
}

/** The power of a machine that Ironic does not reach is no reason to leave all else as it is. */
async function switchPower(scope: Scope, { uuid }: ApiNode, wanted: string): Promise<void> {
  const node = await getNode(scope, uuid);
  if (!isUnreached(node)) return power(scope, uuid, wanted);
  scope.log.warning(
    `${label(node)}: whether it has ${wanted} is not known, for Ironic has not reached its management ` +
      "controller for minutes",
  );
}

/** Where Ironic does not know yet what a machine carries, for it has never brought anything there. */
const UNTOUCHED = ["manageable", "inspect failed", "adopt failed"];

/**
 * A machine that is on where nothing was deployed may well be somebody's host: one that Ironic knew
 * before it lost its database, or another than was meant.
 * @throws ProviderError where it would be cleaned or installed
 */
function mustBeFree(node: ApiNode): void {
  // An agent that Ironic itself has left running is waiting to be told what to deploy.
  const info = node.driver_internal_info;
  const agent = isObject(info) && typeof info.agent_url === "string";
  if (!UNTOUCHED.includes(node.provision_state) || agent || node.power_state !== "power on") return;
  throw new ProviderError(
    `${label(node)} is powered on, and this Ironic has deployed nothing to it: a host may run there, which ` +
      "would be lost. To take it over as it runs, set adopt to true; to install it anew, switch it off first. " +
      "Nothing was done to it.",
  );
}

/** @throws ProviderError where what is to be adopted is off: one that was undeployed before, say */
function mustRun(node: ApiNode): void {
  if (node.power_state !== "power off") return;
  throw new ProviderError(
    `${label(node)} is powered off: there is no running host to adopt. Set adopt to false to have it ` +
      "installed, or switch it on first.",
  );
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
