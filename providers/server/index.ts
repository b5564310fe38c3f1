/** What a provider is served by: tables of inputs in, `pulumirpc.ResourceProvider` out. */
export type { Properties, Value } from "../../embedded/engine/types";
export { UNKNOWN } from "../../embedded/engine/types";
export { diffInputs } from "../../embedded/plugins/server/diff";
export {
  InitializationError,
  messageOf,
  ProviderError,
} from "../../embedded/plugins/server/errors";
export type { InputKind, InputSpec, InputTable } from "../../embedded/plugins/server/inputs";
export { listen, main } from "../../embedded/plugins/server/serve";
export type * from "../../embedded/plugins/server/types";
export { containsUnknown, equal, isObject } from "../../embedded/plugins/server/values";
