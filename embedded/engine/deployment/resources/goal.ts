import type { Properties, ResourceState } from "../../types";

export interface AliasSpec {
  urn?: string;
  name?: string;
  type?: string;
  stack?: string;
  project?: string;
  parentUrn?: string;
  noParent?: boolean;
}

/** What the program wants of one resource. */
export interface Goal {
  type: string;
  name: string;
  parent?: string;
  custom: boolean;
  inputs: Properties;
  protect?: boolean;
  dependencies: string[];
  /** `URN::ID`; empty asks for the default provider of the package. */
  provider: string;
  propertyDependencies: { [key: string]: string[] };
  /** Undefined leaves it to the provider. */
  deleteBeforeReplace?: boolean;
  /** Of the plugin; empty is any. */
  version: string;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  aliases: AliasSpec[];
  importId: string;
  /** In seconds. */
  customTimeouts?: { create?: number; update?: number; delete?: number };
  retainOnDelete?: boolean;
  deletedWith: string;
}

/** The state that a goal asks for, before a provider made anything of it. Nothing empty is kept. */
export function desiredState(
  urn: string,
  goal: Goal,
  provider: string | undefined,
  aliases: string[],
): ResourceState {
  const state: ResourceState = { urn, custom: goal.custom, type: goal.type, inputs: goal.inputs };
  if (goal.parent) state.parent = goal.parent;
  if (goal.protect) state.protect = true;
  if (goal.dependencies.length > 0) state.dependencies = goal.dependencies;
  if (provider) state.provider = provider;
  if (Object.keys(goal.propertyDependencies).length > 0) {
    state.propertyDependencies = goal.propertyDependencies;
  }
  if (goal.additionalSecretOutputs.length > 0) {
    state.additionalSecretOutputs = goal.additionalSecretOutputs;
  }
  if (aliases.length > 0) state.aliases = aliases;
  if (goal.customTimeouts) state.customTimeouts = goal.customTimeouts;
  if (goal.importId) state.importID = goal.importId;
  if (goal.retainOnDelete) state.retainOnDelete = true;
  if (goal.deletedWith) state.deletedWith = goal.deletedWith;
  if (goal.ignoreChanges.length > 0) state.ignoreChanges = goal.ignoreChanges;
  if (goal.replaceOnChanges.length > 0) state.replaceOnChanges = goal.replaceOnChanges;
  return state;
}
