import type { StepOp } from "../types";
import { colorLines } from "./details";
import type { Model } from "./model";
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

function diagnostics({ messages, project, stack }: Model, paint: Paint): string[] {
  if (messages.size === 0) return [];
  const lines = [heading("Diagnostics:", paint)];
  for (const [urn, list] of messages) {
    const { type, name } = urn
      ? describe(urn)
      : { type: "pulumi:pulumi:Stack", name: `${project}-${stack}` };
    lines.push(paint("bold", `  ${type} (${name}):`));
    for (const { severity, text } of list) {
      const color = severity === "error" ? "red" : "yellow";
      const label = severity === "info" ? "" : `${paint(color, `${severity}:`)} `;
      lines.push(...`${label}${text}`.split("\n").map((line) => `    ${line}`.trimEnd()));
    }
    lines.push("");
  }
  return lines;
}

function policies({ violations }: Model, paint: Paint): string[] {
  if (violations.length === 0) return [];
  const lines = [heading("Policies:", paint)];
  const packs = new Map<string, typeof violations>();
  for (const violation of violations) {
    const name = `${violation.policyPack}@v${violation.policyPackVersion.replace(/^v/, "")}`;
    packs.set(name, [...(packs.get(name) ?? []), violation]);
  }
  for (const [name, list] of packs) {
    const refused = list.some(({ level }) => level === "mandatory");
    lines.push(`    ${refused ? paint("red", "❌") : paint("yellow", "⚠️")} ${name}`);
    for (const { level, policy, urn, message } of list) {
      const where = urn ? describe(urn) : undefined;
      const label = paint(level === "mandatory" ? "red" : "yellow", `[${level}]`);
      lines.push(`        - ${label}  ${policy}${where ? `  (${where.type}: ${where.name})` : ""}`);
      lines.push(...message.split("\n").map((line) => `          ${line}`.trimEnd()));
    }
  }
  return [...lines, ""];
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

const PARTS: StepOp[] = ["create-replacement", "delete-replaced"];

function resources(model: Model, paint: Paint): string[] {
  const { summary, command } = model;
  if (summary === undefined) return [];
  const planned = command === "preview";
  const lines: string[] = [];
  let total = 0;
  for (const [op, { symbol, color, plan, count }] of Object.entries(WORDS)) {
    const number = summary.changes[op as StepOp] ?? 0;
    const part = PARTS.includes(op as StepOp) && summary.changes.replace !== undefined;
    if (number === 0 || part || op === "same" || op === "refresh") continue;
    total += number;
    const text = `${symbol}${number} ${planned ? `to ${plan}` : count}`;
    lines.push(`    ${paint(color, text)}`);
  }
  const failed = model.failures();
  if (failed > 0 && !planned) lines.push(`    ${paint("red", `${failed} errored`)}`);
  const kinds = lines.length;
  const unchanged = (summary.changes.same ?? 0) + (summary.changes.refresh ?? 0);
  const last: string[] = [];
  if (kinds > 1 && total > 0) last.push(`${total} changes`);
  if (unchanged > 0) last.push(`${unchanged} unchanged`);
  if (last.length > 0) lines.push(`    ${last.join(". ")}`);
  if (lines.length === 0) lines.push("    0 unchanged");
  return [heading("Resources:", paint), ...lines, ""];
}

function time({ summary, command }: Model, paint: Paint): string[] {
  if (summary === undefined || command === "preview") return [];
  return [`${heading("Duration:", paint)} ${duration(summary.seconds)}`, ""];
}
