/**
 * The shapes that the parts of the engine share: property values, the deployment (state, version 3)
 * and the events that a run emits for whoever displays them.
 */

/**
 * A property value in Pulumi's own JSON form. Secrets, unknowns, assets, resource references and
 * output values stay in their signature form ({@link SIGNATURE}), as they travel over gRPC and as
 * they stand in the state (there a secret holds `ciphertext` instead of `value`).
 */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = { [key: string]: Value };

/** The key under which Pulumi marks special objects. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
export const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** What stands for a value that is not known before the update ran. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

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
