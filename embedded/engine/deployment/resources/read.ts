import type { ResourceState } from "../../types";
import { UNKNOWN } from "../../types";
import { Stopped } from "../execution";
import { messageOf } from "../plugins/rpc";
import { createUrn, packageOf } from "../values/urn";
import { equal, markSecrets } from "../values/values";
import { desiredState } from "./goal";
import type { Goal } from "./goal";
import type { Registered, Registering } from "./register";
import { timestamp } from "./operations";

/** Looks up a resource that the stack uses and does not own (`Resource.get`). */
export async function readResource(
  { execution, providers }: Registering,
  goal: Goal,
  id: string,
): Promise<Registered> {
  const { options } = execution;
  const urn = createUrn(options.stack, options.project.name, goal.parent, goal.type, goal.name);
  try {
    execution.proceed();
    execution.claim(urn);
    const reference =
      goal.provider || (await providers.default(packageOf(goal.type), goal.version));
    if (execution.preview && id === UNKNOWN) {
      return { urn, id: "", outputs: {} };
    }
    const provider = await providers.get(reference);
    const subject = { urn, type: goal.type, name: goal.name };
    const old = execution.state.olds.get(urn);
    const desired = desiredState(urn, goal, reference, []);
    const step = { op: "read" as const, urn, old: old?.state, new: desired };
    const made = await execution.step(step, async () => {
      const found = await provider.read(subject, id, undefined, goal.inputs);
      if (found.id === "") throw new Error(`resource '${id}' does not exist`);
      const state: ResourceState = {
        ...desired,
        id: found.id,
        external: true,
        inputs: found.inputs ?? {},
        outputs: markSecrets(found.outputs, goal.inputs, goal.additionalSecretOutputs),
        created: old?.state.created ?? timestamp(),
        modified: old?.state.modified ?? timestamp(),
      };
      if (old !== undefined && equal(old.state, state)) {
        await execution.state.keep(old);
      } else if (old !== undefined && !old.state.external) {
        await execution.state.change(old, { ...old.state, delete: true });
        await execution.state.register(state, undefined);
      } else {
        await execution.state.register(state, old);
      }
      return state;
    });
    return { urn, id: made?.id ?? "", outputs: made?.outputs ?? {} };
  } catch (error) {
    if (error instanceof Stopped || execution.stopSignal.aborted) throw error;
    return execution.fail(messageOf(error), urn);
  }
}
