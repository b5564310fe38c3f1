import { SECTIONS, sectionSchema, type JsonSchema } from "./json-schema";
import { oneOf } from "./mistakes";

/** The reference page of the environment file, in Markdown. */
export function referencePage(): string {
  const sections = (Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]).map((section) => {
    const schema = sectionSchema(section, true);
    return [`## ${section}`, "", schema.description ?? "", "", ...table(schema)].join("\n");
  });
  return `${INTRODUCTION}\n${sections.join("\n\n")}\n`;
}

const INTRODUCTION = `# The environment file

<!-- Generated from the schema in stacks/environment: change it there, then run
     node --import tsx stacks/environment/generate.ts -->

An environment is one Pulumi stack, described by \`Pulumi.<stack>.yaml\`. Each section below is a key of
its \`config\`, written \`openstack-environment:<section>\`. \`Pulumi.lab.yaml\` and \`Pulumi.prod.yaml\` are
complete examples; with the schema named in their first line, editors complete and explain the keys.
Everything is checked before anything is changed, and all mistakes are reported together. Beside what
the tables say it is checked that networks do not overlap, that addresses are in their network and used
once, that names refer to something, that every role is taken, and that quotas hold what is declared.

\`<name>\` stands for a name of your own. Keys without a default and not required may be left out.
`;

function table(schema: JsonSchema): string[] {
  const rows = rowsOf(schema, "").map((cells) => `| ${cells.map(escape).join(" | ")} |`);
  return ["| key | what it is | allowed | default |", "|-|-|-|-|", ...rows];
}

function rowsOf(schema: JsonSchema, path: string): string[][] {
  const at = (key: string): string => (path === "" ? key : `${path}.${key}`);
  const rows = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const required = schema.required?.includes(key) ?? false;
    // A default that depends on other values is said in the description.
    const [what = "", elsewhere] = (value.description ?? "").split(" @default ");
    return [
      [`\`${at(key)}\``, what, allowed(value), elsewhere ?? defaultOf(value, required)],
      ...rowsOf(value, at(key)),
    ];
  });
  if (typeof schema.additionalProperties === "object" && holdsMore(schema.additionalProperties)) {
    const entry = schema.additionalProperties;
    rows.push([`\`${at("<name>")}\``, entry.description ?? "", "", ""]);
    rows.push(...rowsOf(entry, at("<name>")));
  }
  if (schema.items && holdsMore(schema.items)) rows.push(...rowsOf(schema.items, `${path}[]`));
  for (const choice of schema.anyOf ?? [])
    if (holdsMore(choice)) rows.push(...rowsOf(choice, path));
  return rows;
}

function holdsMore({ properties, additionalProperties, anyOf, items }: JsonSchema): boolean {
  return (
    properties !== undefined ||
    typeof additionalProperties === "object" ||
    anyOf !== undefined ||
    (items !== undefined && holdsMore(items))
  );
}

function allowed(schema: JsonSchema): string {
  if (schema.enum) return oneOf(schema.enum.map((value) => `\`${value}\``));
  if (schema.form !== undefined) return schema.form;
  if (schema.items) {
    const each = allowed(schema.items);
    return each === "" ? "a list" : `a list, each ${each}`;
  }
  return "";
}

function defaultOf(schema: JsonSchema, required: boolean): string {
  if (required) return "**required**";
  if (schema.default === undefined) return "";
  const text = JSON.stringify(schema.default);
  return text === "{}" ? "none" : text === "[]" ? "none" : `\`${text.replace(/^"|"$/g, "")}\``;
}

function escape(cell: string): string {
  return cell.replaceAll("|", "\\|");
}
