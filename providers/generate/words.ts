import type { Described } from "./package";
import type { Field } from "../fields/field";

/** What follows a property's description: default, allowed values, what a change does. */
export function remarks(field: Field): string[] {
  const said = field.default === undefined ? field.defaultText : JSON.stringify(field.default);
  return [
    ...(field.values ? [`One of ${field.values.join(", ")}.`] : []),
    ...(said === undefined || field.required ? [] : [`@default ${said}`]),
  ];
}

export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return capital.endsWith(".") ? capital : `${capital}.`;
}

const DOES: Readonly<Record<string, string>> = {
  redeploy: "A change redeploys the host.",
  replace: "A change replaces the resource.",
};

export function changeOf(field: Field): string {
  return DOES[field.change ?? ""] ?? "";
}

/** An SDK file's name: DeployTemplate → deploy-template. */
export function fileOf({ name }: Pick<Described, "name">): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
