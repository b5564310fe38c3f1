import type { ResourceState } from "../../types";
import { isDefaultProvider } from "../values/urn";
import { markSecrets } from "../values/values";
import { decide } from "./decide";
import { checkInputs } from "./register";
import type { Registering, Registration } from "./register";
import { timestamp } from "./operations";
import { interruptedCreate, resume } from "./pending";

/** Takes over a resource that exists already, provided that the program describes it as it is. */
export async function importResource(
  context: Registering,
  registration: Registration,
): Promise<ResourceState> {
  const { execution, providers } = context;
  const { goal, subject, provider, old, desired } = registration;
  if (provider === undefined || isDefaultProvider(subject.urn)) {
    throw new Error("Only a custom resource can be imported.");
  }
  const step = { op: "import" as const, urn: subject.urn, old: old?.state, new: desired };
  const made = await execution.step(step, async () => {
    const found = await provider.read(subject, goal.importId, undefined, {});
    if (found.id === "") throw new Error(`resource '${goal.importId}' does not exist`);
    const inputs = found.inputs ?? {};
    const there: ResourceState = { ...desired, id: found.id, inputs, outputs: found.outputs };
    await checkInputs(context, registration, inputs);
    await context.policies.examine(desired, goal);
    const { action, diff } = await decide(execution, providers, provider, subject, there, desired);
    if (action !== "same") {
      const paths = diff.map((item) => item.path).join(", ");
      const message =
        "inputs to import do not match the existing resource; " +
        `importing this resource will fail. They differ in: ${paths}`;
      if (!execution.preview) throw new Error(message);
      execution.tell("warning", message, subject.urn);
    }
    const names = goal.additionalSecretOutputs;
    const outputs = markSecrets(found.outputs, desired.inputs ?? {}, names);
    const now = timestamp();
    const state = { ...desired, id: found.id, outputs, created: now, modified: now };
    if (old !== undefined) await execution.state.change(old, { ...old.state, delete: true });
    const over = resume(execution, interruptedCreate(execution, desired));
    await execution.state.register(state, undefined, over);
    return state;
  });
  return made ?? desired;
}
