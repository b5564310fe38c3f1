import type { StackOutputs } from "../../engine/deployment";
import { Deployment, SECRET, SIGNATURE, Value } from "../../engine/types";

/** The outputs that a stack's own resource holds, and which of them are secret. */
export function outputsOf(deployment: Deployment): StackOutputs {
  const stack = deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const outputs = stack?.outputs ?? {};
  return {
    outputs,
    secretOutputNames: Object.keys(outputs).filter((name) => holdsSecret(outputs[name] ?? null)),
  };
}

function holdsSecret(value: Value): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (!Array.isArray(value) && value[SIGNATURE] === SECRET) return true;
  return Object.values(value).some((item: Value) => holdsSecret(item));
}
