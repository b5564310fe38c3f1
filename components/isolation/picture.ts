import { describePorts } from "./describe";
import type { CloudModel, ModelRouter } from "./model";
import type { Proof } from "./prove";

/**
 * A picture of a cloud, as SVG: the networks outside on top, a column for each tenant with its routers
 * and networks below, and the ways between tenants, if there are any. It has colours for a light and
 * for a dark page.
 */
export function drawCloud(model: CloudModel, proof: Proof): string {
  const columns = model.tenants.map((tenant, n) => ({ tenant, x: MARGIN + n * (WIDTH + GAP) }));
  const outside = model.networks.filter(({ external }) => external);
  const width = 2 * MARGIN + columns.length * (WIDTH + GAP) - GAP;
  const top = HEAD + outside.length * (BAR + GAP);
  const most = Math.max(0, ...model.tenants.map((tenant) => rowsOf(model, tenant).length));
  const bottom = top + TITLE + most * (ROW + GAP) + GAP;
  const at = new Map(columns.map(({ tenant, x }) => [tenant, x]));
  const bars = outside.map(({ id }, n) => ({ id, y: HEAD + n * (BAR + GAP) }));
  const ways = [...proof.violations, ...proof.peered];
  const parts = [
    label(MARGIN, 24, sentence(proof), "title"),
    ...columns.map(({ tenant, x }) => drawTenant(model, tenant, x, top, bottom - top)),
    ...columns.flatMap(({ tenant, x }) => drawWaysOut(model, tenant, x, top, bars)),
    ...bars.map(({ id, y }) =>
      box(MARGIN, y, width - 2 * MARGIN, BAR, id, cidrOf(model, id), "outside"),
    ),
    ...ways.map(({ from, to, open }, n) =>
      arrow(
        (at.get(from) ?? 0) + WIDTH / 2,
        (at.get(to) ?? 0) + WIDTH / 2,
        bottom + 16 + n * 26,
        open.map(describePorts).join(", ") ||
          (n < proof.violations.length ? "closed by groups" : "answers only"),
        n < proof.violations.length ? "violation" : "peered",
      ),
    ),
  ];
  const height = bottom + 16 + ways.length * 26 + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escape(sentence(proof))}</title>
<style>${STYLE}</style>
<rect class="page" width="${width}" height="${height}"/>
${parts.join("\n")}
</svg>
`;
}

const [MARGIN, WIDTH, GAP, HEAD, BAR, TITLE, ROW] = [20, 220, 16, 44, 34, 44, 46];

const STYLE = `
text{font:13px system-ui,sans-serif;fill:#1f2933}.title{font-size:15px;font-weight:600}.small{font-size:11px;fill:#5b6875}
.page{fill:#fff}.outside{fill:#e8eef7;stroke:#7b93b8}.tenant{fill:#f7f8fa;stroke:#c6cdd5}.network{fill:#fff;stroke:#5b8c5a}
.router{fill:#fff;stroke:#7b93b8}.way{stroke:#7b93b8;fill:none}.violation{stroke:#b3261e;fill:#b3261e}.peered{stroke:#5b8c5a;fill:#5b8c5a}
@media (prefers-color-scheme:dark){text{fill:#e6e9ed}.small{fill:#9aa7b4}.page{fill:#14181d}.outside{fill:#1d2938}.tenant{fill:#1a1f26;stroke:#3b4754}.network,.router{fill:#14181d}}
`;

function sentence({ pairs, peered, violations }: Proof): string {
  if (violations.length > 0)
    return `${violations.length} of ${pairs} ways between tenants are open and should not be`;
  const rest = peered.length === 0 ? "" : `, ${peered.length} by a peering`;
  return `${pairs - peered.length} of ${pairs} ways between tenants are closed${rest}`;
}

interface Row {
  id: string;
  kind: "router" | "network";
  below: string;
  gateway?: string;
}

function rowsOf(model: CloudModel, tenant: string): Row[] {
  const own = ({ owner }: { owner?: string }): boolean => owner === tenant;
  return [
    ...model.routers.filter(own).map((router): Row => ({
      id: router.id,
      kind: "router",
      below: `joins ${networksOf(model, router).join(", ") || "nothing"}`,
      gateway: router.gateway?.network,
    })),
    ...model.networks.filter(own).map((network): Row => ({
      id: network.id,
      kind: "network",
      below: cidrOf(model, network.id),
    })),
  ];
}

function networksOf({ subnets }: CloudModel, { interfaces }: ModelRouter): string[] {
  const joined = interfaces.map(
    ({ subnet }) => subnets.find(({ id }) => id === subnet)?.network ?? "",
  );
  return [...new Set(joined.map(shortName))];
}

interface Bar {
  id: string;
  y: number;
}

/** The lines from routers up to the networks outside that they lead to. */
function drawWaysOut(
  model: CloudModel,
  tenant: string,
  x: number,
  top: number,
  bars: Bar[],
): string[] {
  return rowsOf(model, tenant).flatMap(({ gateway }, n) => {
    const bar = bars.find(({ id }) => id === gateway);
    if (bar === undefined) return [];
    const side = x + WIDTH - 24 - n * 8;
    return [`<path class="way" d="M${side} ${top + TITLE + n * (ROW + GAP)}V${bar.y + BAR}"/>`];
  });
}

function drawTenant(
  model: CloudModel,
  tenant: string,
  x: number,
  y: number,
  height: number,
): string {
  const rows = rowsOf(model, tenant).map(({ id, kind, below }, n) =>
    box(
      x + 14,
      y + TITLE + n * (ROW + GAP),
      WIDTH - 28,
      ROW,
      `${kind} ${shortName(id)}`,
      below,
      kind,
    ),
  );
  return [
    `<rect class="tenant" x="${x}" y="${y}" width="${WIDTH}" height="${height}" rx="8"/>`,
    label(x + 14, y + 26, tenant, "title"),
    ...rows,
  ].join("\n");
}

const shortName = (id: string): string => id.slice(id.indexOf("/") + 1);

const cidrOf = ({ subnets }: CloudModel, network: string): string =>
  subnets
    .filter((subnet) => subnet.network === network)
    .map(({ cidr }) => cidr)
    .join(", ");

function box(
  x: number,
  y: number,
  w: number,
  h: number,
  name: string,
  below: string,
  kind: string,
): string {
  const flat = h < ROW;
  return [
    `<rect class="${kind}" x="${x}" y="${y}" width="${w}" height="${h}" rx="6"/>`,
    label(x + 12, y + (flat ? 22 : 20), name),
    flat
      ? `<text class="small" text-anchor="end" x="${x + w - 12}" y="${y + 22}">${escape(below)}</text>`
      : label(x + 12, y + 37, below, "small"),
  ].join("\n");
}

const label = (x: number, y: number, words: string, kind = ""): string =>
  `<text${kind && ` class="${kind}"`} x="${x}" y="${y}">${escape(words)}</text>`;

function arrow(from: number, to: number, y: number, words: string, kind: string): string {
  const back = from < to ? -8 : 8;
  return `<g class="${kind}"><path d="M${from} ${y}H${to + back}"/><path stroke="none" d="M${to} ${y}l${back} -4v8z"/></g>
<text class="small" text-anchor="middle" x="${(from + to) / 2}" y="${y - 5}">${escape(words)}</text>`;
}

const escape = (words: string): string =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
