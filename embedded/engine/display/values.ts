import { structuredPatch } from "diff";
import {
  ARCHIVE,
  ASSET,
  OUTPUT_VALUE,
  RESOURCE_REFERENCE,
  SECRET,
  SIGNATURE,
  UNKNOWN,
} from "../types";
import type { Properties, Value } from "../types";

/** How values are shown. */
export interface Show {
  secrets: boolean;
}

/** A value over one or more lines, those after the first indented by `indent` spaces. */
export function renderValue(value: Value, show: Show, indent = 0): string {
  const special = renderSpecial(value, show, indent);
  if (special !== undefined) return special;
  const inner = " ".repeat(indent + 4);
  const end = `\n${" ".repeat(indent)}`;
  if (Array.isArray(value)) {
    const lines = value.map(
      (item, at) => `${inner}[${at}]: ${renderValue(item, show, indent + 4)}`,
    );
    return lines.length > 0 ? `[\n${lines.join("\n")}${end}]` : "[]";
  }
  if (value !== null && typeof value === "object") {
    const lines = renderProperties(value, show, indent + 4);
    return lines.length > 0 ? `{\n${lines.join("\n")}${end}}` : "{}";
  }
  return JSON.stringify(value);
}

/** One entry a property, sorted, their colons below each other. */
export function renderProperties(properties: Properties, show: Show, indent: number): string[] {
  const keys = shownKeys(properties);
  const width = Math.max(0, ...keys.map((key) => key.length));
  return keys.map((key) => {
    const value = renderValue(properties[key] ?? null, show, indent);
    return `${" ".repeat(indent)}${key.padEnd(width)}: ${value}`;
  });
}

/** What changed, one entry a property that did: `~ key: old => new`, `+ key: new`, `- key: old`. */
export function renderDiff(
  olds: Properties,
  news: Properties,
  show: Show,
  indent: number,
): string[] {
  const keys = shownKeys({ ...olds, ...news }).filter((key) => !same(olds[key], news[key]));
  const width = Math.max(0, ...keys.map((key) => key.length));
  return keys.map((key) => change(key.padEnd(width), olds[key], news[key], show, indent));
}

export function same(old: Value | undefined, now: Value | undefined): boolean {
  return canonical(old) === canonical(now);
}

function change(
  label: string,
  old: Value | undefined,
  now: Value | undefined,
  show: Show,
  indent: number,
): string {
  const pad = " ".repeat(indent);
  if (old === undefined) return `${pad}+ ${label}: ${renderValue(now ?? null, show, indent + 2)}`;
  if (now === undefined) return `${pad}- ${label}: ${renderValue(old, show, indent + 2)}`;
  if (isPlain(old) && isPlain(now)) {
    const lines = renderDiff(old, now, show, indent + 4);
    return `${pad}~ ${label}: {\n${lines.join("\n")}\n${pad}  }`;
  }
  if (Array.isArray(old) && Array.isArray(now)) {
    const lines: string[] = [];
    for (let at = 0; at < Math.max(old.length, now.length); at++) {
      if (!same(old[at], now[at]))
        lines.push(change(`[${at}]`, old[at], now[at], show, indent + 4));
    }
    return `${pad}~ ${label}: [\n${lines.join("\n")}\n${pad}  ]`;
  }
  if (isText(old) && isText(now))
    return [`${pad}~ ${label}:`, ...textDiff(old, now, pad)].join("\n");
  const before = renderValue(old, show, indent + 2);
  return `${pad}~ ${label}: ${before} => ${renderValue(now, show, indent + 2)}`;
}

/** Undefined for plain values, lists and objects. */
function renderSpecial(value: Value, show: Show, indent: number): string | undefined {
  if (value === UNKNOWN) return "[unknown]";
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  switch (value[SIGNATURE]) {
    case SECRET:
      return show.secrets ? renderValue(value.value ?? null, show, indent) : "[secret]";
    case OUTPUT_VALUE:
      if (value.secret === true && !show.secrets) return "[secret]";
      return value.value === undefined ? "[unknown]" : renderValue(value.value, show, indent);
    case RESOURCE_REFERENCE:
      return JSON.stringify(value.urn ?? null);
    case ASSET:
      return `asset(${JSON.stringify(value.path ?? value.uri ?? value.hash ?? "text")})`;
    case ARCHIVE:
      return `archive(${JSON.stringify(value.path ?? value.uri ?? value.hash ?? "assets")})`;
    default:
      return undefined;
  }
}

/** Lines around those that changed. */
const CONTEXT = 2;

/** What changed of a text of several lines: `+ new`, `- old`, and what is around them. */
function textDiff(old: string, now: string, pad: string): string[] {
  const { hunks } = structuredPatch("", "", old, now, "", "", { context: CONTEXT });
  return hunks.flatMap(({ lines, oldStart }, at) => [
    ...(oldStart > 1 || at > 0 ? [`${pad}      ...`] : []),
    ...lines.map((line) => `${pad}    ${line.slice(0, 1)} ${line.slice(1)}`.trimEnd()),
  ]);
}

const isText = (value: Value): value is string => typeof value === "string" && value.includes("\n");

function isPlain(value: Value): value is Properties {
  const object = value !== null && typeof value === "object" && !Array.isArray(value);
  return object && value[SIGNATURE] === undefined;
}

/** Properties with two underscores are the providers' own. */
function shownKeys(properties: Properties): string[] {
  return Object.keys(properties)
    .filter((key) => !key.startsWith("__"))
    .sort();
}

function canonical(value: Value | undefined): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
