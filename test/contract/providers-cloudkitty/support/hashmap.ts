import { randomUUID } from "node:crypto";
import type { Json, Reply } from "../../plugins-openstack/fake-openstack";

/** A collection of CloudKitty's v1 API, in its own words. */
interface Collection {
  one: string;
  id: string;
  attributes: readonly string[];
  mandatory: readonly string[];
  /** How it says that there is no such thing. */
  missing: (id: string) => string;
  /** Whether it can be changed. */
  put: boolean;
}

const named = (what: string) => (id: string) => `No such ${what}: None (UUID: ${id})`;
const bare = (what: string) => (id: string) => `No such ${what}: ${id}`;
const RULE = ["type", "cost", "service_id", "field_id", "group_id", "tenant_id"];

const COLLECTIONS = {
  services: {
    ...{ one: "service", id: "service_id", attributes: ["name"], mandatory: ["name"] },
    ...{ missing: named("service"), put: false },
  },
  fields: {
    ...{ one: "field", id: "field_id", attributes: ["name", "service_id"] },
    ...{ mandatory: ["name", "service_id"], missing: bare("field"), put: false },
  },
  groups: {
    ...{ one: "group", id: "group_id", attributes: ["name"], mandatory: ["name"] },
    ...{ missing: named("group"), put: false },
  },
  mappings: {
    ...{ one: "mapping", id: "mapping_id", attributes: ["value", ...RULE], mandatory: ["cost"] },
    ...{ missing: bare("mapping"), put: true },
  },
  thresholds: {
    ...{ one: "threshold", id: "threshold_id", attributes: ["level", ...RULE] },
    ...{ mandatory: ["level", "cost"], missing: bare("threshold"), put: true },
  },
} satisfies Record<string, Collection>;

export type Kind = keyof typeof COLLECTIONS;

/** What stands in a message. */
export const word = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

export const fault = (status: number, faultstring: string): Reply => ({
  status,
  body: { faultcode: status < 500 ? "Client" : "Server", faultstring, debuginfo: null },
});

/** Module hashmap's configuration, with its traps, as CloudKitty 22.0.0 answers. */
export class FakeHashmap {
  readonly tables: Record<Kind, Json[]> = {
    services: [],
    fields: [],
    groups: [],
    mappings: [],
    thresholds: [],
  };
  /** Ids to give next, before new ones. */
  readonly ids: string[] = [];
  /** A later release: rules have dates. */
  dates = false;

  answer(
    method: string,
    kind: Kind,
    id: string | undefined,
    query: URLSearchParams,
    body: Json,
  ): Reply {
    const of = COLLECTIONS[kind];
    if (id === undefined) {
      return method === "POST" ? this.post(kind, body) : this.list(kind, query);
    }
    if (method === "PUT" && !of.put) {
      return { status: 405, body: { code: 405, title: "Method Not Allowed", description: "" } };
    }
    const found = this.tables[kind].find((one) => one[of.id] === id);
    if (!found) return fault(404, of.missing(id));
    if (method === "PUT") return this.put(kind, found, body);
    if (method === "GET") return { body: found };
    this.remove(kind, id, query.get("recursive") === "true");
    return { status: 204 };
  }

  /** Where those of a tenant are. */
  protected among(kind: Kind, _tenant: unknown): Json[] {
    return this.tables[kind];
  }

  protected keep(kind: Kind, made: Json): void {
    this.tables[kind].push(made);
  }

  private list(kind: Kind, query: URLSearchParams): Reply {
    const by = { services: [], groups: [], fields: ["service_id"] } as Record<string, string[]>;
    const allowed = by[kind] ?? [
      "service_id",
      "field_id",
      "group_id",
      "tenant_id",
      "filter_tenant",
      "no_group",
    ];
    const unknown = [...query.keys()].find((key) => !allowed.includes(key));
    if (unknown) return fault(400, `Unknown argument: "${unknown}"`);
    if (kind === "fields" && !query.has("service_id")) {
      return fault(400, 'Missing argument: "service_id"');
    }
    const parents = ["service_id", "field_id", "group_id"].filter((key) => query.has(key));
    if ((kind === "mappings" || kind === "thresholds") && parents.length === 0) {
      return fault(500, "You must specify either service_uuid, field_uuid or group_uuid.");
    }
    // Looked up once: there may be 50,000 rules.
    const wanted = parents.map((key) => [key, query.get(key)] as const);
    const [ungrouped, mine] = [
      query.get("no_group") === "true",
      query.get("filter_tenant") === "true",
    ];
    const tenant = query.get("tenant_id");
    const items = (mine ? this.among(kind, tenant) : this.tables[kind]).filter(
      (one) =>
        (!mine || one.tenant_id === tenant) &&
        (!ungrouped || one.group_id === null) &&
        wanted.every(([key, value]) => one[key] === value),
    );
    return { body: { [kind]: items } };
  }

  private post(kind: Kind, body: Json): Reply {
    const of = COLLECTIONS[kind];
    const wrong = this.wrong(kind, body) ?? this.parents(kind, body);
    if (wrong) return wrong;
    const twin = this.twin(kind, body);
    if (twin) return twin;
    const id = this.ids.shift() ?? randomUUID();
    const made = { [of.id]: id, ...this.shape(kind, body) };
    this.keep(kind, made);
    const location = `/v1/rating/module_config/hashmap/${kind}/${id}`;
    return { status: 201, body: made, headers: { Location: location } };
  }

  /** A PUT keeps the parents, and the group where it names none; a tenant that it does not name is lost. */
  private put(kind: Kind, found: Json, body: Json): Reply {
    const wrong = this.wrong(kind, body);
    if (wrong) return wrong;
    if (kind === "mappings" && found.field_id !== null && !body.value) {
      return fault(400, "You must specify a value for a field mapping.");
    }
    const { service_id, field_id, group_id } = found;
    Object.assign(found, this.shape(kind, body), {
      ...{ service_id, field_id },
      group_id: body.group_id ?? group_id,
    });
    const id = String(found[COLLECTIONS[kind].id]);
    const location = `/v1/rating/module_config/hashmap/${kind}/${id}`;
    return { status: 302, headers: { Location: location } };
  }

  private wrong(kind: Kind, body: Json): Reply | undefined {
    const of = COLLECTIONS[kind];
    const allowed = [...of.attributes, of.id, ...(this.dates ? ["start", "end"] : [])];
    const unknown = Object.keys(body).filter((key) => !allowed.includes(key));
    if (unknown.length > 0) {
      const s = unknown.length > 1 ? "s" : "";
      return fault(
        400,
        `Unknown attribute${s} for argument ${of.one}_data: ${unknown.sort().join(", ")}`,
      );
    }
    const invalid = (key: string, more: string): Reply =>
      fault(
        400,
        `Invalid input for field/attribute ${key}. Value: '${word(body[key] ?? "None")}'. ${more}`,
      );
    // A PUT may leave out a rule's level and cost only where its value is looked at before.
    const absent = of.mandatory.find((key) => body[key] === undefined);
    if (absent) return invalid(absent, "Mandatory field missing.");
    if (body.type !== undefined && !["flat", "rate"].includes(word(body.type))) {
      return invalid("type", "Value should be one of: flat, rate");
    }
    return undefined;
  }

  private parents(kind: Kind, body: Json): Reply | undefined {
    const rule = kind === "mappings" || kind === "thresholds";
    if (rule && !body.service_id && !body.field_id)
      return fault(400, "You must specify one parent.");
    if (rule && body.service_id && body.field_id) {
      return fault(400, "You can only specify one parent.");
    }
    if (kind === "mappings" && body.service_id && body.value) {
      return fault(400, "You can't specify a value and a service_id.");
    }
    if (kind === "mappings" && body.field_id && !body.value) {
      return fault(400, "You must specify a value for a field mapping.");
    }
    if (rule && !/^\d+(\.\d+)?$/.test(String(body.cost))) {
      return fault(500, "[<class 'decimal.ConversionSyntax'>]");
    }
    for (const parent of ["fields", "services", "groups"] as const) {
      const { id, missing } = COLLECTIONS[parent];
      const wanted = parent === kind ? undefined : body[id];
      if (typeof wanted === "string" && !this.tables[parent].some((one) => one[id] === wanted)) {
        return fault(400, missing(wanted));
      }
    }
    return undefined;
  }

  /** What its database takes only once: of a rule with a tenant, for NULL is like nothing else. */
  private twin(kind: Kind, body: Json): Reply | undefined {
    const { id, one } = COLLECTIONS[kind];
    const rule = kind === "mappings" || kind === "thresholds";
    if (rule && !body.tenant_id) return undefined;
    const keys = rule
      ? ["value", "level", "field_id", "service_id", "tenant_id"]
      : kind === "fields"
        ? ["name", "service_id"]
        : ["name"];
    const shape = this.shape(kind, body);
    const rows = rule ? this.among(kind, body.tenant_id) : this.tables[kind];
    const twin = rows.find((other) => keys.every((key) => other[key] === shape[key]));
    if (!twin) return undefined;
    if (rule) {
      const name =
        kind === "mappings"
          ? `Mapping '${String(shape.value)}'`
          : `Threshold '${String(body.level)}'`;
      const parent = body.field_id
        ? `field '${word(body.field_id)}'`
        : `service '${word(body.service_id)}'`;
      return fault(409, `${name} already exists for ${parent}, tenant: '${word(body.tenant_id)}'`);
    }
    const what = one.charAt(0).toUpperCase() + one.slice(1);
    return fault(409, `${what} ${String(body.name)} already exists (UUID: ${String(twin[id])})`);
  }

  private shape(kind: Kind, body: Json): Json {
    const { name, service_id = null, field_id = null, group_id = null, tenant_id = null } = body;
    if (kind === "services" || kind === "groups") return { name };
    if (kind === "fields") return { name, service_id };
    const dates = this.dates ? { start: body.start ?? null, end: body.end ?? null } : {};
    return {
      ...(kind === "mappings" ? { value: body.value ?? "" } : { level: digits(body.level, 8) }),
      ...{ type: body.type ?? "flat", cost: digits(body.cost, 28) },
      ...{ service_id, field_id, group_id, tenant_id, ...dates },
    };
  }

  private remove(kind: Kind, id: string, recursive: boolean): void {
    const key = COLLECTIONS[kind].id;
    this.tables[kind] = this.tables[kind].filter((one) => one[key] !== id);
    for (const child of ["fields", "mappings", "thresholds"] as const) {
      for (const one of this.tables[child].filter((item) => child !== kind && item[key] === id)) {
        if (kind === "groups" && !recursive) one.group_id = null;
        else this.remove(child, String(one[COLLECTIONS[child].id]), true);
      }
    }
  }
}

/** A number as its database keeps it; one that came as a JSON number is kept as the float it is. */
function digits(value: unknown, behind: number): string {
  if (typeof value === "number") return value.toFixed(behind);
  const [whole = "", part = ""] = String(value).split(".");
  return `${whole}.${part.padEnd(behind, "0")}`;
}
