// Of this file alone: the whole SDK takes half a second to load, and commands without it check environments.
import { RunError } from "@pulumi/pulumi/errors";

/** One mistake in an environment file, in the words that its writer needs. */
export interface Mistake {
  /** Where it is, e.g. `tenants.finance.routers.edge.networks[0]`. */
  path: string;
  /** What is wrong. */
  problem: string;
  /** The value found, as written; left out where there is none. */
  found?: string;
  /** What may stand there. */
  allowed: string;
  /** The next step. */
  advice: string;
}

/** All mistakes of an environment together. A RunError: Pulumi shows the message and no stack trace. */
export class EnvironmentError extends RunError {
  constructor(
    readonly source: string,
    readonly mistakes: readonly Mistake[],
  ) {
    super(describe(source, mistakes));
    this.name = "EnvironmentError";
  }
}

function describe(source: string, mistakes: readonly Mistake[]): string {
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  const entries = mistakes.map((mistake) =>
    [
      `  ${mistake.path}: ${mistake.problem}`,
      ...(mistake.found === undefined ? [] : [`    found:   ${mistake.found}`]),
      `    allowed: ${mistake.allowed}`,
      `    do:      ${mistake.advice}`,
    ].join("\n"),
  );
  return `${source} has ${count}. Nothing was changed.\n\n${entries.join("\n\n")}\n`;
}

/** `a.b[0].c` for a path of keys and positions. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

/** What is shown of a password: an environment's secrets come to its checks as plain text. */
export const HIDDEN = "[secret]";

/** A value as people wrote it, short enough for a line and without passwords in it. */
export function formatFound(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return value === "" ? "an empty text" : value;
  const text = JSON.stringify(value, (key, inner: unknown) =>
    key === "password" ? HIDDEN : inner,
  );
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** `a, b or c`. */
export function oneOf(names: Iterable<string>): string {
  const list = [...names];
  if (list.length === 0) return "nothing, for none is declared";
  if (list.length === 1) return list[0] ?? "";
  return `${list.slice(0, -1).join(", ")} or ${list.at(-1)}`;
}

/** The known name that a misspelt one probably means: at most a third of its letters differ. */
export function closest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** "Did you mean X?", followed by what to do otherwise. */
export function suggest(name: string, known: Iterable<string>, otherwise: string): string {
  const meant = closest(name, known);
  return meant === undefined ? otherwise : `did you mean ${meant}? If not, ${otherwise}`;
}

/** Letters to add, remove, replace or swap with their neighbour to turn one word into the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** Nothing, or the mistake that a name is not among those that it may be. @param where what has them */
export function unknownName(path: string, name: string, known: string[], where: string): Mistake[] {
  if (known.includes(name)) return [];
  return [
    {
      path,
      problem: `is not in ${where}`,
      found: name,
      allowed: oneOf(known),
      advice: suggest(name, known, `declare it in ${where}`),
    },
  ];
}
