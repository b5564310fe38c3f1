import type { StepOp } from "../types";
import { colorLines } from "./details";
import { PARTS } from "./model";
import type { Model, Violation } from "./model";
import { renderDiff, renderProperties, same } from "./values";
import type { Show } from "./values";
import { describe, duration, WORDS } from "./words";
import type { Paint } from "./words";

/** What stands below the list of resources, each section ended by an empty line. */
export function sections(model: Model, show: Show, paint: Paint): string[] {
  return [
    ...diagnostics(model, paint),
    ...policies(model, paint),
    ...outputs(model, show, paint),
    ...resources(model, paint),
    ...time(model, paint),
  ];
}

function heading(text: string, paint: Paint): string {
  return paint("magenta", paint("bold", text));
}

function diagnostics({ messages }: Model, paint: Paint): string[] {
  if (messages.size === 0) return [];
  const lines = [heading("Diagnostics:", paint)];
  for (const [urn, list] of messages) {
    const { type, name } = describe(urn);
    lines.push(paint("blue", `  ${type} (${name}):`));
    for (const { severity, text } of list) {
      const color = severity === "error" ? "red" : "yellow";
      const label = severity === "info" ? "" : `${paint(color, `${severity}:`)} `;
      lines.push(...`${label}${text}`.split("\n").map((line) => `    ${line}`.trimEnd()));
    }
    lines.push("");
  }
  return lines;
}

const LEVELS: Violation["level"][] = ["mandatory", "advisory"];

/** Each pack that was asked, with what it found: what it mended first, then by how grave it is. */
function policies({ violations, summary }: Model, paint: Paint): string[] {
  const packs = new Map<string, { where: string; found: Violation[] }>();
  for (const { name, version, path } of summary?.policyPacks ?? []) {
    packs.set(packName(name, version), { where: ` (local: ${path})`, found: [] });
  }
  for (const violation of violations) {
    const name = packName(violation.policyPack, violation.policyPackVersion);
    const { where = "", found = [] } = packs.get(name) ?? {};
    packs.set(name, { where, found: [...found, violation] });
  }
  if (packs.size === 0) return [];
  const lines = [heading("Policies:", paint)];
  for (const [name, { where, found }] of [...packs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const wrong = found.filter(({ level }) => level !== "remediate");
    const refused = wrong.some(({ level }) => level === "mandatory");
    const mark = refused ? "❌" : wrong.length > 0 ? "⚠️" : "✅";
    lines.push(`    ${mark} ${paint("magenta", name)}${where}`);
    lines.push(...mendedLines(found, paint));
    const sorted = wrong.toSorted(
      (a, b) =>
        LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
        a.policy.localeCompare(b.policy) ||
        (a.urn ?? "").localeCompare(b.urn ?? ""),
    );
    for (const violation of sorted) lines.push(...violationLines(violation, paint));
  }
  return [...lines, ""];
}

/** How many resources each policy mended. */
function mendedLines(found: Violation[], paint: Paint): string[] {
  const counts = new Map<string, number>();
  for (const { level, policy } of found) {
    if (level === "remediate") counts.set(policy, (counts.get(policy) ?? 0) + 1);
  }
  return [...counts].sort().map(([policy, count]) => {
    const label = paint("magenta", `[remediate]  ${policy}`);
    return `        - ${label}  (${count} resource${count === 1 ? "" : "s"})`;
  });
}

function violationLines(violation: Violation, paint: Paint): string[] {
  const { level, severity, policy, urn, message } = violation;
  const where = urn ? describe(urn) : undefined;
  const grave = severity ? ` [severity: ${severity}]` : "";
  const label = paint(level === "mandatory" ? "red" : "yellow", `[${level}]${grave}  ${policy}`);
  return [
    `        - ${label}${where ? `  (${where.type}: ${where.name})` : ""}`,
    ...message
      .trimEnd()
      .split("\n")
      .map((line) => `          ${line}`.trimEnd()),
  ];
}

function packName(name: string, version: string): string {
  return `${name}@v${version.replace(/^v/, "")}`;
}

function outputs({ summary, command }: Model, show: Show, paint: Paint): string[] {
  if (summary === undefined || command === "refresh") return [];
  const { outputs: news, oldOutputs: olds } = summary;
  // A run that failed before it came to its outputs has not removed them.
  if (summary.failed && Object.keys(news).length === 0) return [];
  if (command === "destroy" || Object.keys(news).length + Object.keys(olds).length === 0) return [];
  const keys = Object.keys({ ...olds, ...news });
  if (keys.every((key) => same(olds[key], news[key]))) {
    if (command === "preview") return [];
    return [heading("Outputs:", paint), ...renderProperties(news, show, 4), ""];
  }
  const lines = renderDiff(olds, news, show, 2).map((line) => colorLines(line, paint));
  return [heading("Outputs:", paint), ...lines, ""];
}

/** Steps that change nothing: reads among them, which only look something up. */
const UNCHANGING: StepOp[] = ["same", "refresh", "read"];

function resources(model: Model, paint: Paint): string[] {
  const { summary, command } = model;
  if (summary === undefined) return [];
  const planned = command === "preview";
  const lines: string[] = [];
  let total = 0;
  for (const [op, { symbol, color, plan, count }] of Object.entries(WORDS)) {
    const number = summary.changes[op as StepOp] ?? 0;
    const part = PARTS.includes(op as StepOp) && summary.changes.replace !== undefined;
    if (number === 0 || part || UNCHANGING.includes(op as StepOp)) continue;
    total += number;
    const text = `${symbol}${number} ${planned ? `to ${plan}` : count}`;
    lines.push(`    ${paint(color, text)}`);
  }
  const kinds = lines.length;
  const unchanged = (summary.changes.same ?? 0) + (summary.changes.refresh ?? 0);
  const last: string[] = [];
  if (kinds > 1) last.push(`${total} changes`);
  if (unchanged > 0) last.push(`${unchanged} unchanged`);
  if (last.length > 0) lines.push(`    ${last.join(". ")}`);
  const errored = model.errored();
  if (errored > 0) lines.push(`    ${paint("red", `${errored} errored`)}`);
  if (lines.length === 0) lines.push("    0 unchanged");
  return [heading("Resources:", paint), ...lines, ""];
}

function time({ summary, command }: Model, paint: Paint): string[] {
  if (summary === undefined || command === "preview") return [];
  return [`${heading("Duration:", paint)} ${duration(summary.seconds)}`, ""];
}
