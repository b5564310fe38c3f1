import { diffNote } from "./details";
import { isStack, PARTS } from "./model";
import type { Model, Row } from "./model";
import { columns } from "./table";
import type { Cell } from "./table";
import { describe, elapsed, WORDS } from "./words";
import type { Paint } from "./words";

export interface TreeOptions {
  now: number;
  /** Columns of the terminal. */
  width: number;
  /** How many lines there is room for. */
  height: number;
  paint: Paint;
}

interface Node {
  urn: string;
  row: Row | undefined;
  children: Node[];
}

/**
 * The resources that something happens to, below their parents, as a table with a heading. Where
 * there is no room for all of them, those that are under way or failed come first, then the newest;
 * a last line tells how many are left out.
 */
export function tree(model: Model, options: TreeOptions): string[] {
  const root = nodesOf(model);
  const lines = flatten(root, "", "");
  const chosen = choose(lines, options.height - 1);
  const heading = ["", "Type", "Name", model.command === "preview" ? "Plan" : "Status", "Info"].map(
    (text): Cell => ({ text, color: "heading" }),
  );
  const cells = chosen.map(({ node, branch }) => cellsOf(model, node, branch, options.now));
  if (cells.every((row) => row[4]?.text === "")) heading.pop();
  const table = columns([heading, ...cells], options.width, options.paint);
  const left = lines.length - chosen.length;
  return left > 0 ? [...table, `     … ${left} more`] : table;
}

interface Line {
  node: Node;
  branch: string;
}

function nodesOf(model: Model): Node {
  const nodes = new Map<string, Node>();
  const nodeOf = (urn: string): Node => {
    const known = nodes.get(urn);
    if (known !== undefined) return known;
    const made: Node = { urn, row: model.rows.get(urn), children: [] };
    nodes.set(urn, made);
    return made;
  };
  const stack = nodeOf(model.stackUrn);
  const violated = model.violations.flatMap(({ urn }) => urn ?? []);
  for (const urn of [...model.rows.keys(), ...model.messages.keys(), ...violated]) nodeOf(urn);
  // A Map goes on to what is added while it is gone through: parents that are heard of later.
  for (const node of nodes.values()) {
    if (node === stack) continue;
    const parent = (node.row?.step.new ?? node.row?.step.old)?.parent;
    (parent ? nodeOf(parent) : stack).children.push(node);
  }
  return prune(model, stack);
}

/** Leaves out what is unchanged and has nothing to say, unless something below it is shown. */
function prune(model: Model, node: Node): Node {
  const says = ({ urn }: Node): boolean =>
    model.messages.has(urn) || model.violations.some((violation) => violation.urn === urn);
  const children = node.children
    .map((child) => prune(model, child))
    .filter(
      (child) =>
        child.children.length > 0 ||
        says(child) ||
        (child.row !== undefined && !["same", "read"].includes(child.row.step.op)),
    );
  return { ...node, children };
}

function flatten(node: Node, branch: string, below: string): Line[] {
  const last = node.children.length - 1;
  const children = node.children.map((child, at) =>
    at < last
      ? flatten(child, `${below}├─ `, `${below}│  `)
      : flatten(child, `${below}└─ `, `${below}   `),
  );
  return [{ node, branch }, ...children.flat()];
}

function choose(lines: Line[], most: number): Line[] {
  if (lines.length <= most) return lines;
  const rank = ({ node }: Line): number => {
    if (isStack(node.urn)) return 0;
    if (node.row?.state === "failed") return 1;
    return node.row?.state === "running" ? 2 : 3;
  };
  // One line is for the count of what is left out.
  const ranked = lines.toSorted(
    (a, b) => rank(a) - rank(b) || (b.node.row?.since ?? 0) - (a.node.row?.since ?? 0),
  );
  const chosen = new Set(ranked.slice(0, Math.max(1, most - 1)));
  return lines.filter((line) => chosen.has(line));
}

function cellsOf(model: Model, node: Node, branch: string, now: number): Cell[] {
  const { row, urn } = node;
  const { type, name } = describe(urn);
  const op = shownOp(model, row);
  const { symbol, color } = WORDS[op];
  return [
    { text: symbol, color },
    { text: branch + type, prefix: branch.length },
    // A name's end tells more than its middle.
    { text: name, prefix: 0 },
    statusOf(model, node, now),
    { text: infoOf(model, node) },
  ];
}

/** A replacement is one thing in a plan and when all of it is done; in between its parts show. */
function shownOp(model: Model, row: Row | undefined): Row["step"]["op"] {
  const op = row?.step.op ?? "same";
  const whole = model.command === "preview" || (model.summary && !model.summary.failed);
  return whole && PARTS.includes(op) ? "replace" : op;
}

function statusOf(model: Model, { urn, row }: Node, now: number): Cell {
  const { plan, doing, done, color } = WORDS[shownOp(model, row)];
  const over = model.summary !== undefined;
  const wrong = model.messages.get(urn)?.some(({ severity }) => severity === "error");
  if (isStack(urn) && !over) {
    return { text: `running (${elapsed((now - model.began) / 1000)})`, color };
  }
  const took = row && row.seconds > 0 && done ? ` (${elapsed(row.seconds)})` : "";
  if (isStack(urn) && model.summary?.failed) return { text: "**failed**", color: "red" };
  if (row?.state === "failed" || (wrong && model.command !== "preview")) {
    const words = doing && row?.state === "failed" ? `${doing} failed` : "failed";
    return { text: `**${words}**${took}`, color: "red" };
  }
  if (model.command === "preview") return { text: plan, color };
  if (row?.state !== "running") return { text: `${done}${took}`, color };
  const since = over ? "interrupted" : elapsed(Math.floor((now - row.since) / 1000));
  return { text: `${doing} (${since})`, color: over ? "yellow" : color };
}

function infoOf(model: Model, { urn, row }: Node): string {
  const parts: string[] = [];
  if (row && !["create", "delete", "same"].includes(row.step.op)) {
    parts.push(diffNote(row.step.diff));
  }
  if (model.summary === undefined) {
    if (row?.state === "running" || isStack(urn)) parts.push(row?.note ?? "");
  } else {
    const messages = model.messages.get(urn) ?? [];
    const words = { error: "error", warning: "warning", info: "message" };
    for (const [severity, word] of Object.entries(words)) {
      const count = messages.filter((message) => message.severity === severity).length;
      if (count > 0) parts.push(`${count} ${word}${count === 1 ? "" : "s"}`);
    }
  }
  return parts.filter((part) => part !== "").join("; ");
}
