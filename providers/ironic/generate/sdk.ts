import { FUNCTIONS, NODE_RESULT, objectTypes, PROVIDER, RESOURCES } from "../describe";
import type { Described } from "../describe";
import type { Field, Fields } from "../fields/field";
import { changeOf, fileOf, remarks, sentence } from "./words";

const HEAD =
  "// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.\n";
const PULUMI = 'import * as pulumi from "@pulumi/pulumi";\n';

/** The SDK: file name → content. */
export function sdkFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const resource of RESOURCES) files.set(fileOf(resource), HEAD + resourceClass(resource));
  files.set("provider", HEAD + providerClass());
  files.set("types", HEAD + PULUMI + types());
  files.set("functions", HEAD + PULUMI + functions());
  const all = [...files.keys()].sort();
  files.set("index", HEAD + all.map((name) => `export * from "./${name}";`).join("\n"));
  return files;
}

function resourceClass(resource: Described): string {
  const { name, inputs, outputs } = resource;
  const token = `ironic:index:${name}`;
  const own = Object.keys(outputs).map((output) => `${output}: undefined`);
  const all = { ...inputs, ...outputs };
  const used = [...objectTypes().keys()].filter((type) =>
    Object.values(inputs).some((field) => field.type === type),
  );
  return `${PULUMI}${used.length > 0 ? `import type { ${used.join(", ")} } from "./types";\n` : ""}
export interface ${name}Args {
${members(inputs, inputType)}
}

/** ${resource.description} */
export class ${name} extends pulumi.CustomResource {
  /** One that exists already, by its ${name === "Deployment" ? "instance's UUID" : "name or UUID"}. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): ${name} {
    return new ${name}(name, undefined, { ...options, id });
  }

${Object.entries(all)
  .map(
    ([key, field]) =>
      `${doc(field)}\n  declare readonly ${key}: pulumi.Output<${outputType(field, key in outputs)}>;`,
  )
  .join("\n")}

  constructor(name: string, args: ${name}Args, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link ${name}.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(name: string, args: ${name}Args | undefined, options?: pulumi.CustomResourceOptions) {
    super("${token}", name, { ...names(), ...args, ${own.join(", ")} }, options);
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return { ${Object.keys(inputs)
    .map((key) => `${key}: undefined`)
    .join(", ")} };
}
`;
}

function providerClass(): string {
  return `${PULUMI}
export interface ProviderArgs {
${members(PROVIDER.inputs, inputType)}
}

/** ${PROVIDER.description} */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    // The SDK hands over strings only: what is none goes as JSON.
    const { systemScope, insecure, ...texts } = args;
    const flags = { systemScope: json(systemScope), insecure: json(insecure) };
    super("ironic", name, { ...texts, ...flags }, options);
  }
}

function json(flag: pulumi.Input<boolean> | undefined): pulumi.Output<string> | undefined {
  return flag === undefined ? undefined : pulumi.jsonStringify(flag);
}
`;
}

function types(): string {
  const inputs = [...objectTypes()].map(
    ([name, fields]) => `\nexport interface ${name} {\n${members(fields, inputType)}\n}\n`,
  );
  return inputs.join("");
}

function functions(): string {
  const result = Object.entries(NODE_RESULT)
    .map(([name, field]) => `${doc(field)}\n  ${name}?: ${plainType(field)};`)
    .join("\n");
  const parts = FUNCTIONS.map(({ name, description, args, result: kind }) => {
    const type = name.charAt(0).toUpperCase() + name.slice(1);
    const answer = kind === "one" ? "NodeFacts" : "{ nodes: NodeFacts[] }";
    const optional = Object.values(args).some((field) => field.required) ? "" : " = {}";
    return `
export interface ${type}Args {
${members(args, inputType)}
}

/** ${description} */
export function ${name}(args: ${type}Args${optional}, options?: pulumi.InvokeOutputOptions): pulumi.Output<${answer}> {
  return pulumi.runtime.invokeOutput<${answer}>("ironic:index:${name}", { ...args }, options ?? {});
}
`;
  });
  return `\n/** What there is to know of a node. */\nexport interface NodeFacts {\n${result}\n}\n${parts.join("")}`;
}

function members(fields: Fields, type: (field: Field) => string): string {
  return Object.entries(fields)
    .map(
      ([name, field]) =>
        `${doc(field)}\n  ${name}${field.required ? "" : "?"}: pulumi.Input<${type(field)}>;`,
    )
    .join("\n");
}

function doc(field: Field): string {
  const lines = [sentence(field.description), changeOf(field), ...remarks(field)].filter(Boolean);
  if (lines.length === 1) return `  /** ${lines[0]} */`;
  return ["  /**", ...lines.map((line) => `   * ${line}`), "   */"].join("\n");
}

function scalar(field: Field): string {
  if (field.kind === "boolean" || field.kind === "string") return field.kind;
  return "number";
}

function inputType(field: Field): string {
  if (field.kind === "list") {
    return `pulumi.Input<${field.type ?? (field.items === "string" ? "string" : "unknown")}>[]`;
  }
  if (field.kind === "map") return field.type ?? "pulumi.Inputs";
  return scalar(field);
}

function plainType(field: Field): string {
  if (field.kind === "list")
    return field.items === "string" ? "string[]" : "Record<string, unknown>[]";
  return field.kind === "map" ? "Record<string, unknown>" : scalar(field);
}

function outputType(field: Field, own: boolean): string {
  const always =
    own ||
    field.required ||
    field.default !== undefined ||
    field.defaultText === "the resource's name";
  return always ? plainType(field) : `${plainType(field)} | undefined`;
}
