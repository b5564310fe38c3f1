import type { Deployment, EngineEvent, Properties, StepOp } from "../types";
import type { Journal } from "./journal";

export type Command = "preview" | "up" | "refresh" | "destroy";

/** What of Pulumi.yaml a run needs. */
export interface Project {
  name: string;
  /** The program, relative to the project's directory. @default "." (package.json's `main`) */
  main?: string;
  /** `runtime.options.nodeargs`, split into words. @default none */
  nodeargs?: string[];
  /** `plugins.providers`: paths are relative to the project's directory. */
  providers?: { name: string; path: string }[];
}

export interface PolicyPack {
  /** The folder that holds PulumiPolicy.yaml. */
  path: string;
  /** A JSON file: policy name to an enforcement level, or to an object of properties. */
  configFile?: string;
}

/** What a stack offers to others. */
export interface StackOutputs {
  /** In the clear, with secrets in their signature form. */
  outputs: Properties;
  secretOutputNames: string[];
}

export interface RunOptions {
  command: Command;
  /** For a preview: what it is a preview of. @default "up" */
  previewOf?: Exclude<Command, "preview">;
  /** The folder of Pulumi.yaml. Absolute. */
  projectDir: string;
  project: Project;
  /** The stack's name without organization and project. */
  stack: string;
  organization: string;
  /** All of the stack's configuration, keys with their namespace, secrets in the clear. */
  config: Record<string, string>;
  /** The keys of `config` whose values are secret. */
  configSecretKeys: string[];
  /** How many operations may be under way at once; 1 is serial. */
  parallel: number;
  /** URNs; `*` matches within a part of a URN and `**` anything. Empty: every resource. */
  targets: string[];
  /** URNs, as in `targets`, of what the run is not about. @default none */
  excludes?: string[];
  /** URNs, as in `targets`, of what is replaced whether it changed or not. @default none */
  replaces?: string[];
  /** Targets also what depends on a target. @default false */
  targetDependents?: boolean;
  /** A refresh forgets what a killed run was creating: the operator has seen to it. @default false */
  clearPendingCreates?: boolean;
  /** Reads every resource before the program runs. Only for preview, up and destroy. */
  refreshFirst?: boolean;
  policyPacks: PolicyPack[];
  /** The state to start from. The run does not change it. */
  snapshot: Deployment;
  /** Not called in a preview. */
  journal: Journal;
  /**
   * The outputs of another stack, by `organization/project/stack`, `project/stack` or `stack`.
   * @throws Error with a message for the operator when there is no such stack
   */
  resolveStackReference(name: string): Promise<StackOutputs>;
  /** Called in order, for a display. It must not throw. */
  emit(event: EngineEvent): void;
  /** Aborted: nothing new is started, what is under way is finished and journaled. */
  signal: AbortSignal;
}

export interface RunResult {
  /** True when anything failed: a resource, the program, a mandatory policy; or it was cancelled. */
  failed: boolean;
  cancelled: boolean;
  /** How many resources each kind of step came to, as in the summary event. */
  changes: Partial<Record<StepOp, number>>;
  /** Whether the state is (in a preview: would be) just as it was. */
  untouched: boolean;
  /** The outputs of the stack after the run (in a preview: as they would be). */
  outputs: Properties;
  /**
   * The state after the run: what the journal's entries make of the snapshot. In a preview: the
   * snapshot as it was.
   */
  deployment: Deployment;
}
