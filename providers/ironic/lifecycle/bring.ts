import type { ApiNode } from "../api/node";
import { historyOf, isBeingChanged, label, setMaintenance } from "../api/node";
import type { Properties } from "../../server";
import { ProviderError } from "../../server";
import type { Scope } from "../scope";
import { adviceOf } from "./advice";
import { clean, takeUpCleaning } from "./cleaning";
import { provision } from "./provision";
import { settle } from "./settle";
import type { Goal, Verb } from "./states";
import { hasFailed, nextStep, restsFor } from "./states";

/** A node that did not reach its goal, with what Ironic has to say about it. */
export class ProvisionError extends ProviderError {}

export interface BringOptions {
  /** What goes with the verb `active`. */
  deploy?: Properties;
}

/**
 * Brings a node to a goal, verb by verb, from whatever state it is in: so a run that was killed on
 * its way, or failed, is taken up by the next, which recovers a failed state by the documented verb.
 * What fails under its own hands it reports.
 * @throws ProvisionError with the node's own history
 */
export async function bring(
  scope: Scope,
  uuid: string,
  goal: Goal,
  options: BringOptions = {},
): Promise<ApiNode> {
  const began = new Date();
  const tried = new Set<string>();
  for (;;) {
    const node = await takeUpCleaning(scope, await settle(scope, uuid, restsFor(goal)));
    const state = node.provision_state;
    if (tried.size > 0 && hasFailed(state)) throw await failure(scope, node, goal, began);
    const step = nextStep(goal, node);
    if (step === "done") return node;
    const attempt = `${state}: ${step}`;
    if (step === "never" || tried.has(attempt)) throw await failure(scope, node, goal, began);
    await clearFault(scope, node);
    scope.log.progress(attempt);
    if (await perform(scope, node, step, options)) tried.add(attempt);
  }
}

/** @returns false where the node had moved on to another state meanwhile */
function perform(scope: Scope, node: ApiNode, verb: Verb, options: BringOptions): Promise<boolean> {
  if (verb === "clean") return clean(scope, node);
  return provision(scope, node, verb, verb === "active" ? options.deploy : {});
}

/** From the maintenance of a failed cleaning, or of a run that was killed, a node does not come by itself. */
async function clearFault(scope: Scope, node: ApiNode): Promise<void> {
  const failed = node.maintenance && node.fault === "clean failure";
  if (failed || isBeingChanged(node)) await setMaintenance(scope, node.uuid);
}

const WANTED: Readonly<Record<Goal["kind"], string>> = {
  enrolled: "enroll",
  manageable: "manageable",
  available: "available",
  active: "active",
  adopted: "active, by adoption",
  undeployed: "available, without its deployment",
};

async function failure(
  scope: Scope,
  node: ApiNode,
  goal: Goal,
  began: Date,
): Promise<ProvisionError> {
  const lines = [`${label(node)} is in state "${node.provision_state}", not ${WANTED[goal.kind]}.`];
  if (node.last_error !== null) lines.push(`Ironic says: ${node.last_error}`);
  if (node.maintenance) {
    lines.push(
      `It is in maintenance: ${node.maintenance_reason ?? node.fault ?? "no reason given"}`,
    );
  }
  // The clocks of both sides may differ a little.
  const events = await historyOf(scope, node.uuid, new Date(began.getTime() - 5_000));
  const news = events.filter(({ event }) => event !== node.last_error).slice(-5);
  if (news.length > 0) {
    lines.push("Its history since this began:");
    for (const event of news) lines.push(`  ${event.created_at} ${event.severity}: ${event.event}`);
  }
  const advice = adviceOf(node);
  if (advice !== undefined) lines.push(advice);
  return new ProvisionError(lines.join("\n"));
}
