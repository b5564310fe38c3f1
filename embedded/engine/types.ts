/**
 * The shapes that the parts of the engine share: property values, the deployment (state, version 3)
 * and the events that a run emits for whoever displays them.
 */

import type { Properties } from "../../providers/server/property";

export * from "../../providers/server/property";

/** A resource as the state holds it: apitype.ResourceV3, names as in Pulumi's JSON. */
export interface ResourceState {
  urn: string;
  custom: boolean;
  delete?: boolean;
  id?: string;
  type: string;
  inputs?: Properties;
  outputs?: Properties;
  parent?: string;
  protect?: boolean;
  external?: boolean;
  dependencies?: string[];
  initErrors?: string[];
  provider?: string;
  propertyDependencies?: { [key: string]: string[] };
  pendingReplacement?: boolean;
  additionalSecretOutputs?: string[];
  aliases?: string[];
  customTimeouts?: { create?: number; update?: number; delete?: number };
  importID?: string;
  retainOnDelete?: boolean;
  deletedWith?: string;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  created?: string;
  modified?: string;
}

export type OperationType = "creating" | "updating" | "deleting" | "reading" | "importing";

export interface PendingOperation {
  resource: ResourceState;
  type: OperationType;
}

/** apitype.DeploymentV3 with every secret in the clear ({SIGNATURE: SECRET, value}); only in memory. */
export interface Deployment {
  resources: ResourceState[];
  pendingOperations: PendingOperation[];
}

/** What happens to a resource, in Pulumi's words. */
export type StepOp =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "read"
  | "refresh"
  | "import"
  | "discard";

/** One changed property: a path as in provider detailed diffs and what happens there. */
export interface PropertyDiff {
  path: string;
  kind: "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";
}

/**
 * A step on one resource. What starts as `refresh` is done as `same`, `update` or `delete`: as what
 * was found.
 */
export interface StepInfo {
  op: StepOp;
  urn: string;
  old?: ResourceState;
  new?: ResourceState;
  diff?: PropertyDiff[];
}

export type EngineEvent =
  | {
      kind: "prelude";
      command: "preview" | "up" | "refresh" | "destroy";
      /** For a preview: what it is a preview of. @default "up" */
      previewOf?: "up" | "refresh" | "destroy";
      stack: string;
      project: string;
    }
  | { kind: "step-start"; step: StepInfo }
  | { kind: "step-done"; step: StepInfo; seconds: number }
  | { kind: "step-failed"; step: StepInfo; message: string; seconds: number }
  | {
      kind: "diagnostic";
      severity: "debug" | "info" | "warning" | "error";
      urn?: string;
      message: string;
      /** A passing line (progress of one resource) rather than one to keep. */
      ephemeral?: boolean;
    }
  | {
      kind: "policy-violation";
      urn?: string;
      policyPack: string;
      policyPackVersion: string;
      policy: string;
      level: "mandatory" | "advisory" | "remediate";
      message: string;
      severity?: string;
    }
  | {
      kind: "summary";
      command: "preview" | "up" | "refresh" | "destroy";
      changes: Partial<Record<StepOp, number>>;
      outputs: Properties;
      oldOutputs: Properties;
      seconds: number;
      failed: boolean;
      /** The policy packs that judged the run. @default none */
      policyPacks?: { name: string; version: string; path: string }[];
    };
