import type { Field, Fields } from "../fields/field";
import type { Described, Package } from "./package";
import { objectTypes, resultTypes } from "./package";
import { changeOf, fileOf, remarks, sentence } from "./words";

const PULUMI = 'import * as pulumi from "@pulumi/pulumi";\n';

/** The SDK: file name → content. */
export function sdkFiles(described: Package): Map<string, string> {
  const where = `providers/${described.name}`;
  const head = `// Made by ${where}/generate: change the tables in ${where}/fields instead.\n`;
  const files = new Map<string, string>();
  for (const resource of described.resources) {
    files.set(fileOf(resource), head + resourceClass(described, resource));
  }
  files.set("provider", head + providerClass(described));
  files.set("types", head + PULUMI + types(described));
  files.set("functions", head + functionsFile(described));
  const all = [...files.keys()].sort();
  files.set("index", head + all.map((name) => `export * from "./${name}";`).join("\n"));
  return files;
}

function resourceClass(described: Package, resource: Described): string {
  const { name, inputs, outputs } = resource;
  const token = `${described.name}:index:${name}`;
  const own = Object.keys(outputs).map((output) => `${output}: undefined`);
  const all = { ...inputs, ...outputs };
  return `${PULUMI}${importOf(described, [inputs])}
export interface ${name}Args {
${members(inputs, inputType)}
}

/** ${resource.description} */
export class ${name} extends pulumi.CustomResource {
  /** One that exists already, by its ${resource.key ?? "name or UUID"}. */
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

function importOf(described: Package, tables: Fields[]): string {
  const used = [...objectTypes(described).keys()].filter((type) =>
    tables.some((fields) => Object.values(fields).some((field) => field.type === type)),
  );
  return used.length > 0 ? `import type { ${used.join(", ")} } from "./types";\n` : "";
}

function providerClass({ name, provider: { description, inputs } }: Package): string {
  const others = Object.keys(inputs).filter((key) => inputs[key]?.kind !== "string");
  const optional = Object.values(inputs).some((field) => field.required) ? "" : " = {}";
  return `${PULUMI}
export interface ProviderArgs {
${members(inputs, inputType)}
}

/** ${description} */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs${optional}, options?: pulumi.ResourceOptions) {
    // The SDK hands over strings only: what is none goes as JSON.
    const { ${others.join(", ")}, ...texts } = args;
    const others = { ${others.map((key) => `${key}: json(${key})`).join(", ")} };
    super("${name}", name, { ...texts, ...others }, options);
  }
}

function json(value: pulumi.Input<unknown>): pulumi.Output<string> | undefined {
  return value === undefined ? undefined : pulumi.jsonStringify(value);
}
`;
}

function types(described: Package): string {
  const inputs = [...objectTypes(described)].map(
    ([name, fields]) => `\nexport interface ${name} {\n${members(fields, inputType)}\n}\n`,
  );
  return inputs.join("");
}

function functionsFile(described: Package): string {
  const results = resultTypes(described).map(({ name, description, fields }) => {
    const lines = Object.entries(fields).map(
      ([key, field]) => `${doc(field)}\n  ${key}${field.required ? "" : "?"}: ${plainType(field)};`,
    );
    return `\n/** ${description} */\nexport interface ${name} {\n${lines.join("\n")}\n}\n`;
  });
  const parts = described.functions.map(({ name, description, args, result, list }) => {
    const type = name.charAt(0).toUpperCase() + name.slice(1);
    const answer = list === undefined ? result.name : `{ ${list}: ${result.name}[] }`;
    const optional = Object.values(args).some((field) => field.required) ? "" : " = {}";
    const token = `${described.name}:index:${name}`;
    return `
export interface ${type}Args {
${members(args, inputType)}
}

/** ${description} */
export function ${name}(args: ${type}Args${optional}, options?: pulumi.InvokeOutputOptions): pulumi.Output<${answer}> {
  return pulumi.runtime.invokeOutput<${answer}>("${token}", { ...args }, options ?? {});
}
`;
  });
  const imports = importOf(
    described,
    described.functions.map(({ args }) => args),
  );
  return PULUMI + imports + results.join("") + parts.join("");
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
