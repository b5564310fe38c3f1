import type { PropertyDiff, StepInfo } from "../types";
import { renderDiff, renderProperties } from "./values";
import type { Show } from "./values";
import { describe, WORDS } from "./words";
import type { Paint } from "./words";

/** `[diff: +added,-removed,~changed]` of the top-level properties; empty when nothing is known. */
export function diffNote(diff: PropertyDiff[] | undefined): string {
  if (!diff?.length) return "";
  const marks = new Map<string, string>();
  for (const { path, kind } of diff) {
    const key = /^[^.[]+/.exec(path)?.[0] ?? path;
    const whole = key === path;
    const mark =
      whole && kind.startsWith("add") ? "+" : whole && kind.startsWith("del") ? "-" : "~";
    if (marks.get(key) !== "~") marks.set(key, mark);
  }
  const parts = [...marks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, mark]) => mark + key);
  return `[diff: ${parts.join(",")}]`;
}

/** One step with its properties, as `--diff` shows it. */
export function stepDetails({ step }: { step: StepInfo }, show: Show, paint: Paint): string {
  const { op, urn, old } = step;
  const { symbol, color, plan } = WORDS[op];
  const lines = [paint(color, `${symbol}${describe(urn).fullType}: (${plan || op})`)];
  const id = old?.id ?? step.new?.id;
  if (id) lines.push(`    [id=${id}]`);
  lines.push(`    [urn=${urn}]`);
  const provider = step.new?.provider ?? old?.provider;
  if (provider) lines.push(`    [provider=${provider}]`);
  if (old && step.new) {
    const olds = (op === "refresh" ? old.outputs : old.inputs) ?? {};
    const news = (op === "refresh" ? step.new.outputs : step.new.inputs) ?? {};
    const replaced = new Set(
      step.diff?.filter(({ kind }) => kind.endsWith("-replace")).map(({ path }) => path),
    );
    lines.push(...renderDiff(olds, news, show, 2).map((line) => colorLines(line, paint)));
    if (replaced.size > 0) lines.push(`    [replaced because of ${[...replaced].join(", ")}]`);
  } else {
    lines.push(...renderProperties((step.new ?? old)?.inputs ?? {}, show, 4));
  }
  return lines.join("\n");
}

/** Each line of a diff in the colour of its sign. */
export function colorLines(text: string, paint: Paint): string {
  return text
    .split("\n")
    .map((line) => {
      const sign = /^\s*([+~-]) /.exec(line)?.[1];
      if (sign === undefined) return line;
      return paint(sign === "+" ? "green" : sign === "-" ? "red" : "yellow", line);
    })
    .join("\n");
}
