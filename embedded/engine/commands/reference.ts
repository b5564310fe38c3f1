import { ORGANIZATION } from "../cli/context";
import type { Context } from "../cli/context";
import { Problem } from "../cli/problem";
import type { StackOutputs } from "../deployment";
import { holdsSecret } from "../secrets/values";
import type { Deployment, Properties } from "../types";

/** The outputs of another stack in the same backend. */
export async function resolveStackReference(
  { backend, project, passphrases }: Context,
  name: string,
): Promise<StackOutputs> {
  const parts = name.split("/");
  const stack = parts.pop() ?? "";
  const owner = parts.pop() ?? project.name;
  const organization = parts.pop();
  if (parts.length > 0 || (organization !== undefined && organization !== ORGANIZATION)) {
    throw new Problem(
      `stack reference "${name}" must be STACK, PROJECT/STACK or ${ORGANIZATION}/PROJECT/STACK`,
    );
  }
  const store = backend.stack(owner, stack);
  if (!store.exists()) {
    throw new Problem(`unknown stack "${name}": there is none in ${store.folder}`);
  }
  const outputs = stackOutputs((await store.load(passphrases)).deployment);
  const secretOutputNames = Object.entries(outputs)
    .filter(([, value]) => holdsSecret(value))
    .map(([key]) => key);
  return { outputs, secretOutputNames };
}

export function stackOutputs({ resources }: Deployment): Properties {
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}
