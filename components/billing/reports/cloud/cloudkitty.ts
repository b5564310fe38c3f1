import { iso, seconds, type Period } from "../calendar";
import { Exact, text } from "../decimal";
import { framesOf, type Dataframes, type Frame } from "../model/frames";
import type { Rated } from "../store/ledger";
import { CloudError, type CloudSession } from "./session";

const PAGE = 5000;
/** Frames of one question: InfluxDB counts through all that come before a page. */
const MANY = 50_000;

/** CloudKitty's 22 API. Every question names its project: without a filter it may take a former caller's. */
export class CloudKitty implements Rated {
  /** @param period seconds that it rates together */
  constructor(
    readonly session: CloudSession,
    readonly period: number,
  ) {}

  /**
   * Until when each project is rated. Those of which nothing is rated yet are left out. What CloudKitty
   * tells is when the last rated period began.
   */
  async ratedUntil(): Promise<Record<string, string>> {
    const until: Record<string, string> = {};
    for (let offset = 0; ; offset += PAGE) {
      const { results } = await this.#get<{
        results: { scope_id: string; last_processed_timestamp: string | null }[];
      }>("/v2/scope", { limit: String(PAGE), offset: String(offset) }, { results: [] });
      for (const { scope_id: id, last_processed_timestamp: last } of results) {
        if (last !== null)
          until[id] = iso(this.period + seconds(/Z|[+-]\d\d:\d\d$/.test(last) ? last : `${last}Z`));
      }
      if (results.length < PAGE) return until;
    }
  }

  /** In the order of time; of a time with many frames one half, then the other. */
  async *frames(projectId: string, period: Period): AsyncGenerator<Frame> {
    const first = await this.#page(projectId, period, 0);
    const [begin, end] = [seconds(period.begin), seconds(period.end)];
    const middle = begin + this.period * Math.floor((end - begin) / 2 / this.period);
    if (first.total > MANY && middle > begin) {
      yield* this.frames(projectId, { begin: period.begin, end: iso(middle) });
      yield* this.frames(projectId, { begin: iso(middle), end: period.end });
      return;
    }
    yield* framesOf(first, projectId);
    for (let offset = PAGE; offset < first.total; offset += PAGE) {
      yield* framesOf(await this.#page(projectId, period, offset), projectId);
    }
  }

  #page(projectId: string, period: Period, offset: number): Promise<Dataframes> {
    return this.#get<Dataframes>(
      "/v2/dataframes",
      { ...times(period), ...only(projectId), limit: String(PAGE), offset: String(offset) },
      { total: 0, dataframes: [] },
    );
  }

  async total(projectId: string, period: Period): Promise<string> {
    const { columns, results } = await this.#get<{
      columns: string[];
      results: (string | number)[][];
    }>(
      "/v2/summary",
      { ...times(period), ...only(projectId), groupby: "project_id" },
      { columns: [], results: [] },
    );
    const [project, rate] = [columns.indexOf("project_id"), columns.indexOf("rate")];
    const row = results.find((one) => one[project] === projectId);
    return text(new Exact(row?.[rate] ?? 0));
  }

  /** 404 is CloudKitty's word for "nothing there". */
  async #get<T>(path: string, query: Record<string, string>, nothing: T): Promise<T> {
    try {
      return await this.session.request<T>(
        "rating",
        "GET",
        `${path}?${new URLSearchParams(query).toString()}`,
      );
    } catch (error) {
      if (error instanceof CloudError && error.status === 404) return nothing;
      throw error;
    }
  }
}

/** `Z` is not understood by all of it. */
const times = ({ begin, end }: Period) => ({
  begin: begin.replace("Z", "+00:00"),
  end: end.replace("Z", "+00:00"),
});
const only = (projectId: string) => ({ filters: `project_id:${projectId}` });
