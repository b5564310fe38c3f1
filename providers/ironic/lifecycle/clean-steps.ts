import { createHash } from "node:crypto";
import type { Properties, Value } from "../../server";
import { isObject } from "../../server";
import { sorted } from "../../fields/text";

/**
 * Where a node keeps the steps that it is to be cleaned by, as Ironic writes them: whoever makes it
 * available, Node or Deployment, finds them there.
 */
export const CLEAN_STEPS = "pulumi_clean_steps";

/** Where it keeps by which steps that was done, or begun. */
export const CLEANED = "pulumi_cleaned";

export interface Cleaned extends Properties {
  /** Digest of the steps. */
  steps: string;
  /** Until it is known to be done: since when the node had been in the state before it. */
  begun: string | null;
}

type Cleanable = { extra: Properties };

/** Whether a node has steps that it was not cleaned by yet. Pure. */
export function awaitsCleaning(node: Cleanable): boolean {
  if (cleanStepsOf(node).length === 0) return false;
  const cleaned = cleanedOf(node);
  return cleaned === undefined || cleaned.begun !== null;
}

export function cleanStepsOf({ extra }: Cleanable): Value[] {
  const steps = extra[CLEAN_STEPS];
  return Array.isArray(steps) ? steps : [];
}

/** What is noted of the steps that the node has now; nothing where it was cleaned by others. */
export function cleanedOf(node: Cleanable): Cleaned | undefined {
  const cleaned = node.extra[CLEANED];
  const isTheirs = isObject(cleaned) && cleaned.steps === digestOf(cleanStepsOf(node));
  return isTheirs ? (cleaned as Cleaned) : undefined;
}

export function cleanedNote(node: Cleanable, begun: string | null): Cleaned {
  return { steps: digestOf(cleanStepsOf(node)), begun };
}

function digestOf(steps: Value[]): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(steps)))
    .digest("hex")
    .slice(0, 24);
}
