import type { Fields } from "../fields/field";

/** A resource type, for schema, SDK and reference. */
export interface Described {
  name: string;
  description: string;
  inputs: Fields;
  /** What it has beside its inputs. */
  outputs: Fields;
  /** What one that exists already is got by. @default "name or UUID" */
  key?: string;
}

/** What a function answers. */
export interface ResultType {
  name: string;
  description: string;
  /** Those that are required are always there. */
  fields: Fields;
}

export interface DescribedFunction {
  name: string;
  description: string;
  args: Fields;
  result: ResultType;
  /** Where it answers a list: the property that holds it. */
  list?: string;
}

/** Everything that is generated of a provider is made from this. */
export interface Package {
  name: string;
  version: string;
  /** The schema's one line. */
  description: string;
  /** The reference page up to its first table. */
  intro: string;
  provider: Described;
  resources: readonly Described[];
  functions: readonly DescribedFunction[];
}

/** Types of maps with fields, by name. */
export function objectTypes({ resources, functions }: Package): Map<string, Fields> {
  const found = new Map<string, Fields>();
  const visit = (fields: Fields): void => {
    for (const field of Object.values(fields)) {
      if (!field.fields || field.type === undefined) continue;
      found.set(field.type, field.fields);
      visit(field.fields);
    }
  };
  for (const { inputs } of resources) visit(inputs);
  for (const { args } of functions) visit(args);
  return found;
}

/** What functions answer, each type once. */
export function resultTypes({ functions }: Package): ResultType[] {
  return [...new Set(functions.map(({ result }) => result))];
}

/** Those of them that are answered in lists: the others stand where they are answered. */
export function listedTypes({ functions }: Package): ResultType[] {
  return [...new Set(functions.flatMap(({ result, list }) => (list === undefined ? [] : result)))];
}
