import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type {
  ReadResourceRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";

import type { AliasSpec, Goal } from "../resources/goal";
import { fromStruct } from "../values/struct";
import { flattenOutputValues } from "../values/values";

/**
 * What a registration asks for.
 * @throws Error that names an option which this engine does not have
 */
export function goalOf(request: RegisterResourceRequest): Goal {
  const unsupported: [boolean, string][] = [
    [request.getRemote(), "remote components"],
    [request.getTransformsList().length > 0, "transforms"],
    [request.hasHooks() && hasHooks(request), "hooks"],
    [request.getHidediffsList().length > 0, "hideDiffs"],
    [request.getReplaceWithList().length > 0, "replaceWith"],
    [request.hasReplacementTrigger(), "replacementTrigger"],
    [request.getEnvvarmappingsMap().getLength() > 0, "envVarMappings"],
    [request.getPackageref() !== "", "parameterized packages"],
  ];
  refuse(unsupported, `${request.getType()} '${request.getName()}'`);
  const dependencies: Goal["propertyDependencies"] = {};
  request.getPropertydependenciesMap().forEach((value, key) => {
    const urns = value.getUrnsList();
    if (urns.length > 0) dependencies[key] = [...urns].sort();
  });
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() || undefined,
    custom: request.getCustom(),
    inputs: flattenOutputValues(fromStruct(request.getObject())),
    protect: request.hasProtect() ? request.getProtect() : undefined,
    dependencies: [...request.getDependenciesList()].sort(),
    provider: request.getProvider(),
    propertyDependencies: dependencies,
    deleteBeforeReplace:
      request.getDeletebeforereplace() || request.getDeletebeforereplacedefined()
        ? request.getDeletebeforereplace()
        : undefined,
    version: request.getVersion(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: [
      ...request.getAliasurnsList().map((urn) => ({ urn })),
      ...request.getAliasesList().map(aliasOf),
    ],
    importId: request.getImportid(),
    customTimeouts: timeoutsOf(request),
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deletedWith: request.getDeletedwith(),
  };
}

/** What reading a resource that is not the stack's asks for. */
export function readGoalOf(request: ReadResourceRequest): Goal {
  refuse([[request.getPackageref() !== "", "parameterized packages"]], request.getType());
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() || undefined,
    custom: true,
    inputs: flattenOutputValues(fromStruct(request.getProperties())),
    dependencies: [...request.getDependenciesList()].sort(),
    provider: request.getProvider(),
    propertyDependencies: {},
    version: request.getVersion(),
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: [],
    importId: "",
    deletedWith: "",
  };
}

function refuse(unsupported: [boolean, string][], what: string): void {
  const names = unsupported.filter(([used]) => used).map(([, name]) => name);
  if (names.length === 0) return;
  throw new Error(
    `${what} uses ${names.join(", ")}, which the embedded engine does not have. ` +
      "Leave that out, or run the program with the pulumi command.",
  );
}

function hasHooks(request: RegisterResourceRequest): boolean {
  return Object.values(request.getHooks()?.toObject() ?? {}).some((names) => names.length > 0);
}

function aliasOf(alias: Alias): AliasSpec {
  const spec = alias.getSpec();
  if (spec === undefined) return { urn: alias.getUrn() };
  return {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parentUrn: spec.getParenturn(),
    noParent: spec.getNoparent(),
  };
}

function timeoutsOf(request: RegisterResourceRequest): Goal["customTimeouts"] {
  const timeouts = request.getCustomtimeouts();
  if (timeouts === undefined) return undefined;
  const whose = `${request.getType()} '${request.getName()}'`;
  const result: NonNullable<Goal["customTimeouts"]> = {};
  const given = {
    create: timeouts.getCreate(),
    update: timeouts.getUpdate(),
    delete: timeouts.getDelete(),
  };
  for (const key of ["create", "update", "delete"] as const) {
    if (given[key] !== "") result[key] = seconds(given[key], `${whose}: customTimeouts.${key}`);
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

const UNITS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** `1h30m` in seconds. */
export function seconds(text: string, what: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) {
    throw new Error(`${what} is "${text}"; a duration is written like "90s", "5m" or "1h30m".`);
  }
  let total = 0;
  for (const [, count, , unit] of text.matchAll(/(\d+(\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(count) * (UNITS[unit ?? "s"] ?? 1);
  }
  return total;
}
