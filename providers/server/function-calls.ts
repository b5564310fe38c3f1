import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Properties } from "./property";
import { ProviderError } from "./errors";
import type { FunctionContext, Provider } from "./types";
import { fromStruct, revealAll, secret, secretsLike, toStruct } from "./values";
import { failureMessage } from "./wire";

/** Runs one of the provider's functions. */
export async function invoke(
  provider: Provider,
  request: pb.InvokeRequest,
  context: FunctionContext,
): Promise<pb.InvokeResponse> {
  const found = provider.functions?.[request.getTok()];
  if (!found) {
    const names = Object.keys(provider.functions ?? {}).sort();
    throw new ProviderError(
      `the ${provider.name} plugin has no function ${request.getTok()}; ` +
        `it has: ${names.join(", ") || "none"}`,
    );
  }
  const args = fromStruct(request.getArgs());
  const { outputs, failures = [] } = await found.invoke(revealAll(args), context);
  const sealed = Object.entries(secretsLike(outputs, args)).map(([name, value]) => [
    name,
    found.secretOutputs?.includes(name) && value !== null ? secret(value) : value,
  ]);
  return new pb.InvokeResponse()
    .setReturn(toStruct(Object.fromEntries(sealed) as Properties))
    .setFailuresList(failures.map(failureMessage));
}
