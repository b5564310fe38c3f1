import type { EngineEvent, StepOp } from "../types";

export type Command = "preview" | "up" | "refresh" | "destroy";

interface Words {
  symbol: string;
  color: Color;
  /** In a preview, and for what an error says: "create". */
  plan: string;
  doing: string;
  done: string;
  /** In the summary: "2 created". */
  count: string;
}

export type Color =
  "red" | "green" | "yellow" | "blue" | "cyan" | "magenta" | "bold" | "dim" | "heading";

export const WORDS: Record<StepOp, Words> = {
  same: words("  ", "dim", "", "", "", "unchanged"),
  create: words("+ ", "green", "create", "creating", "created", "created"),
  update: words("~ ", "yellow", "update", "updating", "updated", "updated"),
  delete: words("- ", "red", "delete", "deleting", "deleted", "deleted"),
  replace: words("+-", "magenta", "replace", "replacing", "replaced", "replaced"),
  "create-replacement": words(
    "++",
    "green",
    "create replacement",
    "creating replacement",
    "created replacement",
    "created replacement",
  ),
  "delete-replaced": words(
    "--",
    "red",
    "delete original",
    "deleting original",
    "deleted original",
    "deleted original",
  ),
  read: words("> ", "cyan", "read", "reading", "read", "read"),
  refresh: words("~ ", "yellow", "refresh", "refreshing", "refreshed", "refreshed"),
  import: words("= ", "cyan", "import", "importing", "imported", "imported"),
  discard: words("< ", "red", "discard", "discarding", "discarded", "discarded"),
};

function words(
  symbol: string,
  color: Color,
  plan: string,
  doing: string,
  done: string,
  count: string,
): Words {
  return { symbol, color, plan, doing, done, count };
}

/** `Updating (lab):` */
export function headerOf({ command, previewOf = "up", stack }: Prelude): string {
  const plans = { up: "update", refresh: "refresh", destroy: "destroy" };
  const doing = { up: "Updating", refresh: "Refreshing", destroy: "Destroying" };
  const title = command === "preview" ? `Previewing ${plans[previewOf]}` : doing[command];
  return `${title} (${stack}):`;
}

type Prelude = Extract<EngineEvent, { kind: "prelude" }>;

const CODES: Record<Color, string> = {
  red: "31",
  green: "32",
  yellow: "33",
  blue: "94",
  cyan: "36",
  magenta: "35",
  bold: "1",
  dim: "2",
  heading: "4;94",
};

export type Paint = (color: Color, text: string) => string;

export function painter(enabled: boolean): Paint {
  return (color, text) => (enabled && text ? `\x1b[${CODES[color]}m${text}\x1b[0m` : text);
}

/** `urn:pulumi:stack::project::parent$type::name` → type (shortened as Pulumi does) and name. */
export function describe(urn: string): { type: string; name: string; fullType: string } {
  const parts = urn.split("::");
  const fullType = parts[2]?.split("$").at(-1) ?? "";
  return { type: shortType(fullType), name: parts.slice(3).join("::"), fullType };
}

/** `aws:s3/bucket:Bucket` → `aws:s3:Bucket`. */
function shortType(type: string): string {
  const [pkg, module, name, ...more] = type.split(":");
  if (!module || !name || more.length > 0) return type;
  const [first, last] = module.split("/");
  const lower = name.charAt(0).toLowerCase() + name.slice(1);
  return last === lower ? `${pkg}:${first}:${name}` : type;
}

/** How long a step took, as Pulumi says it: `0.25s` below a second, then whole seconds. */
export function elapsed(seconds: number): string {
  const exact = seconds < 1 && !Number.isInteger(seconds);
  return exact ? `${seconds.toFixed(2)}s` : `${Math.floor(seconds)}s`;
}

/** `1m2s`, as Go writes a duration; rounded up to whole seconds. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = `${whole % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
