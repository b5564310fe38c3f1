import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HashmapRule } from "../rating/hashmap";
import { OWN_PROJECT } from "./rules";
import { FACTOR, hoursParts, python, settings, type ScriptArgs } from "./script";
import type { Hours, Subscription } from "./types";

/** A price list as it holds for a time. */
export interface Dated {
  /** ISO 8601, UTC. @default ever since */
  from?: string;
  /** When the next one begins. @default for ever */
  until?: string;
  rules: HashmapRule[];
  /** What takes their place for some projects, by the number that these have. */
  own: Record<number, HashmapRule[]>;
  hours: Hours[];
}

/** What is known of when which prices hold. */
export interface Dates {
  /** By plan, the earliest first. There may be gaps. */
  versions: Record<string, Dated[]>;
  /** The numbers of projects that have something of their own, by their ids. */
  own: Record<string, number>;
  /** The plans that projects come to, by their ids: each of them has a date. */
  changes: Record<string, Subscription[]>;
  /** All that any list has a price of. */
  meters: string[];
}

/** Python that makes prices of rules. */
const PRICES = readFileSync(join(__dirname, "versions.py"), "utf8");

/**
 * The same, and it makes the prices itself of all periods that begin while a version holds which it knows:
 * whatever hashmap has then, for that knows no dates.
 */
export function versionsScript(
  args: ScriptArgs,
  { versions, own, changes, meters }: Dates,
): string {
  const lists = Object.entries(versions).map(
    ([plan, all]) => `    ${python(plan)}: [${all.map(datedText).join("")}\n    ],`,
  );
  const numbers = byId(own).map(([id, number]) => `    ${python(id)}: ${number},`);
  const moves = byId(changes).map(([id, all]) => {
    const parts = all.map(({ name, from }) => `(${instant(from)}, ${python(name)}),`);
    return `    ${python(id)}: [${parts.join(" ")}],`;
  });
  return `# Prices by version and by the hour. Made from the price lists: what is changed here is lost.
import datetime
import decimal
import json
import zoneinfo

ZERO, ONE = decimal.Decimal(0), decimal.Decimal(1)
${settings(args)}
# Since when projects are on other plans than that.
CHANGES = {
${moves.join("\n")}
}
# Projects with prices of their own.
OWN = {
${numbers.join("\n")}
}
METERS = {${[...meters].sort().map(python).join(", ")}}
# By plan: since when, until when, and what holds then. A rule: meters, type, cost, field, value (where
# there is none, any), level, group. Hours as above.
VERSIONS = {
${lists.join("\n")}
}


${FACTOR}

${PRICES}

change(data)
`;
}

function datedText({ from, until, rules, own, hours }: Dated): string {
  const version = {
    rules: compact(rules),
    own: Object.fromEntries(
      Object.entries(own).map(([number, theirs]) => [number, compact(theirs)]),
    ),
    hours: hours.map((rule) => Object.values(hoursParts(rule))),
  };
  const text = JSON.stringify(version).replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  return `\n        (${instant(from)}, ${instant(until)}, '${text}'),`;
}

/** An instant as Python reads it. */
const instant = (at: string | undefined): string =>
  at === undefined ? "None" : `"${new Date(at).toISOString().replace(".000Z", "+00:00")}"`;

const byId = <T>(all: Record<string, T>): [string, T][] =>
  Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));

/** Rules that are alike but for the meter are one. */
function compact(rules: readonly HashmapRule[]): unknown[] {
  const found = new Map<string, { services: string[]; rest: unknown[] }>();
  for (const { service, type, cost, field, value, level, group } of rules) {
    // What one project has of its own is found by it already.
    const rest = [type, cost, field, value === OWN_PROJECT ? undefined : value, level, group];
    while (rest.at(-1) === undefined) rest.pop();
    const key = JSON.stringify(rest);
    const same = found.get(key) ?? { services: [], rest };
    same.services.push(service);
    found.set(key, same);
  }
  return [...found.values()].map(({ services, rest }) => [services, ...rest]);
}
