import type { Properties, Value } from "../../../engine/types";
import type { ResourceLog } from "../../../../providers/server/types";
import type { Body, Cloud } from "../client/cloud";
import type { Service } from "../client/endpoints";

export type FieldType = "string" | "bool" | "int" | "number" | "map" | "list" | "set" | "object";

/** One property of a resource type: what may stand in it and where OpenStack has it. */
export interface Field {
  /** A list or set holds strings, or objects where `fields` is given. An object has `fields`. */
  type: FieldType;
  /** OpenStack's name. @default the property's name in snake_case */
  api?: string;
  required?: boolean;
  /** OpenStack fills it in when the program leaves it out: leaving it out is then no change. */
  computed?: boolean;
  /** Only ever an output. */
  output?: boolean;
  /** A change replaces the resource. */
  replaces?: boolean;
  secret?: boolean;
  default?: Value;
  /** Properties that may not stand beside this one. */
  conflicts?: readonly string[];
  oneOf?: readonly string[];
  fields?: Fields;
  /** False where OpenStack does not tell: the state keeps what the program gave. */
  read?: boolean;
  /** False where it stands in no request body by itself. */
  sent?: boolean;
  /** What of the old and the new value counts when they are compared; both by default. */
  compare?(old: Value, now: Value): { old: Value; now: Value };
  /** How the state keeps a value (in lower case, or as a digest); comparing goes by it. */
  kept?(value: Value): Value;
  /** Compared with the last run's input, as OpenStack adds to it what the program never said. */
  againstInput?: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

/** Timeouts of the operations, in minutes, as the state records them. */
export interface Timeouts {
  create?: number;
  update?: number;
  delete?: number;
}

/** What an operation has at hand. */
export interface Scope {
  cloud: Cloud;
  region: string;
  signal: AbortSignal;
  /** How long the operation may take, in ms. */
  limitMs: number;
  log: Pick<ResourceLog, "progress" | "info" | "warning">;
  /** The ids that creates of this type made or took over in this process, by whose they are. */
  taken: Map<string, Scope>;
}

/** How what a create left is found again when its answer never came. */
export interface Leftover {
  /** What of the request, by OpenStack's names, the list is asked for and has to be the same. */
  by?: readonly string[];
  /** What of an item must be empty where the request leaves it out: it is another's if it is not. */
  nothingElse?: readonly string[];
  /** Of the list, where it is not the collection itself. */
  path?: string;
  /** Around the list. @default the definition's key with an s */
  list?: string;
  /** In place of the list: what may be meant, each with its `id`. */
  find?(inputs: Properties, scope: Scope): Promise<Body[]>;
  /** In place of comparing all that cannot change. */
  same?(item: Body, inputs: Properties): boolean;
  /** It can never become what is wanted: it is removed and made anew. */
  broken?(item: Body): boolean;
  /** Properties that are set once more, as OpenStack does not tell what they are. */
  again?: readonly string[];
}

export interface Created {
  id: string;
  /** The resource as OpenStack answers it, by OpenStack's names. */
  answer: Body;
  /** Outputs that only the creation knows. */
  extra?: Properties;
}

/** One resource type as a row of the table; hooks for what does not fit a row. */
export interface Definition {
  service: Service;
  /** Of the collection, such as `/networks`. Types without a collection have hooks only. */
  path: string;
  /** Around the body, such as `network`; empty where the body has nothing around it. */
  key: string;
  fields: Fields;
  timeouts?: Timeouts;
  /** Microversion of every call. */
  microversion?: string;
  /** @default "PUT" */
  updateMethod?: "PUT" | "PATCH" | "POST";
  /** Neutron's own tag collection: tags are set by a call of their own. */
  tagged?: boolean;
  /** What is replaced goes before the new one comes, for it cannot exist twice. */
  deleteBeforeReplace?: boolean;
  /** Changes the body of a create before it is sent. */
  prepareCreate?(body: Body, inputs: Properties, scope: Scope): Promise<void> | void;
  /** Changes the body of an update before it is sent; `changed` are property names. */
  prepareUpdate?(
    body: Body,
    inputs: Properties,
    olds: Properties,
    changed: ReadonlySet<string>,
  ): void;
  /** Absent where creating twice is the same as once. */
  leftover?: Leftover;
  /** OpenStack's answer in the shape of the table. */
  view?(answer: Body, inputs: Properties, scope: Scope): Promise<Body> | Body;
  /** After the POST: waits until it is usable; answers its newest state. */
  settle?(id: string, answer: Body, inputs: Properties, scope: Scope): Promise<Body>;
  create?(inputs: Properties, scope: Scope): Promise<Created>;
  /** The resource by OpenStack's names; nothing where it is gone. */
  read?(id: string, known: Properties, scope: Scope): Promise<Body | undefined>;
  update?(
    id: string,
    inputs: Properties,
    olds: Properties,
    changed: ReadonlySet<string>,
    scope: Scope,
  ): Promise<Body | undefined>;
  delete?(id: string, olds: Properties, scope: Scope): Promise<void>;
  /** Mistakes that a table row cannot tell: property → what is wrong. */
  mistakes?(inputs: Properties): Record<string, string | undefined>;
}

/** OpenStack's name of a property. */
export function apiName(name: string, field: Field): string {
  return field.api ?? snake(name);
}

export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
