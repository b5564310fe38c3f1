import { Slots } from "../../../embedded/engine/deployment/slots";
import type { Answer, Body } from "../support/openstack-api";
import { fill, type KindName } from "./objects";
import { PERSONAS, TARGETS, type Persona, type Row, type Target } from "./table";
import type { World } from "./world";

/** What a persona sees of a collection: names such as `own network`, or a status. */
export interface ListRow {
  object: string;
  path: string;
  /** The key of the list in the answer. */
  key: string;
  sees: Record<Persona, string>;
}

/** The part of a service in the matrix. */
export interface Matrix {
  service: string;
  rows: Row[];
  lists?: ListRow[];
  /** By `object operation`. */
  bodies?: Record<string, Body | Body[]>;
  headers?: Record<string, Record<string, string>>;
  /** What the Tenant Admin's token is for. @default project */
  scope?: "project" | "domain";
}

/** A cell's name, and what was answered. */
export type Cells = Record<string, string>;

const AT_ONCE = 3;

export const cell = (object: string, operation: string, persona: string, target = ""): string =>
  [object, operation, `by ${persona}`, target].filter(Boolean).join(" ");

export function expectedOf({ rows, lists = [] }: Matrix): Cells {
  const cells: Cells = {};
  for (const { object, path, sees } of lists) {
    for (const persona of PERSONAS)
      cells[cell(object, path, persona)] = sorted(sees[persona].split(", "));
  }
  for (const row of rows) {
    for (const { persona, target, status } of asked(row)) {
      cells[cell(row.object, row.operation, persona, target)] = String(status);
    }
  }
  return cells;
}

/** The cells that are not as expected, a line each. */
export function differences(found: Cells, expected: Cells): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return names
    .filter((name) => found[name] !== expected[name])
    .map((name) => `${name} is ${found[name]}, and must be ${expected[name]}`);
}

/** Asks every request of a service: lists first, while nothing is there but what the world began with. */
export async function ask(world: World, matrix: Matrix): Promise<Cells> {
  const { rows, lists = [] } = matrix;
  const found: Cells = {};
  await atOnce(
    lists.flatMap((row) => PERSONAS.map((persona) => ({ row, persona }))),
    async ({ row, persona }) => {
      found[cell(row.object, row.path, persona)] = await see(world, matrix, row, persona);
    },
  );
  await atOnce(
    rows.flatMap((row) => asked(row).map((one) => ({ row, ...one }))),
    async ({ row, persona, target, status }) => {
      const key = cell(row.object, row.operation, persona, target);
      const one = { row, persona, target, status };
      found[key] = await request(world, matrix, one).catch(String);
    },
  );
  return found;
}

const asked = ({ expected }: Row) =>
  TARGETS.flatMap((target) =>
    PERSONAS.flatMap((persona) => {
      const status = expected[target]?.[persona];
      return status === undefined ? [] : [{ persona, target, status }];
    }),
  );

interface Asked {
  row: Row;
  persona: Persona;
  target: Target;
  status: number;
}

async function request(
  world: World,
  matrix: Matrix,
  { row, persona, target, status }: Asked,
): Promise<string> {
  const key = `${row.object} ${row.operation}`;
  const client = world.client(persona, matrix.scope ?? "project");
  const fresh = await freshOnes(world, row.path, target, status);
  const value = (name: string): string => {
    if (name === "me") return client.userId;
    return fresh[name] ?? world.value(name.replace(/^fresh\./, ""), target);
  };
  const body = matrix.bodies?.[key];
  const answer = await client.ask(
    matrix.service,
    row.method,
    fill(row.path, value),
    body && fill(body as Body, value),
    fill(matrix.headers?.[key] ?? {}, value),
  );
  return told(answer, status);
}

/** What is deleted where that is allowed is made for it; where it is not, the standing one is meant. */
async function freshOnes(
  world: World,
  path: string,
  target: Target,
  status: number,
): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  if (status >= 300) return made;
  for (const [, kind = ""] of path.matchAll(/\{fresh\.(\w+)\}/g)) {
    made[`fresh.${kind}`] = await world.another(kind as KindName, target);
  }
  return made;
}

/** The status; with what was said, where it is not the expected one. */
function told({ status, text }: Answer, expected: number): string {
  return status === expected ? `${status}` : `${status} ${text.slice(0, 300).trim()}`;
}

async function see(
  world: World,
  matrix: Matrix,
  { path, key }: ListRow,
  persona: Persona,
): Promise<string> {
  const client = world.client(persona, matrix.scope ?? "project");
  const value = (name: string): string =>
    name === "me" ? client.userId : world.value(name, "own");
  const { status, text } = await client.ask(matrix.service, "GET", fill(path, value));
  if (status !== 200) return `${status}`;
  const list = (JSON.parse(text) as Record<string, Body[]>)[key] ?? [];
  const names = list.map((one) => nameOf(world, one));
  // The Cloud Admin sees what others have, too: that is not this test's.
  return sorted(
    names.filter((name) => persona !== "cloud admin" || /^(own|other|system) /.test(name)),
  );
}

const sorted = (names: string[]): string => [...names].sort().join(", ");

function nameOf(world: World, one: Body): string {
  const { role, scope, user, group, keypair } = one as Record<string, Body | undefined>;
  if (role !== undefined) {
    const who = named(world, String((user ?? group)?.id));
    const what = named(world, String(role.id)).replace("system ", "");
    return `${who} has ${what} on ${Object.keys(scope ?? {}).join()}`;
  }
  const ids = [keypair?.name, one.id, one.uuid, one.network_id];
  return named(world, ids.find((id) => typeof id === "string") ?? JSON.stringify(one));
}

function named(world: World, id: string): string {
  for (const target of TARGETS) {
    const kind = Object.entries(world.ids[target]).find(([, value]) => value === id)?.[0];
    if (kind !== undefined) return `${target} ${kind}`;
  }
  return id;
}

/** @throws the first error, when all have come to an end */
async function atOnce<T>(all: T[], work: (one: T) => Promise<void>): Promise<void> {
  const slots = new Slots(AT_ONCE, new AbortController().signal);
  const ended = await Promise.allSettled(all.map((one) => slots.use(() => work(one))));
  for (const one of ended) if (one.status === "rejected") throw one.reason;
}
