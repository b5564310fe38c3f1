/** A line of the table: a figure, and what it must not exceed. */
export interface Figure {
  what: string;
  value: number;
  /** s, GiB, x (a ratio), or nothing for a count. */
  unit: "s" | "GiB" | "x" | "";
  limit?: number;
}

/** The figures as a table; what is over its limit is marked. */
export function table(figures: Figure[]): string {
  const rows = figures.map(({ what, value, unit, limit }) => [
    what,
    text(value, unit),
    limit === undefined ? "" : text(limit, unit),
    limit !== undefined && value > limit ? "over" : "",
  ]);
  const all = [["what", "figure", "limit", ""], ...rows];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  const line = (row: string[]): string =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(" | ")} |`;
  const rule = `|${widths.map((width, at) => `${"-".repeat(width + 1)}${at === 0 ? "-" : ":"}`).join("|")}|`;
  return [line(all[0] ?? []), rule, ...rows.map(line)].join("\n");
}

function text(value: number, unit: Figure["unit"]): string {
  return unit === "" ? value.toFixed(0) : `${value.toFixed(unit === "x" ? 2 : 1)} ${unit}`;
}
