import { createHash, randomUUID } from "node:crypto";
import type { Json, Recorded, Reply } from "../../plugins-openstack/fake-openstack";
import { FakeOpenStack } from "../../plugins-openstack/fake-openstack";
import type { Properties } from "../../../../providers/server";
import { fault, FakeHashmap, word } from "./hashmap";
import type { Kind } from "./hashmap";

const CONFIG = "/v1/rating/module_config";
const NONE = { status: 404, body: { message: "No resource found for provided filters." } };

/** CloudKitty 22.0.0 behind a Keystone, as it answered: captured.json holds it to that. */
export class FakeCloudKitty {
  readonly cloud = new FakeOpenStack();
  scripts: Json[] = [];
  readonly modules: Json[] = ["hashmap", "noop", "pyscripts"].map((module_id) => ({
    ...{ module_id, description: `${module_id} rating module.`, enabled: module_id === "noop" },
    ...{ hot_config: module_id !== "noop", priority: 1 },
  }));
  readonly scopes: Json[] = [];
  /** Periods that are rated, in the order of time. */
  readonly periods: { begin: string; end: string }[] = [];
  /** What a quote is answered with. */
  price: unknown = "0";
  /** Answers before all else. */
  first: ((request: Recorded) => Reply | undefined) | undefined;

  constructor(readonly hashmap = new FakeHashmap()) {}

  async start(): Promise<void> {
    await this.cloud.start();
    this.cloud.handle((request) => this.first?.(request) ?? this.answer(request));
  }

  stop(): Promise<void> {
    return this.cloud.stop();
  }

  /** The provider's configuration. */
  get login(): Properties {
    return {
      authUrl: `${this.cloud.url}/identity/v3`,
      userName: "admin",
      password: "a-password",
      projectName: "admin",
      region: "RegionOne",
    };
  }

  /** Calls so far that were not to read: `METHOD path` without /rating. */
  get writes(): string[] {
    return this.cloud.calls
      .filter((call) => !call.startsWith("GET "))
      .map((call) => call.replace(" /rating", " "));
  }

  /** A scope that CloudKitty has met. */
  meet(scope_id: string): Json {
    const scope: Json = {
      ...{ scope_id, scope_key: "project_id", fetcher: "keystone", collector: "gnocchi" },
      ...{ last_processed_timestamp: "2026-11-24T03:06:00+00:00", active: true },
      scope_activation_toggle_date: "2026-11-24T03:08:45+00:00",
    };
    this.scopes.push(scope);
    return scope;
  }

  answer({ method, path, body }: Pick<Recorded, "method" | "path" | "body">): Reply | undefined {
    const url = new URL(path.replace(/^\/rating/, ""), "http://c");
    const given = (body ?? {}) as Json;
    const at = url.pathname;
    if (at.startsWith(`${CONFIG}/hashmap/`)) {
      const [kind = "", id] = at.slice(`${CONFIG}/hashmap/`.length).split("/");
      return this.hashmap.answer(method, kind as Kind, id, url.searchParams, given);
    }
    if (at.startsWith(`${CONFIG}/pyscripts/scripts`)) {
      const id = at.slice(`${CONFIG}/pyscripts/scripts`.length + 1) || undefined;
      return this.script(method, id, url.searchParams, given);
    }
    if (at.startsWith("/v2/rating/modules")) {
      return this.module(method, at.slice("/v2/rating/modules".length + 1) || undefined, given);
    }
    if (at === "/v2/dataframes") return this.dataframes(url.searchParams);
    if (at === "/v2/scope") return this.scope(method, url.searchParams, given);
    return at === "/v1/rating/quote" ? { body: this.price } : undefined;
  }

  private script(
    method: string,
    id: string | undefined,
    query: URLSearchParams,
    body: Json,
  ): Reply {
    if (method === "GET" && id === undefined) {
      const bare = query.get("no_data") === "true";
      const scripts = this.scripts.map(({ data, ...one }) => (bare ? one : { ...one, data }));
      return { body: { scripts } };
    }
    const found = this.scripts.find(({ script_id }) => script_id === id);
    if (id !== undefined && !found) return fault(404, `No such script: None (UUID: ${id})`);
    if (found && method === "GET") return { body: found };
    if (found && method === "DELETE") {
      this.scripts = this.scripts.filter((one) => one !== found);
      return { status: 204 };
    }
    const unknown = Object.keys(body).filter((key) => !["name", "data"].includes(key));
    if (unknown.length > 0) {
      return fault(400, `Unknown attribute for argument script_data: ${unknown.join(", ")}`);
    }
    const { name, data } = body;
    if (name === undefined) {
      return fault(
        400,
        "Invalid input for field/attribute name. Value: 'None'. Mandatory field missing.",
      );
    }
    if (data === undefined) return fault(500, "Strings must be encoded before hashing");
    const twin = this.scripts.find((one) => one.name === name && one !== found);
    if (twin) {
      return fault(409, `Script ${word(name)} already exists (UUID: ${String(twin.script_id)})`);
    }
    const script = found ?? { script_id: this.hashmap.ids.shift() ?? randomUUID() };
    if (!found) this.scripts.push(script);
    Object.assign(script, { name, data, checksum: sha512(word(data)) });
    const location = `${CONFIG}/pyscripts/scripts/${found ? `${id}/` : ""}${String(script.script_id)}`;
    return { status: 201, body: script, headers: { Location: location } };
  }

  private module(method: string, id: string | undefined, body: Json): Reply {
    if (id === undefined) return { body: { modules: this.modules } };
    const found = this.modules.find(({ module_id }) => module_id === id);
    if (!found) return { status: 404, body: { message: `Module '${id}' not found` } };
    if (method === "GET") return { body: found };
    Object.assign(found, body);
    return { status: 204 };
  }

  private dataframes(query: URLSearchParams): Reply {
    const begin = Date.parse(query.get("begin") ?? "");
    const found = this.periods.filter((period) => Date.parse(period.begin) >= begin);
    if (found.length === 0) return NONE;
    const dataframes = found.slice(0, Number(query.get("limit"))).map((period) => ({ period }));
    return { body: { total: found.length, dataframes } };
  }

  private scope(method: string, query: URLSearchParams, body: Json): Reply {
    if (method === "POST") return { status: 500, body: { message: "Internal Server Error" } };
    const id = method === "GET" ? query.get("scope_id") : body.scope_id;
    if (method === "PUT" && !id && !body.all_scopes) {
      const message = "Either all_scopes or a scope_id should be specified.";
      return { status: 400, body: { message } };
    }
    const active = query.get("active");
    const found = this.scopes.filter(
      (one) =>
        (!id || one.scope_id === id) && (active === null || Number(one.active) === Number(active)),
    );
    if (found.length === 0) return NONE;
    if (method === "GET") return { body: { results: found } };
    if (method === "PATCH") return { body: Object.assign(found[0] ?? {}, body) };
    const { last_processed_timestamp } = body;
    for (const one of found) Object.assign(one, { last_processed_timestamp });
    return { status: 202, body: {} };
  }
}

function sha512(text: string): string {
  return createHash("sha512").update(text).digest("hex");
}
