import type { Properties } from "../../server";
import { awaitsCleaning } from "./clean-steps";

/** Provision states that pass by themselves, or when somebody outside acts (`... hold`). */
const UNDER_WAY: ReadonlySet<string> = new Set([
  "verifying",
  "inspecting",
  "inspect wait",
  "cleaning",
  "clean wait",
  "clean hold",
  "deploying",
  "wait call-back",
  "deploy hold",
  "deleting",
  "adopting",
  "rescuing",
  "rescue wait",
  "unrescuing",
  "servicing",
  "service wait",
  "service hold",
]);

export function isUnderWay(state: string): boolean {
  return UNDER_WAY.has(state);
}

/** Where a node carries something, or is in the middle of getting or losing it. */
const OCCUPIED: ReadonlySet<string> = new Set([
  "active",
  "deploying",
  "wait call-back",
  "deploy hold",
  "deploy failed",
  "adopting",
  "rescue",
  "rescuing",
  "rescue wait",
  "rescue failed",
  "unrescuing",
  "unrescue failed",
  "servicing",
  "service wait",
  "service hold",
  "service failed",
]);

export function isOccupied(state: string): boolean {
  return OCCUPIED.has(state);
}

export type Verb =
  "manage" | "inspect" | "clean" | "provide" | "active" | "deleted" | "adopt" | "unrescue";

/** What a node is to become. */
export type Goal =
  | { kind: "enrolled" }
  | { kind: "manageable"; inspected: boolean }
  | { kind: "available"; inspected: boolean }
  | { kind: "active" }
  | { kind: "adopted" }
  | { kind: "undeployed" };

/** The verb that comes next, `done`, or `never`: the goal is not reached from this state. */
export type Step = Verb | "done" | "never";

/** A node as far as the way to a goal depends on it. */
export interface Standing {
  provision_state: string;
  inspection_finished_at: string | null;
  extra: Properties;
}

/** A passing state from which a node is taken at once: its machine may never call back. */
export function restsFor(goal: Goal): readonly string[] {
  return goal.kind === "undeployed" ? ["wait call-back", "rescue wait"] : [];
}

export function hasFailed(state: string): boolean {
  return state === "error" || state.endsWith(" failed");
}

/** From these, Ironic's documentation names one verb to start over with. */
const RECOVERY: Readonly<Record<string, Verb>> = {
  "clean failed": "manage",
  "inspect failed": "manage",
  "adopt failed": "manage",
};

const ENROLLED: Readonly<Record<string, Step>> = { enroll: "done" };

const TO_MANAGEABLE: Readonly<Record<string, Step>> = {
  ...RECOVERY,
  enroll: "manage",
  available: "manage",
  manageable: "done",
};

const TO_AVAILABLE: Readonly<Record<string, Step>> = {
  ...RECOVERY,
  enroll: "manage",
  manageable: "provide",
  available: "done",
  // A tear-down that failed is repeated; nothing else leads out of it.
  error: "deleted",
};

const TO_ACTIVE: Readonly<Record<string, Step>> = {
  ...TO_AVAILABLE,
  available: "active",
  "deploy failed": "active",
  active: "done",
};

const TO_ADOPTED: Readonly<Record<string, Step>> = {
  ...RECOVERY,
  enroll: "manage",
  available: "manage",
  manageable: "adopt",
  "adopt failed": "adopt",
  active: "done",
};

const TO_UNDEPLOYED: Readonly<Record<string, Step>> = {
  ...TO_AVAILABLE,
  manageable: "done",
  enroll: "done",
  active: "deleted",
  "deploy failed": "deleted",
  "wait call-back": "deleted",
  "rescue wait": "deleted",
  rescue: "deleted",
  "rescue failed": "deleted",
  "unrescue failed": "deleted",
  "service failed": "deleted",
};

/** The next step of the way to a goal, for a node that rests. */
export function nextStep(goal: Goal, node: Standing): Step {
  const state = node.provision_state;
  switch (goal.kind) {
    case "enrolled":
      return ENROLLED[state] ?? "done";
    case "manageable":
    case "available": {
      // A node that carries a host is past both, and stays as it is.
      if (isOccupied(state)) return "done";
      if (goal.inspected && node.inspection_finished_at === null) {
        const step = TO_MANAGEABLE[state] ?? "never";
        return step === "done" ? "inspect" : step;
      }
      return goal.kind === "manageable" ? (TO_MANAGEABLE[state] ?? "never") : toAvailable(node);
    }
    case "active":
      return TO_ACTIVE[state] ?? "never";
    case "adopted":
      return TO_ADOPTED[state] ?? "never";
    case "undeployed":
      return TO_UNDEPLOYED[state] ?? "never";
  }
}

/** What a node is to be cleaned by is done before it is available, or else once it is to be again. */
function toAvailable(node: Standing): Step {
  const step = TO_AVAILABLE[node.provision_state] ?? "never";
  if (!awaitsCleaning(node)) return step;
  if (step === "provide") return "clean";
  return node.provision_state === "available" ? "manage" : step;
}
