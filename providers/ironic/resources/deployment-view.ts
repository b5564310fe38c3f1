import type { ApiNode } from "../api/node";
import { instanceInfo } from "../fields/deployment";
import { apiName, fromApi } from "../../fields/field";
import type { Properties } from "../../server";
import { DIGEST } from "./deployment-marks";
import { LET_GO } from "./let-go";
import { MARKER, unmarked } from "./marker";
import { MASK } from "./patch";

/** @param answered whether its host has answered where it was to, once */
export function deploymentOutputs(node: ApiNode, inputs: Properties, answered = false): Properties {
  return {
    ...inputs,
    answered,
    nodeUuid: node.uuid,
    nodeName: node.name,
    instanceUuid: node.instance_uuid ?? node.uuid,
  };
}

/**
 * The inputs with what Ironic can tell of a running host. What stands in instance_info now is for
 * the next deployment and says nothing of the disk, so it is no drift.
 */
export function driftOf(node: ApiNode, oldInputs: Properties): Properties {
  const inputs: Properties = { ...oldInputs, protected: node.protected };
  const name = node.instance_info.display_name;
  if (typeof name === "string") inputs.displayName = name;
  if (node.power_state === "power on" || node.power_state === "power off") {
    inputs.powerState = node.power_state;
  }
  if (!node.protected) delete inputs.protectedReason;
  return inputs;
}

/** What Ironic itself writes into instance_info, and what has a property of its own. */
const KNOWN = ["configdrive", "display_name", "traits", MARKER, DIGEST, LET_GO];

export function importedDeployment(node: ApiNode): Properties {
  const info = unmarked(node.instance_info);
  const own = Object.entries(instanceInfo).map(([name, field]) => apiName(name, field));
  const rest = Object.entries(info).filter(([key]) => !own.includes(key) && !KNOWN.includes(key));
  const inputs: Properties = {
    nodeUuid: node.uuid,
    ...fromApi(instanceInfo, info),
    powerState: node.power_state === "power off" ? "power off" : "power on",
    protected: node.protected,
    adopt: false,
  };
  if (rest.length > 0) inputs.instanceInfo = Object.fromEntries(rest);
  if (typeof info.display_name === "string") inputs.displayName = info.display_name;
  if (typeof node.protected_reason === "string") inputs.protectedReason = node.protected_reason;
  // Ironic has it, and shows it to nobody.
  if (info.configdrive !== undefined) inputs.configDrive = MASK;
  return inputs;
}
