import type { Properties } from "../../types";
import type { CheckResult } from "../plugins/types";
import { packageOf } from "../values/urn";
import { containsUnknown } from "../values/values";
import type { Registering } from "./register";

const GET_RESOURCE = "pulumi:pulumi:getResource";

/** A call of a provider's function; it changes nothing. */
export async function invoke(
  { execution, providers }: Registering,
  request: { token: string; args: Properties; provider: string; version: string },
): Promise<{ result: Properties; failures: CheckResult["failures"] }> {
  execution.proceed();
  const { token, args } = request;
  if (execution.preview && containsUnknown(args)) return { result: {}, failures: [] };
  if (token === GET_RESOURCE) {
    const urn = typeof args.urn === "string" ? args.urn : "";
    const state = execution.state.news.get(urn)?.state;
    if (state === undefined) throw new Error(`unknown resource ${urn}`);
    return {
      result: { urn, id: state.id ?? "", state: state.outputs ?? {} },
      failures: [],
    };
  }
  const reference =
    request.provider || (await providers.default(packageOf(token), request.version));
  const provider = await providers.get(reference);
  return provider.invoke(token, args, execution.preview);
}
