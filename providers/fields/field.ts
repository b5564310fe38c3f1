import type { InputKind, InputSpec, InputTable, Properties, Value } from "../server";
import { isObject } from "../server";

/**
 * What a change of a property does: `in place`; `redeploy`, where the host is undeployed, cleaned and
 * deployed anew on the same node; or `replace`, where another resource takes its place.
 */
export type Change = "in place" | "redeploy" | "replace";

/** One property of a resource type: what may stand in it, and where the service has it. */
export interface Field {
  kind: Exclude<InputKind, "any">;
  description: string;
  /** What a list holds, and a map where its values are alike. @default "any" */
  items?: "string" | "any";
  /** The properties of a map, or of each map in a list; nothing else may stand in it then. */
  fields?: Fields;
  /** The name of that map's type, for schema and SDK. */
  type?: string;
  /** The service's name. @default the property's in snake_case */
  api?: string;
  required?: boolean;
  default?: Value;
  /** What the description says where no value is filled in by the provider itself. */
  defaultText?: string;
  values?: readonly string[];
  /** Whether it is a secret, or which keys of it are. */
  secret?: InputSpec["secret"];
  /** @default "in place" */
  change?: Change;
  /** Says what is wrong with a value of the right kind. */
  mistake?: (value: Value) => string | undefined;
  /** The same value as another one that is written otherwise: what is kept in the state. */
  normal?: (value: Value) => Value;
}

export type Fields = Readonly<Record<string, Field>>;

/** The service's name of a property. */
export function apiName(name: string, field: Field | undefined): string {
  return field?.api ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Properties as the service writes them. */
export function toApi(fields: Fields, properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      apiName(name, fields[name]),
      valueToApi(fields[name], value),
    ]),
  );
}

export function valueToApi(field: Field | undefined, value: Value): Value {
  const inner = field?.fields;
  if (!inner) return value;
  if (Array.isArray(value))
    return value.map((item) => (isObject(item) ? toApi(inner, item) : item));
  return isObject(value) ? toApi(inner, value) : value;
}

/** What the service answered, by the names of the table; what the table does not have is left out. */
export function fromApi(fields: Fields, answer: Properties): Properties {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = answer[apiName(name, field)];
      return value === undefined || value === null ? [] : [[name, valueFromApi(field, value)]];
    }),
  );
}

function valueFromApi(field: Field, value: Value): Value {
  const inner = field.fields;
  if (!inner) return value;
  if (Array.isArray(value)) {
    return value.map((item) => (isObject(item) ? fromApi(inner, item) : item));
  }
  return isObject(value) ? fromApi(inner, value) : value;
}

/** The table for the server of the provider. */
export function inputTable(fields: Fields): InputTable {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]): [string, InputSpec] => [
      name,
      {
        kind: field.kind,
        required: field.required,
        default: field.default,
        values: field.values,
        secret: field.secret,
        replace: field.change === "redeploy" || field.change === "replace",
        mistake: field.mistake,
      },
    ]),
  );
}
