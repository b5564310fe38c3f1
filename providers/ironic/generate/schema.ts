import { FUNCTIONS, NODE_RESULT, objectTypes, PROVIDER, RESOURCES } from "../describe";
import type { Described } from "../describe";
import type { Field, Fields } from "../fields/field";
import { VERSION } from "../version";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const KINDS = {
  string: "string",
  boolean: "boolean",
  integer: "integer",
  number: "number",
} as const;

/** The package's schema in Pulumi's own format. */
export function packageSchema(): Json {
  const types = [...objectTypes()].map(([name, fields]): [string, Json] => [
    `ironic:index:${name}`,
    { type: "object", ...object(fields) },
  ]);
  return {
    name: "ironic",
    version: VERSION,
    description: "Bare metal through OpenStack Ironic",
    license: "Apache-2.0",
    config: { variables: properties(PROVIDER.inputs) },
    provider: { ...inputs(PROVIDER), description: PROVIDER.description },
    types: Object.fromEntries([
      ...types,
      ["ironic:index:NodeFacts", { type: "object", ...object(NODE_RESULT) }],
    ]),
    resources: Object.fromEntries(
      RESOURCES.map((resource) => [`ironic:index:${resource.name}`, resourceSchema(resource)]),
    ),
    functions: Object.fromEntries(
      FUNCTIONS.map(({ name, description, args, result }) => [
        `ironic:index:${name}`,
        { description, inputs: { type: "object", ...object(args) }, outputs: output(result) },
      ]),
    ),
    language: { nodejs: { packageName: "ironic" } },
  };
}

function output(result: "one" | "many"): Json {
  const node = { $ref: "#/types/ironic:index:NodeFacts" };
  if (result === "one") return { type: "object", ...object(NODE_RESULT) };
  return {
    type: "object",
    properties: { nodes: { type: "array", items: node } },
    required: ["nodes"],
  };
}

function resourceSchema(resource: Described): Json {
  const all = { ...resource.inputs, ...resource.outputs };
  const always = Object.entries(all).filter(
    ([name, field]) => field.required || field.default !== undefined || name in resource.outputs,
  );
  return {
    description: resource.description,
    properties: properties(all),
    required: always.map(([name]) => name).sort(),
    ...inputs(resource),
  };
}

function inputs(resource: Described): { [key: string]: Json } {
  return {
    inputProperties: properties(resource.inputs),
    requiredInputs: requiredOf(resource.inputs),
  };
}

function object(fields: Fields): { [key: string]: Json } {
  return { properties: properties(fields), required: requiredOf(fields) };
}

function requiredOf(fields: Fields): string[] {
  return Object.keys(fields)
    .filter((name) => fields[name]?.required)
    .sort();
}

function properties(fields: Fields): { [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      {
        ...typeOf(field),
        description: field.description,
        ...(field.default === undefined ? {} : { default: field.default }),
        ...(field.secret === true ? { secret: true } : {}),
        ...((field.change ?? "in place") === "in place" ? {} : { willReplaceOnChanges: true }),
      },
    ]),
  );
}

function typeOf(field: Field): { [key: string]: Json } {
  const any = { $ref: "pulumi.json#/Any" };
  const inner =
    field.type === undefined ? undefined : { $ref: `#/types/ironic:index:${field.type}` };
  if (field.kind === "list") {
    return { type: "array", items: inner ?? (field.items === "string" ? { type: "string" } : any) };
  }
  if (field.kind === "map") return inner ?? { type: "object", additionalProperties: any };
  return { type: KINDS[field.kind] };
}
