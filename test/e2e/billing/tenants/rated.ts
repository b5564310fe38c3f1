import assert from "node:assert/strict";
import type { Client } from "../../personas/client";

/** What one resource used in one rated period, by CloudKitty. */
export interface Frame {
  /** When the period began: ISO 8601. */
  begin: string;
  quantity: number;
  project: string;
  attributes: Record<string, string>;
}

const PAGE = 1000;

/** All rated frames of a meter since an instant, of a project or of all. */
export async function framesOf(
  admin: Client,
  { meter, since, project }: { meter: string; since: string; project?: string },
): Promise<Frame[]> {
  const filters = [`type:${meter}`, ...(project ? [`project_id:${project}`] : [])];
  const query = filters.map((filter) => `&filters=${filter}`).join("");
  const found: Frame[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const path = `/v2/dataframes?begin=${since.slice(0, 19)}&limit=${PAGE}&offset=${offset}${query}`;
    const { status, text } = await admin.ask("rating", "GET", path);
    if (status === 404) return found;
    assert.equal(status, 200, text);
    const { total, dataframes } = JSON.parse(text) as Page;
    found.push(
      ...dataframes.flatMap(({ period, usage }) =>
        (usage[meter] ?? []).map(({ vol, groupby, metadata }) => ({
          begin: new Date(period.begin).toISOString(),
          quantity: vol.qty,
          project: groupby.project_id ?? "",
          attributes: { ...metadata, ...groupby },
        })),
      ),
    );
    if (offset + PAGE >= total) return found;
  }
}

/** The begin of the last period that was rated of a project, in milliseconds. */
export async function ratedUntil(admin: Client, project: string): Promise<number> {
  const { text } = await admin.ask("rating", "GET", `/v2/scope?scope_id=${project}`);
  const { results = [] } = JSON.parse(text) as { results?: { last_processed_timestamp: string }[] };
  return Math.max(0, ...results.map((one) => Date.parse(one.last_processed_timestamp)));
}

/** Waits until a period that began at an instant or after it was rated. */
export async function untilRated(admin: Client, project: string, instant: number): Promise<void> {
  const until = Date.now() + 8 * 60_000;
  while ((await ratedUntil(admin, project)) < instant) {
    assert.ok(
      Date.now() < until,
      `${project} is not rated up to ${new Date(instant).toISOString()}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 5000));
  }
}

interface Page {
  total: number;
  dataframes: {
    period: { begin: string };
    usage: Record<
      string,
      { vol: { qty: number }; groupby: Record<string, string>; metadata: Record<string, string> }[]
    >;
  }[];
}
