import type { Properties } from "../../types";
import type { Execution } from "../execution";
import { equal } from "../values/values";

/** Takes the outputs of a component, or of the stack itself. */
export async function registerOutputs(
  execution: Execution,
  urn: string,
  outputs: Properties,
): Promise<void> {
  execution.proceed();
  const entry = execution.state.news.get(urn);
  if (entry === undefined) {
    if (execution.state.skipped.has(urn)) return;
    throw new Error(`There are outputs for ${urn}, which is not registered.`);
  }
  if (urn === execution.rootUrn) execution.outputs = outputs;
  if (equal(entry.state.outputs ?? {}, outputs)) return;
  await execution.state.change(entry, { ...entry.state, outputs });
}

/**
 * After a program that failed: the stack's outputs that it did not get to are kept as they were. The SDK
 * puts out whatever there is then, so that a mistake would take from other stacks what they refer to.
 */
export async function keepOutputs(execution: Execution, old: Properties): Promise<void> {
  const entry = execution.rootUrn ? execution.state.news.get(execution.rootUrn) : undefined;
  if (entry === undefined) return;
  const outputs = { ...old, ...entry.state.outputs };
  execution.outputs = outputs;
  if (equal(entry.state.outputs ?? {}, outputs)) return;
  await execution.state.change(entry, { ...entry.state, outputs });
}
