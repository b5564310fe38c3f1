import { Properties, Value } from "./property";
import { InputTable } from "./inputs";

/** One input that is wrong: which property, and what to do about it. */
export interface CheckFailure {
  property: string;
  reason: string;
}

export interface CheckResult {
  inputs: Properties;
  failures: CheckFailure[];
}

export interface DiffResult {
  /** Whether anything is to be done at all. */
  changes: boolean;
  /** Top-level properties that make a replacement necessary. */
  replaces: string[];
  deleteBeforeReplace: boolean;
  /** Property path → what happens there. */
  detailed: Record<string, DiffKind>;
}

export type DiffKind =
  "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

/** Lines for the person who watches the run, shown beside the resource. Secrets are hidden. */
export interface ResourceLog {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  /** A passing line: the terminal shows the last one, nothing keeps it. */
  progress(message: string): void;
}

export interface ResourceContext {
  urn: string;
  /** The resource's logical name, as the program gave it. */
  name: string;
  /** The type token, e.g. `tls:index/privateKey:PrivateKey`. */
  type: string;
  /** How long this may take; 0 where the program did not say (the type's own default holds). */
  timeoutSeconds: number;
  /** Aborted when the run is cancelled, or when the time is up. */
  signal: AbortSignal;
  log: ResourceLog;
}

/** An earlier run was killed while it created the same resource: what it made may be there. */
export interface Interrupted {
  /** When that began, in ms since 1970, by this computer's clock. */
  since: number;
  /** Ids of resources of the same type that the state knows: none of them is meant. */
  known: ReadonlySet<string>;
}

export interface CreateRequest extends ResourceContext {
  inputs: Properties;
  /** Only the embedded engine tells. */
  interrupted?: Interrupted;
}

export interface UpdateRequest extends ResourceContext {
  id: string;
  /** Outputs of the resource as it stands in the state. */
  olds: Properties;
  oldInputs: Properties;
  inputs: Properties;
}

export interface ReadRequest extends ResourceContext {
  id: string;
  /** Both are empty when the resource is being imported. */
  olds: Properties;
  oldInputs: Properties;
  importing: boolean;
}

export interface DeleteRequest extends ResourceContext {
  id: string;
  olds: Properties;
  oldInputs: Properties;
}

export interface CheckRequest {
  urn: string;
  name: string;
  /** Inputs of the last run; empty for a new resource. */
  oldInputs: Properties;
  inputs: Properties;
}

export interface DiffRequest {
  urn: string;
  /** Absent where nobody listens. */
  log?: ResourceLog;
  id: string;
  olds: Properties;
  oldInputs: Properties;
  inputs: Properties;
}

export interface ReadResult {
  id: string;
  outputs: Properties;
  inputs: Properties;
}

/**
 * One resource type. All properties that it sees are plain: the server takes secrets out of what
 * comes in and puts them back on what goes out (inputs that were secret stay so under the same
 * name, and whatever `secretOutputs` names). Unknown values are seen by `check` and `diff` only.
 *
 * The server answers previews by itself, from `computed`: create and update run for real only.
 */
export interface ResourceType {
  inputs: InputTable;
  /** Outputs that only the provider knows: unknown in the preview of a create. */
  computed: readonly string[];
  /** Those of `computed` that an update may change; none by default. */
  computedOnUpdate?: readonly string[];
  /** Outputs that are always secret, or which are, given the names of the inputs that are secret. */
  secretOutputs?: readonly string[] | ((secretInputs: ReadonlySet<string>) => readonly string[]);
  /** Whether a replaced resource goes before the new one comes. */
  deleteBeforeReplace?: boolean;

  /** Cross-checks, told together with the table's mistakes. */
  mistakes?(inputs: Properties): CheckFailure[] | Promise<CheckFailure[]>;
  /** After the input table was applied without mistakes: defaults that depend on others. */
  check?(request: CheckRequest): CheckResult | Promise<CheckResult>;
  /** By default: compares inputs property by property, `replace` as the input table says. */
  diff?(request: DiffRequest): DiffResult | Promise<DiffResult>;
  create(request: CreateRequest): Promise<{ id: string; outputs: Properties }>;
  /** The resource as it is now; nothing where it is gone. By default: as the state has it. */
  read?(request: ReadRequest): Promise<ReadResult | undefined>;
  /** Left out where every change replaces. Answers the outputs. */
  update?(request: UpdateRequest): Promise<Properties>;
  /** By default there is nothing to do but to forget it. */
  delete?(request: DeleteRequest): Promise<void>;
}

export type FunctionContext = Pick<ResourceContext, "log" | "signal">;

export interface FunctionType {
  /** `failures` where arguments are wrong. */
  invoke(
    args: Properties,
    context: FunctionContext,
  ): Promise<{ outputs: Properties; failures?: CheckFailure[] }>;
  secretOutputs?: readonly string[];
}

/** What a provider plugin serves. */
export interface Provider {
  /** The package's name: the first part of each token. */
  name: string;
  version: string;
  /** The package's schema, JSON. @default an empty one */
  schema?: string;
  resources: Readonly<Record<string, ResourceType>>;
  functions?: Readonly<Record<string, FunctionType>>;
  /** Provider configuration; names as in the package's Provider arguments. */
  config?: InputTable;
  /** After the table was applied: cross-checks of the configuration. */
  checkConfig?(config: Properties): CheckFailure[] | Promise<CheckFailure[]>;
  /** Called once, before any resource. Unknown values may stand in it at preview. */
  configure?(config: Properties): void | Promise<void>;
}

export type { Properties, Value };
