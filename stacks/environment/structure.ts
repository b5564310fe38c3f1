import { z } from "zod";
import { closest, formatFound, formatPath, HIDDEN, oneOf, suggest, type Mistake } from "./mistakes";
import type { Params } from "./values";

type Schema = z.core.$ZodType;
type Issue = z.core.$ZodIssue;

/** What checking one part of the environment gives. */
export interface Checked<T, P> {
  /** The part with its defaults, when nothing is wrong with it. */
  value?: T;
  /** What cross-checks may look at: the part without the entries that have mistakes. */
  partial: P;
  /** Whether something was cut out: then what is missing from `partial` proves nothing. */
  cut: boolean;
  mistakes: Mistake[];
}

/**
 * Checks one part (site, cloud, a tenant) against its schema.
 * @param at the part's path in the file
 * @param lenient the schema for what remains when mistakes are cut out; `{}` must satisfy it
 */
export function check<T, P>(
  schema: z.ZodType<T>,
  lenient: z.ZodType<P>,
  raw: unknown,
  at: readonly string[],
): Checked<T, P> {
  const strict = schema.safeParse(raw);
  if (strict.success) {
    return { value: strict.data, partial: lenient.parse(raw), cut: false, mistakes: [] };
  }
  const issues = strict.error.issues;
  const rest = structuredClone(raw);
  for (const issue of issues) cutOut(rest, issue);
  const again = lenient.safeParse(isObject(rest) ? rest : {});
  return {
    partial: again.success ? again.data : lenient.parse({}),
    cut: true,
    mistakes: issues.flatMap((issue) => explain(schema, raw, issue, at)),
  };
}

/** Removes the entry (a host, a network, a user) that an issue lies in. */
function cutOut(value: unknown, issue: Issue): void {
  if (issue.code === "unrecognized_keys") {
    const holder = valueAt(value, issue.path);
    if (isObject(holder)) for (const key of issue.keys) delete holder[key];
    return;
  }
  const [first, second] = issue.path;
  if (first === undefined || !isObject(value)) return;
  const entries = value[String(first)];
  if (second !== undefined && isObject(entries)) delete entries[String(second)];
  else delete value[String(first)];
}

function explain(schema: Schema, raw: unknown, issue: Issue, at: readonly string[]): Mistake[] {
  const path = formatPath([...at, ...issue.path]);
  const written = valueAt(raw, issue.path);
  const hidden = written !== undefined && issue.path.at(-1) === "password";
  const value = hidden ? HIDDEN : written;
  const target = schemaAt(schema, issue.path);
  const allowed = target === undefined ? "another value" : allowedBy(target);

  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysOf(target);
      return issue.keys.map((key) => ({
        path: formatPath([...at, ...issue.path, key]),
        problem: "is not a known key",
        allowed: oneOf(known),
        advice: suggest(key, known, "remove it"),
      }));
    }
    case "invalid_key":
      return [
        {
          path,
          problem: "has a key that is no name",
          found: String(issue.path.at(-1)),
          allowed: "names of 1 to 63 lower-case letters, digits and hyphens, a letter first",
          advice: `rename it, for example to ${asName(String(issue.path.at(-1)))}`,
        },
      ];
    case "invalid_value": {
      const known = issue.values.map(String);
      const meant = typeof value === "string" ? closest(value, known) : undefined;
      return [
        {
          path,
          problem: value === undefined ? "is missing" : "is not one of the allowed values",
          ...found(value),
          allowed: oneOf(known),
          advice: meant === undefined ? "choose one of these" : `did you mean ${meant}?`,
        },
      ];
    }
    case "custom": {
      const { advice } = (issue.params ?? {}) as Params;
      return [
        { path, problem: issue.message, ...found(value), allowed, advice: advice ?? "correct it" },
      ];
    }
    case "invalid_union": {
      // What is wrong within a list is told by the one choice that is a list.
      const list = Array.isArray(value) ? listIn(target) : undefined;
      const inner = list && issue.errors[list.at];
      if (list === undefined || inner === undefined) return [notAllowed(path, value, allowed)];
      const here = [...at, ...issue.path.map(String)];
      return inner.flatMap((one) => explain(list.schema, value, one, here));
    }
    case "invalid_type":
      return [
        {
          path,
          problem: value === undefined ? "is missing" : `is not ${typeName(issue.expected)}`,
          ...found(value),
          allowed,
          advice: value === undefined ? "add it" : "correct it",
        },
      ];
    default:
      return [notAllowed(path, value, allowed)];
  }
}

const notAllowed = (path: string, value: unknown, allowed: string): Mistake => ({
  path,
  problem: "is not allowed",
  ...found(value),
  allowed,
  advice: "correct it",
});

/** The one choice of a union that is a list. */
function listIn(schema: Schema | undefined): { at: number; schema: Schema } | undefined {
  const inner = schema === undefined ? undefined : unwrap(schema);
  if (!(inner instanceof z.core.$ZodUnion)) return undefined;
  const at = inner._zod.def.options.findIndex((one) => unwrap(one) instanceof z.core.$ZodArray);
  const list = inner._zod.def.options[at];
  return list === undefined ? undefined : { at, schema: list };
}

function found(value: unknown): { found?: string } {
  return value === undefined ? {} : { found: formatFound(value) };
}

function asName(key: string): string {
  const name = key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 63);
  return name === "" ? "main" : name;
}

function typeName(expected: string): string {
  const names: Partial<Record<string, string>> = {
    object: "a set of keys",
    record: "a set of names",
    array: "a list",
    int: "a whole number",
    number: "a number",
    string: "a text",
    boolean: "true or false",
  };
  return names[expected] ?? expected;
}

/** What a schema allows, in the words of its description. */
function allowedBy(schema: Schema): string {
  const inner = unwrap(schema);
  if (inner instanceof z.core.$ZodEnum) return oneOf(Object.keys(inner._zod.def.entries));
  if (inner instanceof z.core.$ZodObject) return `a set of the keys ${oneOf(keysOf(inner))}`;
  if (inner instanceof z.core.$ZodRecord) return "a set of names with their settings";
  if (inner instanceof z.core.$ZodArray) return `a list, each ${allowedBy(inner._zod.def.element)}`;
  return formOf(schema) ?? "another value";
}

/** The form that a value type states, else what the schema is for. */
function formOf(schema: Schema): string | undefined {
  const meta = z.globalRegistry.get(schema);
  if (typeof meta?.form === "string") return meta.form;
  const inner = peel(schema);
  return (inner === undefined ? undefined : formOf(inner)) ?? meta?.description;
}

function keysOf(schema: Schema | undefined): string[] {
  const inner = schema === undefined ? undefined : unwrap(schema);
  return inner instanceof z.core.$ZodObject ? Object.keys(inner._zod.def.shape) : [];
}

function unwrap(schema: Schema): Schema {
  const inner = peel(schema);
  return inner === undefined ? schema : unwrap(inner);
}

/** The schema inside one that only adds a default, optionality or a conversion. */
function peel(schema: Schema): Schema | undefined {
  if (
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodDefault ||
    schema instanceof z.core.$ZodPrefault
  ) {
    return schema._zod.def.innerType;
  }
  return schema instanceof z.core.$ZodPipe ? schema._zod.def.in : undefined;
}

/** The schema of what lies at a path, where it can be told. */
function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const inner = unwrap(schema);
  if (inner instanceof z.core.$ZodObject) {
    const next = inner._zod.def.shape[String(key)];
    return next === undefined ? undefined : schemaAt(next, rest);
  }
  if (inner instanceof z.core.$ZodRecord) return schemaAt(inner._zod.def.valueType, rest);
  if (inner instanceof z.core.$ZodArray) return schemaAt(inner._zod.def.element, rest);
  if (typeof key === "number") {
    const list = listIn(inner);
    if (list !== undefined) return schemaAt(list.schema, path);
  }
  return undefined;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((holder, key) => {
    if (Array.isArray(holder)) return holder[Number(key)] as unknown;
    return isObject(holder) ? holder[String(key)] : undefined;
  }, value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
