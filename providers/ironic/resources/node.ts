import type { Ironic } from "../api/client";
import { conflictOf } from "../api/errors";
import type { ApiNode } from "../api/node";
import {
  findNode,
  getNode,
  inMaintenance,
  label,
  lastLook,
  nodePath,
  patchNode,
  pointer,
  setMaintenance,
} from "../api/node";
import { inputTable, toApi } from "../../fields/field";
import type { Fields } from "../../fields/field";
import { nestedMistakes } from "../../fields/nested";
import { NODE_APART, nodeInputs } from "../fields/node";
import { bring } from "../lifecycle/bring";
import { CLEAN_STEPS, cleanStepsOf } from "../lifecycle/clean-steps";
import { settle } from "../lifecycle/settle";
import type { Goal } from "../lifecycle/states";
import type { Properties, ResourceType, Value } from "../../server";
import { equal, InitializationError, messageOf } from "../../server";
import type { Scope } from "../scope";
import { scopeOf } from "../scope";
import { ofDriver } from "../checks/driver";
import { networkDataMistakes } from "../checks/network-data";
import { diffByTable, normalised } from "./diff";
import { marked, MARKER, mustBeOurs } from "./marker";
import { importedInputs, inputsOf, outputsOf, wishesOf } from "./node-view";
import { patchOf } from "./patch";
import { removeNode } from "./node-delete";
import { textOf } from "../../fields/text";

/** Cleaning may erase disks. */
const SECONDS = 3600;

/** What is sent with the node itself. */
const SENT: Fields = Object.fromEntries(
  Object.entries(nodeInputs).filter(([name]) => !NODE_APART.includes(name)),
);

export function nodeType(ironic: () => Ironic): ResourceType {
  return {
    inputs: inputTable(nodeInputs),
    computed: ["uuid", "inventory"],
    deleteBeforeReplace: true,
    mistakes: async (inputs) => [
      ...nestedMistakes(nodeInputs, inputs),
      ...networkDataMistakes(inputs.networkData, "networkData"),
      ...(await ofDriver(ironic, inputs)),
    ],
    check: ({ inputs, name }) => ({
      inputs: normalised(nodeInputs, { name, ...inputs }),
      failures: [],
    }),
    diff: (request) => diffByTable(nodeInputs, request),
    async create(request) {
      const scope = scopeOf(ironic(), request, SECONDS);
      const { node, fresh } = await enroll(scope, request.inputs);
      const olds = fresh ? request.inputs : {};
      return { id: node.uuid, outputs: await complete(scope, node, olds, request.inputs) };
    },
    async read({ id, oldInputs, olds, importing, ...context }) {
      const scope = scopeOf(ironic(), context, SECONDS);
      const node = await findNode(scope, textOf(olds.uuid ?? id));
      if (!node) return undefined;
      const inputs = importing
        ? importedInputs(node, await scope.ironic.find(`/drivers/${node.driver as string}`))
        : inputsOf(node, oldInputs);
      return {
        id: node.uuid,
        inputs,
        outputs: outputsOf(node, inputs, await inventoryOf(scope, node)),
      };
    },
    async update({ id, olds, oldInputs, inputs, ...context }) {
      const scope = scopeOf(ironic(), context, SECONDS);
      const node = await settle(scope, textOf(olds.uuid ?? id));
      return complete(scope, node, oldInputs, inputs);
    },
    async delete({ id, olds, ...context }) {
      await removeNode(scopeOf(ironic(), context, SECONDS), textOf(olds.uuid ?? id));
    },
  };
}

/** Makes the node known; one that a killed run has made is found by its name. */
async function enroll(
  scope: Scope,
  inputs: Properties,
): Promise<{ node: ApiNode; fresh: boolean }> {
  const sent = Object.fromEntries(Object.entries(inputs).filter(([name]) => name in SENT));
  const extra = marked(inputs.extra, scope.urn);
  if (inputs.cleanSteps) extra[CLEAN_STEPS] = inputs.cleanSteps;
  const body = { ...toApi(SENT, sent), extra };
  try {
    const call = { method: "POST", path: "/nodes", body, signal: scope.signal } as const;
    return { node: (await scope.ironic.call(call)) as ApiNode, fresh: true };
  } catch (error) {
    if (conflictOf(error) !== "refused") throw error;
    const found = await findNode(scope, textOf(inputs.name));
    if (!found) throw error;
    mustBeOurs(`a node named ${textOf(inputs.name)}`, found.uuid, found.extra, scope.urn);
    scope.log.info(`${label(found)} was made by an earlier run: it is taken up`);
    return { node: await settle(scope, found.uuid), fresh: false };
  }
}

/**
 * Makes the node as declared and brings it where it is to be. It exists already, so whatever fails
 * leaves it in the state, to be taken up by the next run.
 */
async function complete(
  scope: Scope,
  node: ApiNode,
  olds: Properties,
  inputs: Properties,
): Promise<Properties> {
  try {
    await apply(scope, node, olds, inputs);
    const brought = await bring(scope, node.uuid, goalOf(inputs));
    if (inputs.maintenance === true && !brought.maintenance) {
      await setMaintenance(scope, node.uuid, textOf(inputs.maintenanceReason ?? ""));
    }
  } catch (error) {
    const now = (await lastLook(scope, node.uuid)) ?? node;
    throw new InitializationError(messageOf(error), node.uuid, outputsOf(now, inputs, {}));
  }
  const now = await getNode(scope, node.uuid);
  return outputsOf(now, inputs, await inventoryOf(scope, now));
}

async function apply(
  scope: Scope,
  node: ApiNode,
  olds: Properties,
  inputs: Properties,
): Promise<void> {
  if (node.maintenance && inputs.maintenance !== true) await setMaintenance(scope, node.uuid);
  const patch = patchOf(SENT, node, olds, inputs).filter(
    ({ path, op }) => !(op === "remove" && path === `/extra/${MARKER}`),
  );
  const path = pointer("extra", CLEAN_STEPS);
  if (!equal(cleanStepsOf(node), inputs.cleanSteps ?? [])) {
    patch.push(
      inputs.cleanSteps ? { op: "add", path, value: inputs.cleanSteps } : { op: "remove", path },
    );
  }
  const send = (): Promise<ApiNode> =>
    patchNode(scope, node, patch, () => settle(scope, node.uuid));
  try {
    await send();
  } catch (error) {
    if (conflictOf(error) !== "refused" || !/in maintenance mode/.test(messageOf(error)))
      throw error;
    await inMaintenance(scope, { ...node, maintenance: false }, send);
  }
  const traits = inputs.traits ?? [];
  if (!equal(node.traits ?? [], traits) && (inputs.traits ?? olds.traits) !== undefined) {
    await scope.ironic.call({
      method: "PUT",
      path: nodePath(node.uuid, "traits"),
      body: { traits },
      signal: scope.signal,
    });
  }
}

function goalOf(inputs: Properties): Goal {
  const { provisionState, inspect } = wishesOf(inputs);
  if (provisionState === "enroll") return { kind: "enrolled" };
  return { kind: provisionState === "manageable" ? "manageable" : "available", inspected: inspect };
}

/** What inspection found; empty where it has not been. */
async function inventoryOf(scope: Scope, node: ApiNode): Promise<Value> {
  if (node.inspection_finished_at === null) return {};
  const found = await scope.ironic.find(nodePath(node.uuid, "inventory"), scope.signal);
  return found?.inventory ?? {};
}
