/** What a provider is served by: tables of inputs in, `pulumirpc.ResourceProvider` out. */
export type { Properties, Value } from "./property";
export { UNKNOWN } from "./property";
export { diffInputs } from "./diff";
export { InitializationError, messageOf, ProviderError } from "./errors";
export { article } from "./inputs";
export type { InputKind, InputSpec, InputTable } from "./inputs";
export { listen, main } from "./serve";
export type * from "./types";
export { containsUnknown, equal, isObject } from "./values";
