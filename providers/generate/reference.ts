import type { Field, Fields } from "../fields/field";
import type { Package } from "./package";
import { objectTypes } from "./package";
import { sentence } from "./words";

/** docs/providers-NAME.md */
export function referencePage(described: Package): string {
  const { intro, provider, resources, functions } = described;
  const parts = [
    intro,
    section("Provider", provider.description, table(provider.inputs, false)),
    ...resources.map(({ name, description, inputs, outputs }) =>
      section(name, description, table(inputs, true) + list(outputs)),
    ),
    ...[...objectTypes(described)].map(([name, fields]) => section(name, "", table(fields, false))),
    ...functions.map(({ name, description, args }) =>
      section(name, description, table(args, false)),
    ),
  ];
  return parts.join("\n");
}

function section(name: string, description: string, body: string): string {
  return `## ${name}\n\n${description}\n\n${body}\n`;
}

function table(fields: Fields, changes: boolean): string {
  const head = [
    "property",
    "type",
    "default",
    ...(changes ? ["a change is made"] : []),
    "what it is",
  ];
  const rows = Object.entries(fields).map(([name, field]) => [
    `\`${name}\``,
    field.type ?? (field.items === "string" ? "list of strings" : field.kind),
    field.required ? "required" : byDefault(field),
    ...(changes
      ? [
          { redeploy: "by redeploying", replace: "by replacing" }[field.change as string] ??
            "in place",
        ]
      : []),
    sentence(field.description) +
      (field.values ? ` One of ${field.values.map((value) => `\`${value}\``).join(", ")}.` : ""),
  ]);
  return [head, head.map(() => "-"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function byDefault(field: Field): string {
  if (field.default !== undefined) return `\`${JSON.stringify(field.default)}\``;
  return field.defaultText ?? "";
}

function list(fields: Fields): string {
  const lines = Object.entries(fields).map(
    ([name, field]) => `- \`${name}\`: ${sentence(field.description)}`,
  );
  return lines.length === 0 ? "" : `\n\nOutputs:\n\n${lines.join("\n")}`;
}
