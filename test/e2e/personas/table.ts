/** Who asks. Statuses in a table are in this order. */
export const PERSONAS = ["cloud admin", "tenant admin", "tenant user", "reader"] as const;
export type Persona = (typeof PERSONAS)[number];

/** Whose object is asked for, seen from the tenant of the tenant's personas. */
export const TARGETS = ["own", "other", "system"] as const;
export type Target = (typeof TARGETS)[number];

/** One request, and what each persona is answered for each target. */
export interface Row {
  object: string;
  operation: string;
  method: string;
  path: string;
  /** Statuses by target and persona; nothing where it is not asked. */
  expected: Partial<Record<Target, Partial<Record<Persona, number>>>>;
}

/**
 * Rows of a text, a line each:
 * `object | operation | METHOD path | own | other | system`, where the last three have a status for each
 * persona, or `-` where nothing is asked. Lines that begin with # are comments.
 */
export function rows(text: string): Row[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(rowOf);
}

function rowOf(line: string): Row {
  const [object = "", operation = "", request = "", ...answers] = line
    .split("|")
    .map((column) => column.trim());
  const [method = "", path = "", ...rest] = request.split(" ");
  if (answers.length !== TARGETS.length || path === "" || rest.length > 0) {
    throw new Error(`not a row: ${line}`);
  }
  const expected = Object.fromEntries(
    TARGETS.map((target, n) => [target, statuses(answers[n] ?? "", line)]),
  );
  return { object, operation, method, path, expected };
}

function statuses(column: string, line: string): Partial<Record<Persona, number>> {
  if (column === "-") return {};
  const words = column.split(/\s+/);
  if (words.length !== PERSONAS.length || words.some((word) => !/^(\d{3}|-)$/.test(word))) {
    throw new Error(`not a status for each persona: "${column}" in ${line}`);
  }
  const asked = PERSONAS.map((persona, n) => [persona, words[n]] as const);
  return Object.fromEntries(
    asked.filter(([, word]) => word !== "-").map(([persona, word]) => [persona, Number(word)]),
  );
}
