import type { Color, Paint } from "./words";

export interface Cell {
  text: string;
  color?: Color;
  /** How many characters at its start stay when it is cut in the middle. @default cut at its end */
  prefix?: number;
}

const GAP = 2;
/** So much of the last column is kept; what is longer falls off the edge. */
const INFO = 24;
/** Below this a column is not made narrower for the sake of those after it. */
const NARROW: Record<number, number> = { 1: 20, 2: 16 };

/**
 * Rows with their columns below each other. Where the terminal is too narrow, the third and the
 * second column (name and type) give way, so that the status is seen; what then still does not fit
 * is cut off at the right.
 */
export function columns(rows: Cell[][], width: number, paint: Paint): string[] {
  const widths = (rows[1] ?? rows[0] ?? []).map((_, at) =>
    Math.max(0, ...rows.map((row) => row[at]?.text.length ?? 0)),
  );
  const info = widths[4] ? [Math.min(widths[4], INFO)] : [];
  const needed = [...widths.slice(0, 4), ...info];
  let over = 2 + sum(needed) + GAP * (needed.length - 1) - width;
  for (const at of [2, 1]) {
    const now = widths[at] ?? 0;
    const less = Math.max(0, Math.min(over, now - (NARROW[at] ?? 0)));
    widths[at] = now - less;
    over -= less;
  }
  return rows.map((row) => {
    let room = width - 2;
    let line = " ";
    for (const [at, cell] of row.entries()) {
      const text = clip(cell, Math.min(widths[at] ?? 0, room));
      const pad = " ".repeat(Math.max(0, Math.min((widths[at] ?? 0) + GAP, room) - text.length));
      line += (cell.color ? paint(cell.color, text) : text) + (at < row.length - 1 ? pad : "");
      room = Math.max(0, room - text.length - pad.length);
    }
    return line.trimEnd();
  });
}

function clip({ text, prefix }: Cell, width: number): string {
  if (text.length <= width) return text;
  if (width < 1) return "";
  const tail = Math.floor((width - (prefix ?? width) - 1) / 3);
  if (tail < 3) return `${text.slice(0, width - 1)}…`;
  return `${text.slice(0, width - 1 - tail)}…${text.slice(-tail)}`;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
