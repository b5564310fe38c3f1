import type { Tools } from "../config";
import { apiName, fromApi } from "../../fields/field";
import type { Fields } from "../../fields/field";
import { textOf } from "../../fields/text";
import type { CheckFailure, Properties, Value } from "../../server";
import type { Scope } from "./scope";

/** What a parent takes along when it is deleted. */
export interface Child {
  /** For messages: "field". */
  what: string;
  path: string;
  list: string;
  id: string;
}

/** A type that is one collection of CloudKitty's API. */
export interface Row {
  /** For messages: "mapping". */
  what: string;
  path: string;
  /** The name of the list that the collection answers. */
  list: string;
  /** CloudKitty's name of its id. */
  id: string;
  fields: Fields;
  /** Properties that CloudKitty knows nothing of. */
  apart: readonly string[];
  /** Outputs beside the fields: property → CloudKitty's name. */
  outputs: Readonly<Record<string, string>>;
  /** What two of the same parent may not share all of, though CloudKitty may take it. */
  key: readonly string[];
  /** Where those of the same parent are listed. */
  among(inputs: Properties): string;
  /** Whether it can be changed in place at all. */
  put: boolean;
  /** Whether the old one goes before the new one comes: where both would hold at once. */
  deleteBeforeReplace: boolean;
  /** What cannot be done in place of a change that mostly can. */
  replaces?(property: string, request: { olds: Properties; inputs: Properties }): boolean;
  /** Cross-checks. */
  mistakes?(inputs: Properties, tools: () => Tools): CheckFailure[] | Promise<CheckFailure[]>;
  /** What goes with it, listed by its id. */
  children: readonly { child: Child; by: string }[];
  /** The query by which it is deleted with its children, where it leaves them else. */
  recursive?: string;
  /** How an import names one: "SERVICE/FIELD". */
  naturalKey: string;
  /** Those that a natural key names. */
  named(scope: Scope, key: string): Promise<Properties[]>;
}

/** An object by the names of the program, numbers and instants as the state keeps them. */
export function view(row: Row, answer: Properties): Properties {
  return Object.fromEntries(
    Object.entries(fromApi(row.fields, answer)).flatMap(([name, value]): [string, Value][] =>
      value === "" ? [] : [[name, row.fields[name]?.normal?.(value) ?? value]],
    ),
  );
}

/** The whole object as it is sent: what is left out of a PUT is lost. */
export function bodyOf(row: Row, inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([name]) => !row.apart.includes(name))
      .map(([name, value]) => [apiName(name, row.fields[name]), value]),
  );
}

/** Whether an object, as {@link view} has it, is what the inputs would make a second one of. */
export function isSame(row: Row, seen: Properties, inputs: Properties): boolean {
  return row.key.every((name) => textOf(seen[name]) === textOf(inputs[name]));
}

/** What the inputs are known by, for messages: `name "instance"`. */
export function keyOf(row: Row, inputs: Properties): string {
  const told = row.key.flatMap((name) =>
    inputs[name] === undefined ? [] : [`${name} ${JSON.stringify(inputs[name])}`],
  );
  return told.join(", ") || "the whole service";
}
