import type { Field, Fields } from "../fields/field";
import type { Described, DescribedFunction, Package } from "./package";
import { listedTypes, objectTypes } from "./package";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const KINDS = {
  string: "string",
  boolean: "boolean",
  integer: "integer",
  number: "number",
} as const;

/** The package's schema in Pulumi's own format. */
export function packageSchema(described: Package): Json {
  const { name, version, description, provider, resources, functions } = described;
  const token = (of: string): string => `${name}:index:${of}`;
  const types = [
    ...objectTypes(described),
    ...listedTypes(described).map((type): [string, Fields] => [type.name, type.fields]),
  ];
  return {
    name,
    version,
    description,
    license: "Apache-2.0",
    config: { variables: properties(name, provider.inputs) },
    provider: { ...inputs(name, provider), description: provider.description },
    types: Object.fromEntries(
      types.map(([type, fields]) => [token(type), { type: "object", ...object(name, fields) }]),
    ),
    resources: Object.fromEntries(
      resources.map((resource) => [token(resource.name), resourceSchema(name, resource)]),
    ),
    functions: Object.fromEntries(
      functions.map((one) => [token(one.name), functionSchema(name, one)]),
    ),
    language: { nodejs: { packageName: name } },
  };
}

function functionSchema(
  pack: string,
  { description, args, result, list }: DescribedFunction,
): Json {
  const one = { $ref: `#/types/${pack}:index:${result.name}` };
  return {
    description,
    inputs: { type: "object", ...object(pack, args) },
    outputs:
      list === undefined
        ? { type: "object", ...object(pack, result.fields) }
        : {
            type: "object",
            properties: { [list]: { type: "array", items: one } },
            required: [list],
          },
  };
}

function resourceSchema(pack: string, resource: Described): Json {
  const all = { ...resource.inputs, ...resource.outputs };
  const always = Object.entries(all).filter(
    ([name, field]) => field.required || field.default !== undefined || name in resource.outputs,
  );
  return {
    description: resource.description,
    properties: properties(pack, all),
    required: always.map(([name]) => name).sort(),
    ...inputs(pack, resource),
  };
}

function inputs(pack: string, resource: Described): { [key: string]: Json } {
  return {
    inputProperties: properties(pack, resource.inputs),
    requiredInputs: requiredOf(resource.inputs),
  };
}

function object(pack: string, fields: Fields): { [key: string]: Json } {
  return { properties: properties(pack, fields), required: requiredOf(fields) };
}

function requiredOf(fields: Fields): string[] {
  return Object.keys(fields)
    .filter((name) => fields[name]?.required)
    .sort();
}

function properties(pack: string, fields: Fields): { [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      {
        ...typeOf(pack, field),
        description: field.description,
        ...(field.default === undefined ? {} : { default: field.default }),
        ...(field.secret === true ? { secret: true } : {}),
        ...((field.change ?? "in place") === "in place" ? {} : { willReplaceOnChanges: true }),
      },
    ]),
  );
}

function typeOf(pack: string, field: Field): { [key: string]: Json } {
  const any = { $ref: "pulumi.json#/Any" };
  const inner =
    field.type === undefined ? undefined : { $ref: `#/types/${pack}:index:${field.type}` };
  if (field.kind === "list") {
    return { type: "array", items: inner ?? (field.items === "string" ? { type: "string" } : any) };
  }
  if (field.kind === "map") return inner ?? { type: "object", additionalProperties: any };
  return { type: KINDS[field.kind] };
}
