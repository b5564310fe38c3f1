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
