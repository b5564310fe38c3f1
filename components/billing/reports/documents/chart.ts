import { Exact } from "../decimal";
import type { Point } from "../model/course";
import { html, type Markup } from "./markup";

/** Floats are for where to draw, and for nothing else. */
const height = (amount: string, most: number): number =>
  most === 0 ? 0 : Math.max(0, new Exact(amount).toNumber() / most);

export const mostOf = (points: Point[]): number =>
  Math.max(0, ...points.map(({ amount }) => new Exact(amount).toNumber()));

/** Bars of what each day or hour cost, as SVG. */
export function chart(points: Point[], currency: string): Markup {
  const [width, tall, left, foot] = [760, 190, 56, 24];
  const most = mostOf(points);
  const step = (width - left) / Math.max(points.length, 12);
  const bars = points.map(({ begin, amount }, n) => {
    const h = round(height(amount, most) * (tall - 14));
    const x = round(left + n * step + step * 0.12);
    return html`<rect
      class="bar"
      x="${x}"
      y="${round(tall - h)}"
      width="${round(step * 0.76)}"
      height="${h}"
      rx="2"
      ><title>${label(begin)}: ${amount} ${currency}</title></rect
    >`;
  });
  const lines = [0, 0.5, 1].map((share) => {
    const y = round(tall - share * (tall - 14));
    return html`<line class="grid" x1="${left}" x2="${width}" y1="${y}" y2="${y}" /><text
        class="axis"
        x="${left - 8}"
        y="${y + 4}"
        text-anchor="end"
        >${tick(most * share)}</text
      >`;
  });
  const every = Math.max(1, Math.ceil(points.length / 10));
  const names = points.flatMap(({ begin }, n) =>
    n % every === 0
      ? [
          html`<text
            class="axis"
            x="${round(left + n * step + step / 2)}"
            y="${tall + 17}"
            text-anchor="middle"
            >${short(begin)}</text
          >`,
        ]
      : [],
  );
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${tall + foot}"
    role="img"
    aria-label="Cost over time"
  >
    ${lines}${bars}${names}
  </svg>`;
}

/** A small line of the same, for a list. */
export function sparkline(points: Point[]): Markup {
  const [width, tall] = [160, 36];
  const most = mostOf(points);
  const step = width / Math.max(points.length - 1, 1);
  const at = points.map(
    ({ amount }, n) => `${round(n * step)},${round(tall - 2 - height(amount, most) * (tall - 4))}`,
  );
  if (at.length === 1) at.push(`${width},${at[0]?.split(",")[1] ?? tall}`);
  return html`<svg
    class="spark"
    viewBox="0 0 ${width} ${tall}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${at.length > 0 && html`<polygon points="0,${tall} ${at.join(" ")} ${width},${tall}" /><polyline points="${at.join(" ")}" />`}
  </svg>`;
}

/** How much of a whole is used: a bar that changes its colour where it is used up. */
export function meter(share: string): Markup {
  const used = new Exact(share).toNumber();
  const state = used >= 1 ? "over" : used >= 0.8 ? "near" : "fine";
  return html`<svg
    class="meter ${state}"
    viewBox="0 0 100 6"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <rect class="whole" width="100" height="6" rx="3" />
    <rect class="part" width="${round(Math.min(1, Math.max(0, used)) * 100)}" height="6" rx="3" />
  </svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** 2026-11-24 stays, 2026-11-24T01:00:00Z is 2026-11-24 01:00. */
const label = (begin: string): string => begin.slice(0, 16).replace("T", " ");
/** 24, or 01:00. */
const short = (begin: string): string =>
  begin.length > 10 ? begin.slice(11, 16) : begin.slice(8, 10);

const tick = (value: number): string => {
  if (value === 0) return "0";
  if (value >= 1000) return `${(value / 1000).toFixed(1)}k`;
  return value >= 10 ? value.toFixed(0) : value.toPrecision(2);
};
