import type { Body } from "../../support/openstack-api";

/** What somebody of a tenant asks of another tenant's, by the ids of that. */
export interface Others {
  project: string;
  /** A resource in Gnocchi, and a metric of it. */
  resource: string;
  metric: string;
}

/** A request, and what comes of it for everybody who is a tenant's. */
export interface Ask {
  service: "rating" | "metric";
  method: string;
  path: string;
  body?: unknown;
  /**
   * The status; of those that go well, whose projects are in the answer: `own` or nobody's. Where
   * there may be nothing of one's own that is `nobody`.
   */
  expected: number | "own" | "nobody";
}

const HASHMAP = "/v1/rating/module_config/hashmap";

const get = (service: Ask["service"], path: string, expected: Ask["expected"]): Ask => ({
  ...{ service, method: "GET", path, expected },
});

const send = (
  service: Ask["service"],
  line: string,
  body: unknown,
  expected: Ask["expected"],
): Ask => {
  const [method = "", path = ""] = line.split(" ");
  return { service, method, path, body, expected };
};

/** A text that ends one in InfluxDB's query language, and opens the condition to everybody's. */
const loose = (project: string): string => encodeURIComponent(`x' OR "project_id"='${project}`);
const other = (project: string): string =>
  encodeURIComponent(
    `SUM(price) AS rate FROM "dataframes" WHERE "project_id"='${project}'; SELECT SUM(qty) AS qty`,
  );

export const asksFor = ({ project, resource, metric }: Others): Ask[] => [
  get("rating", "/v2/summary?response_format=object&groupby=project_id", "own"),
  get(
    "rating",
    `/v2/summary?response_format=object&groupby=project_id&filters=project_id:${project}`,
    "own",
  ),
  get("rating", `/v2/dataframes?limit=1000&filters=project_id:${project}`, "own"),
  get("rating", `/v2/summary?groupby=project_id&filters=type:${loose(project)}`, 400),
  get("rating", `/v2/summary?groupby=project_id&filters=id:${loose(project)}`, 400),
  get("rating", `/v2/summary?custom_fields=${other(project)}`, 400),
  get("rating", `/v2/summary?groupby=${encodeURIComponent('x","project_id')}`, 400),
  get("rating", `/v2/dataframes?filters=type:${loose(project)}`, 400),
  get("rating", "/v2/scope", 403),
  send("rating", "PUT /v2/scope", { all_scopes: "1", last_processed_timestamp: "2026-01-01" }, 403),
  send("rating", "PATCH /v2/scope", { scope_id: project, active: false }, 403),
  get("rating", "/v2/task/reprocesses", 403),
  send(
    "rating",
    "POST /v2/task/reprocesses",
    {
      ...{ scope_ids: project, reason: "x" },
      ...{ start_reprocess_time: "2026-01-01T00:00:00", end_reprocess_time: "2026-01-01T01:00:00" },
    },
    403,
  ),
  send("rating", "POST /v2/dataframes", { dataframes: [] }, 403),
  // The names of its modules, which it shows without asking its policies.
  get("rating", "/v2/rating/modules", "nobody"),
  get("rating", "/v2/rating/modules/hashmap", 403),
  send("rating", "PUT /v2/rating/modules/noop", { enabled: true }, 403),
  get("rating", "/v1/rating/modules", 403),
  get("rating", `${HASHMAP}/services`, 403),
  get("rating", `${HASHMAP}/groups`, 403),
  get("rating", `${HASHMAP}/mappings?tenant_id=${project}`, 403),
  get("rating", "/v1/rating/module_config/pyscripts/scripts", 403),
  get("rating", "/v1/rating/reload_modules", 403),
  get("rating", `/v1/report/summary?tenant_id=${project}`, 403),
  get("rating", `/v1/report/total?tenant_id=${project}`, 403),
  get("rating", `/v1/report/tenants`, 403),
  get("rating", `/v1/storage/dataframes?tenant_id=${project}`, 403),
  get("metric", "/v1/resource/generic?limit=1000", "own"),
  get("metric", `/v1/resource/generic/${resource}`, 403),
  get("metric", `/v1/resource/generic/${resource}/history`, 403),
  get("metric", `/v1/resource/generic/${resource}/metric`, 403),
  get("metric", `/v1/metric/${metric}`, 403),
  get("metric", `/v1/metric/${metric}/measures`, 403),
  send("metric", "POST /v1/search/resource/generic", { "=": { project_id: project } }, "nobody"),
  send("metric", "POST /v1/search/resource/generic", { like: { project_id: "%" } }, "own"),
  send("metric", `POST /v1/aggregates`, { operations: `(metric ${metric} mean)` }, 403),
  send(
    "metric",
    "POST /v1/aggregates?groupby=project_id",
    {
      operations: "(aggregate mean (metric router mean))",
      resource_type: "network",
      search: { "=": { project_id: project } },
    },
    404,
  ),
  send("metric", "POST /v1/resource/generic", { id: project, project_id: project }, 403),
  send("metric", `PATCH /v1/resource/generic/${resource}`, { user_id: "x" }, 403),
  send("metric", `DELETE /v1/resource/generic/${resource}`, undefined, 403),
  send("metric", `DELETE /v1/metric/${metric}`, undefined, 403),
  send(
    "metric",
    `POST /v1/metric/${metric}/measures`,
    [{ timestamp: "2026-01-01T00:00:00", value: 1 }],
    403,
  ),
  send(
    "metric",
    "POST /v1/batch/resources/metrics/measures?create_metrics=true",
    { [resource]: { router: { measures: [{ timestamp: "2026-01-01T00:00:00", value: 1 }] } } },
    403,
  ),
  get("metric", "/v1/status", 403),
];

/** All values of project_id in an answer, at any depth. */
export function projectsIn(text: string): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { project_id } = value as Body;
    if (typeof project_id === "string") found.add(project_id);
    Object.values(value).forEach(look);
  };
  look(JSON.parse(text));
  return [...found].sort();
}
