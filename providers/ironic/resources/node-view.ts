import type { ApiNode } from "../api/node";
import { isOwnParent, OWN_POWER } from "../api/node";
import { fromApi } from "../../fields/field";
import { INTERFACE_OF, NODE_APART, nodeInputs } from "../fields/node";
import { cleanStepsOf } from "../lifecycle/clean-steps";
import { isOccupied, nextStep } from "../lifecycle/states";
import type { Properties, Value } from "../../server";
import { isObject } from "../../server";
import { unmarked } from "./marker";
import { unmask } from "./patch";
import { textOf } from "../../fields/text";

/** Maps in which others keep keys of their own. */
const SHARED = ["properties", "extra"];

/** What Ironic can tell of what stands in no request for the node itself, as it is declared. */
const READ_APART = ["cleanSteps", "traits"];

/** A node by the names of the program. Passwords come from what the program gave. */
export function viewOf(node: ApiNode, oldInputs: Properties): Properties {
  const view = fromApi(nodeInputs, node);
  view.extra = unmarked(node.extra);
  const steps = cleanStepsOf(node);
  if (steps.length > 0) view.cleanSteps = steps;
  const given = isObject(oldInputs.driverInfo) ? oldInputs.driverInfo : {};
  const info = { ...node.driver_info };
  if (isOwnParent(node) && !(OWN_POWER in given)) delete info[OWN_POWER];
  view.driverInfo = unmask(info, given);
  return view;
}

export interface NodeWishes {
  provisionState: string;
  inspect: boolean;
}

export function wishesOf(inputs: Properties): NodeWishes {
  return {
    provisionState: textOf(inputs.provisionState ?? "available"),
    inspect: inputs.inspect === true,
  };
}

/** What the state keeps of a node. */
export function outputsOf(node: ApiNode, inputs: Properties, inventory: Value): Properties {
  return {
    ...viewOf(node, inputs),
    traits: node.traits ?? [],
    maintenance: node.maintenance,
    inspect: inputs.inspect ?? false,
    provisionState: inputs.provisionState ?? "available",
    uuid: node.uuid,
    inventory,
  };
}

/**
 * The inputs that would make the node as it is: of what the program declared, what it declares, so
 * that drift shows and what others add does not.
 */
export function inputsOf(node: ApiNode, oldInputs: Properties): Properties {
  const view: Properties = { ...viewOf(node, oldInputs), traits: node.traits ?? [] };
  const inputs: Properties = {};
  for (const [name, old] of Object.entries(oldInputs)) {
    if (NODE_APART.includes(name) && !READ_APART.includes(name)) continue;
    const now = view[name];
    if (now === undefined) continue;
    inputs[name] = SHARED.includes(name) && isObject(old) && isObject(now) ? pick(now, old) : now;
  }
  inputs.maintenance = node.maintenance;
  if (node.maintenance && "maintenanceReason" in oldInputs) {
    inputs.maintenanceReason = node.maintenance_reason ?? "";
  }
  inputs.inspect = oldInputs.inspect ?? false;
  inputs.provisionState = standing(node, wishesOf(oldInputs).provisionState);
  return inputs;
}

/** The state wanted where the node is there or past it; else the one that it is in or falls back to. */
function standing(node: ApiNode, wanted: string): string {
  if (wanted === "enroll" || isOccupied(node.provision_state)) return wanted;
  const goal = {
    kind: wanted === "manageable" ? "manageable" : "available",
    inspected: false,
  } as const;
  if (nextStep(goal, node) === "done") return wanted;
  return ["manageable", "available"].includes(node.provision_state)
    ? node.provision_state
    : "enroll";
}

function pick(from: Properties, like: Properties): Properties {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key in like));
}

/**
 * The inputs of a node that is imported: all that differs from what a node has by itself.
 * @param driver Ironic's description of the node's driver, which has the default of each interface
 */
export function importedInputs(node: ApiNode, driver: Properties | undefined): Properties {
  const view: Properties = { ...viewOf(node, {}), traits: node.traits ?? [] };
  const inputs = Object.fromEntries(
    Object.entries(view).filter(([name, value]) => {
      const kind = INTERFACE_OF[name];
      if (kind !== undefined) return value !== driver?.[`default_${kind}_interface`];
      if (name === "disablePowerOff") return value === true;
      if (Array.isArray(value)) return value.length > 0;
      if (isObject(value)) return Object.keys(value).length > 0;
      return value !== "";
    }),
  );
  const state = node.provision_state;
  return {
    ...inputs,
    maintenance: node.maintenance,
    retired: node.retired ?? false,
    inspect: false,
    provisionState: state === "enroll" || state === "manageable" ? state : "available",
  };
}
