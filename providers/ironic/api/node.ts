import type { Properties, Value } from "../../server";
import type { Scope } from "../scope";
import { conflictOf } from "./errors";

/** A node as Ironic answers it: what the provider itself looks at; the rest by Ironic's names. */
export interface ApiNode extends Properties {
  uuid: string;
  name: string | null;
  provision_state: string;
  target_provision_state: string | null;
  /** When it came into this state. */
  provision_updated_at: string | null;
  reservation: string | null;
  last_error: string | null;
  power_state: string | null;
  target_power_state: string | null;
  maintenance: boolean;
  maintenance_reason: string | null;
  fault: string | null;
  instance_uuid: string | null;
  instance_info: Properties;
  driver_info: Properties;
  extra: Properties;
  inspection_finished_at: string | null;
  protected: boolean;
  parent_node: string | null;
}

/** A JSON patch of a resource. */
export type Patch = { op: "add" | "replace" | "remove"; path: string; value?: Value }[];

/** A key in a path of a JSON patch. */
export function pointer(...keys: string[]): string {
  return keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** How messages name a node. */
export function label(node: ApiNode): string {
  return node.name === null ? `node ${node.uuid}` : `node ${node.name} (${node.uuid})`;
}

export function nodePath(node: string, ...rest: string[]): string {
  return ["/nodes", node, ...rest]
    .map((part, at) => (at ? encodeURIComponent(part) : part))
    .join("/");
}

/** @param node UUID or name; nothing where there is none */
export async function findNode(scope: Scope, node: string): Promise<ApiNode | undefined> {
  return (await scope.ironic.find(nodePath(node), scope.signal)) as ApiNode | undefined;
}

/** The node as a failure leaves it; nothing where that cannot be told. A cancelled run asks, too. */
export async function lastLook(scope: Scope, node: string): Promise<ApiNode | undefined> {
  try {
    const signal = AbortSignal.timeout(10_000);
    return (await scope.ironic.quick(nodePath(node), signal)) as ApiNode | undefined;
  } catch {
    return undefined;
  }
}

export async function getNode(scope: Scope, node: string): Promise<ApiNode> {
  return (await scope.ironic.get(nodePath(node), scope.signal)) as ApiNode;
}

/** Debian's ironic 29.0.5 makes a node its own parent with each PATCH, and nothing undoes that. */
export function isOwnParent(node: ApiNode): boolean {
  return node.parent_node === node.uuid;
}

/** The key that keeps power actions from looking for the parent; hidden where nobody gave it. */
export const OWN_POWER = "has_dedicated_power_supply";

/**
 * Changes a node. While a state transition is in progress, Ironic refuses: `settle` waits it out.
 *
 * Where a node has become its own parent ({@link isOwnParent}), powering it on would fail as its
 * parent is "presently locked". A node with a power supply of its own is powered without its parent.
 */
export async function patchNode(
  scope: Scope,
  node: ApiNode,
  patch: Patch,
  settle: () => Promise<unknown>,
): Promise<ApiNode> {
  if (patch.length === 0) return node;
  const send = (body: Patch): Promise<ApiNode> => patchWhenSettled(scope, node.uuid, body, settle);
  const changed = await send(patch);
  if (!isOwnParent(changed) || changed.driver_info[OWN_POWER] === true) return changed;
  scope.log.warning(
    `${label(changed)} has become its own parent, as each change does in Debian's ironic 29.0.5. Its power ` +
      "works; allocations and Ironic's own checks pass it over until Ironic is mended: see " +
      "docs/providers-ironic.md.",
  );
  return send([{ op: "add", path: pointer("driver_info", OWN_POWER), value: true }]);
}

async function patchWhenSettled(
  scope: Scope,
  uuid: string,
  body: Patch,
  settle: () => Promise<unknown>,
): Promise<ApiNode> {
  for (;;) {
    try {
      const { ironic, signal } = scope;
      return (await ironic.call({
        method: "PATCH",
        path: nodePath(uuid),
        body,
        signal,
      })) as ApiNode;
    } catch (error) {
      if (conflictOf(error) !== "transition") throw error;
      await settle();
    }
  }
}

/** @param reason shown to whoever looks at the node */
export async function setMaintenance(scope: Scope, node: string, reason?: string): Promise<void> {
  await scope.ironic.call({
    method: reason === undefined ? "DELETE" : "PUT",
    path: nodePath(node, "maintenance"),
    body: reason === undefined ? undefined : { reason },
    signal: scope.signal,
  });
}

/** Why a node is in maintenance for a moment, in which a killed run may leave it. */
const CHANGING = "openstack-environment changes an attribute of this node";

export function isBeingChanged(node: ApiNode): boolean {
  return node.maintenance && node.maintenance_reason === CHANGING;
}

/** What may be changed in maintenance only is changed in it; a node in maintenance stays there. */
export async function inMaintenance<Result>(
  scope: Scope,
  node: ApiNode,
  change: () => Promise<Result>,
): Promise<Result> {
  if (node.maintenance) return change();
  await setMaintenance(scope, node.uuid, CHANGING);
  try {
    return await change();
  } finally {
    await setMaintenance(scope, node.uuid);
  }
}

export interface HistoryEvent extends Properties {
  created_at: string;
  severity: string;
  event: string;
}

/** What happened to the node since a time, the newest last. */
export async function historyOf(scope: Scope, node: string, since: Date): Promise<HistoryEvent[]> {
  const answer = await scope.ironic.find(`${nodePath(node, "history")}?detail=true`);
  const events = (answer?.history ?? []) as HistoryEvent[];
  return events
    .filter((event) => Date.parse(event.created_at) >= since.getTime())
    .sort((left, right) => (left.created_at < right.created_at ? -1 : 1));
}
