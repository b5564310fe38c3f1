import assert from "node:assert/strict";
import type { Properties } from "../../../providers/server";
import { messageOf } from "../../../providers/server";
import { Direct } from "./support/direct";
import type { Kept } from "./support/direct";
import { FakeCloudKitty } from "./support/fake-cloudkitty";

const ACME = "c4306072a06b4b989146ecba79ccb743";
const GLOBEX = "89c54c70a32443be91ffcc2c655fe8ae";
const HASHMAP = "/v1/rating/module_config/hashmap";

/** What an attempt is refused with. */
const refusal = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "it was not refused",
    (error: unknown) => messageOf(error),
  );

describe("cloudkitty: hashmap", () => {
  let fake: FakeCloudKitty;
  let direct: Direct;
  let service: Kept;
  let field: Kept;
  let uptime: Kept;
  beforeEach(async () => {
    fake = new FakeCloudKitty();
    await fake.start();
    direct = new Direct(fake.login);
    service = await direct.create("HashmapService", "instance", { name: "instance" });
    field = await direct.create("HashmapField", "flavor", {
      ...{ serviceId: service.id, name: "flavor_name" },
    });
    uptime = await direct.create("HashmapGroup", "uptime", { name: "uptime" });
  });
  afterEach(() => fake.stop());

  const small = (more: Properties = {}): Properties => ({
    ...{ fieldId: field.id, value: "m1.small", cost: "0.05", groupId: uptime.id, ...more },
  });
  const mapping = (given: Properties = small(), name = "small"): Promise<Kept> =>
    direct.create("HashmapMapping", name, given);
  const stored = (id: string) =>
    fake.hashmap.tables.mappings.find(({ mapping_id }) => mapping_id === id);

  it("makes services, fields and groups, and reads them as they were made", async () => {
    await direct.isStill("HashmapService", "instance", service);
    await direct.isStill("HashmapField", "flavor", field);
    await direct.isStill("HashmapGroup", "uptime", uptime);
    assert.deepEqual(
      [service.outputs, field.outputs, uptime.outputs],
      [
        { name: "instance", forceDestroy: false },
        { serviceId: service.id, name: "flavor_name", forceDestroy: false },
        { name: "uptime", forceDestroy: false },
      ],
    );
    const renamed = await direct.diff("HashmapGroup", "uptime", uptime, { name: "time" });
    assert.deepEqual(
      [renamed.detailed, renamed.deleteBeforeReplace],
      [{ name: "update-replace" }, false],
    );
    const calls = fake.writes.length;
    const forced = await direct.update("HashmapGroup", "uptime", uptime, {
      ...{ name: "uptime", forceDestroy: true },
    });
    assert.deepEqual([forced.outputs.forceDestroy, fake.writes.length], [true, calls]);
  });

  it("compares costs as decimals, and sends them as text", async () => {
    const kept = await mapping(small({ cost: "0.050" }));
    assert.equal(stored(kept.id)?.cost, "0.0500000000000000000000000000");
    assert.equal(kept.outputs.cost, "0.05");
    await direct.isStill("HashmapMapping", "small", kept);
    for (const cost of ["0.05", "0.0500", 0.05, "5e-2", "+.05"]) {
      const { detailed } = await direct.diff("HashmapMapping", "small", kept, small({ cost }));
      assert.deepEqual(detailed, {}, String(cost));
    }
    const number = await direct.update("HashmapMapping", "small", kept, small({ cost: 0.2 }));
    assert.equal(stored(number.id)?.cost, "0.2000000000000000000000000000");
    // Somebody's JSON number is another price, by very little.
    Object.assign(stored(kept.id) ?? {}, { cost: "0.2000000000000000111022302463" });
    const seen = await direct.read("HashmapMapping", "small", number);
    assert.equal(seen?.inputs.cost, "0.2000000000000000111022302463");
  });

  it("says what a change does", async () => {
    const kept = await mapping();
    const changes: [Properties, Record<string, string>][] = [
      [{ cost: "0.06" }, { cost: "update" }],
      [{ value: "m1.large" }, { value: "update" }],
      [{ type: "rate" }, { type: "update" }],
      [{ tenantId: ACME }, { tenantId: "add" }],
      [{ groupId: service.id }, { groupId: "update" }],
      [{ fieldId: service.id }, { fieldId: "update-replace" }],
    ];
    for (const [change, detailed] of changes) {
      const diff = await direct.diff("HashmapMapping", "small", kept, small(change));
      assert.deepEqual(diff.detailed, detailed);
    }
    const without = small({ groupId: null });
    const ungrouped = await direct.diff("HashmapMapping", "small", kept, without);
    assert.deepEqual(
      [ungrouped.detailed, ungrouped.deleteBeforeReplace],
      [{ groupId: "delete-replace" }, true],
    );
    const loose = { ...kept, inputs: await direct.checked("HashmapMapping", "small", without) };
    const grouped = await direct.diff("HashmapMapping", "small", loose, small());
    assert.deepEqual(grouped.detailed, { groupId: "add" });
  });

  it("sends the whole rule with a change, so that a tenant's price stays the tenant's", async () => {
    const kept = await mapping(small({ tenantId: ACME }));
    const changed = await direct.update(
      "HashmapMapping",
      "small",
      kept,
      small({ tenantId: ACME, cost: "0.04" }),
    );
    assert.deepEqual(stored(kept.id), {
      ...{ mapping_id: kept.id, value: "m1.small", type: "flat", cost: `0.04${"0".repeat(26)}` },
      ...{ service_id: null, field_id: field.id, group_id: uptime.id, tenant_id: ACME },
    });
    assert.equal(fake.writes.at(-1), `PUT ${HASHMAP}/mappings/${kept.id}`);
    const everybody = await direct.update(
      "HashmapMapping",
      "small",
      changed,
      small({ cost: "0.04" }),
    );
    assert.deepEqual([everybody.outputs.tenantId, stored(kept.id)?.tenant_id], [undefined, null]);
    await direct.isStill("HashmapMapping", "small", everybody);
  });

  it("shows what others changed as a difference", async () => {
    const kept = await mapping();
    Object.assign(stored(kept.id) ?? {}, { tenant_id: GLOBEX, type: "rate" });
    const seen = await direct.read("HashmapMapping", "small", kept);
    assert.ok(seen);
    const { detailed } = await direct.diff("HashmapMapping", "small", seen, small());
    assert.deepEqual(detailed, { tenantId: "delete", type: "update" });
    fake.hashmap.tables.mappings.length = 0;
    assert.equal(await direct.read("HashmapMapping", "small", kept), undefined);
  });

  it("prices a service as a whole", async () => {
    const given = { serviceId: service.id, cost: "0.01", groupId: uptime.id };
    const kept = await direct.create("HashmapMapping", "all", given);
    await direct.isStill("HashmapMapping", "all", kept);
    const changed = await direct.update("HashmapMapping", "all", kept, { ...given, cost: "0.02" });
    assert.deepEqual(changed.outputs, {
      ...{ serviceId: service.id, type: "flat", cost: "0.02", groupId: uptime.id },
    });
  });

  it("refuses what CloudKitty would take twice", async () => {
    const { id } = await mapping();
    const twice = (key: string, of: string, what: string, natural: string): string =>
      `a ${what} with ${key} exists there already (${of}) and was not made by this resource. ` +
      `Take it into this stack by the option import: "${of}" (or ${natural}), or delete it.`;
    const rule = "SERVICE/FIELD/VALUE@GROUP:TENANT";
    const key = `value "m1.small", groupId "${uptime.id}"`;
    assert.equal(
      await refusal(mapping(small({ cost: "7" }), "again")),
      twice(key, id, "mapping", rule),
    );
    const services = direct.create("HashmapService", "other", { name: "instance" });
    assert.equal(
      await refusal(services),
      twice('name "instance"', service.id, "service", "SERVICE"),
    );
    const level = { serviceId: service.id, level: "500", cost: "0.8", type: "rate" };
    const first = await direct.create("HashmapThreshold", "much", level);
    const second = direct.create("HashmapThreshold", "more", { ...level, level: "500.0" });
    assert.equal(
      await refusal(second),
      twice('level "500"', first.id, "threshold", "SERVICE/FIELD/LEVEL@GROUP:TENANT"),
    );
    // A change into what is there is no better.
    const large = await mapping(small({ value: "m1.large" }), "large");
    const update = direct.update("HashmapMapping", "large", large, small());
    assert.equal(await refusal(update), twice(key, id, "mapping", rule));
    assert.deepEqual(
      fake.hashmap.tables.mappings.map(({ value }) => value),
      ["m1.small", "m1.large"],
    );
  });

  it("takes the same value for a tenant and in another group", async () => {
    const storage = await direct.create("HashmapGroup", "storage", { name: "storage" });
    await mapping();
    await mapping(small({ tenantId: ACME }), "acme");
    await mapping(small({ groupId: storage.id }), "storage");
    assert.equal(fake.hashmap.tables.mappings.length, 3);
  });

  it("looks for a twin among the rules of the same tenant alone, for there may be a thousand", async () => {
    const asked = async (given: Properties, name: string): Promise<string[]> => {
      const before = fake.cloud.calls.length;
      await mapping(given, name);
      return fake.cloud.calls.slice(before).filter((call) => call.includes("/mappings?"));
    };
    const of = `GET /rating${HASHMAP}/mappings?field_id=${field.id}`;
    const all = await asked(small(), "all");
    assert.deepEqual([...new Set(all)], [`${of}&filter_tenant=true`]);
    const own = await asked(small({ tenantId: ACME }), "acme");
    assert.deepEqual([...new Set(own)], [`${of}&tenant_id=${ACME}&filter_tenant=true`]);
  });

  it("makes one of two that come at once", async () => {
    const both = await Promise.allSettled([mapping(), mapping(small(), "again")]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.equal(fake.hashmap.tables.mappings.length, 1);
  });

  it("takes up what a killed run left, and nothing else", async () => {
    const left = await mapping(small({ cost: "0.04" }));
    const hint = (...known: string[]) => ({ interrupted: { since: 0, known: new Set(known) } });
    const known = direct.create("HashmapMapping", "again", small(), hint(left.id));
    assert.match(await refusal(known), /was not made by this resource/);
    const taken = await direct.create("HashmapMapping", "small", small(), hint());
    assert.deepEqual([taken.id, taken.outputs.cost], [left.id, "0.05"]);
    assert.equal(fake.hashmap.tables.mappings.length, 1);
    // A service cannot be changed: it is taken up as it is.
    const again = await direct.create("HashmapService", "instance", { name: "instance" }, hint());
    assert.deepEqual(again, { ...service, inputs: again.inputs });
    addTwin(left.id);
    assert.match(
      await refusal(direct.create("HashmapMapping", "small", small(), hint())),
      /^a create was interrupted, and there are 2 mappings that it may have left: \S+, \S+\. Delete those/,
    );
  });

  /** Makes a duplicate, as CloudKitty lets anybody do. */
  function addTwin(id: string): void {
    const twin = { ...stored(id), mapping_id: "11111111-1111-4111-8111-111111111111" };
    fake.hashmap.tables.mappings.push(twin);
  }

  it("does not make a second one when the answer to the first is lost", async () => {
    fake.first = (request) => {
      if (request.method !== "POST") return undefined;
      fake.answer(request);
      fake.first = undefined;
      return { cut: true };
    };
    const kept = await mapping();
    assert.deepEqual(
      fake.hashmap.tables.mappings.map(({ mapping_id }) => mapping_id),
      [kept.id],
    );
  });

  it("imports by id and by natural key", async () => {
    const given = small({ tenantId: ACME });
    const kept = await mapping(given);
    const much = await direct.create("HashmapThreshold", "much", {
      ...{ serviceId: service.id, level: "500", cost: "0.8", type: "rate" },
    });
    const keys: [string, string, Kept][] = [
      ["HashmapService", "instance", service],
      ["HashmapField", "instance/flavor_name", field],
      ["HashmapGroup", "uptime", uptime],
      ["HashmapMapping", `instance/flavor_name/m1.small@uptime:${ACME}`, kept],
      ["HashmapMapping", kept.id, kept],
      ["HashmapThreshold", "instance/500.0", much],
    ];
    for (const [type, key, made] of keys) {
      assert.deepEqual(await direct.import(type, "it", key), made, key);
    }
    const none = ["instance/flavor_name/m1.small@uptime", "instance@nowhere", "volume/a/b"];
    for (const key of none) {
      assert.equal(await direct.import("HashmapMapping", "it", key), undefined, key);
    }
    assert.equal(
      await refusal(direct.import("HashmapMapping", "it", "instance/flavor_name")),
      'expected an id or SERVICE/FIELD/VALUE@GROUP:TENANT, or SERVICE@GROUP:TENANT to import by (a "/", ' +
        '"@", ":" or "%" within a name as %2F, %40, %3A, %25), found "instance/flavor_name"',
    );
    addTwin(kept.id);
    assert.equal(
      await refusal(direct.import("HashmapMapping", "it", keys[3]?.[1] ?? "")),
      `there are 2 mappings "instance/flavor_name/m1.small@uptime:${ACME}": ${kept.id}, ` +
        "11111111-1111-4111-8111-111111111111. CloudKitty counts only one of them: import it by its " +
        "id, and delete the others.",
    );
  });

  it("deletes nothing of others on the way, unless it is told to", async () => {
    const kept = await mapping();
    assert.equal(
      await refusal(direct.delete("HashmapService", "instance", service)),
      `service instance still has 1 field (${field.id}), which this stack has not made or has not ` +
        "deleted. Delete them first, or set forceDestroy to have them deleted with it.",
    );
    assert.match(
      await refusal(direct.delete("HashmapField", "flavor", field)),
      /^field flavor_name still has 1 mapping \(/,
    );
    assert.match(
      await refusal(direct.delete("HashmapGroup", "uptime", uptime)),
      /^group uptime still has 1 mapping \(/,
    );
    assert.equal(stored(kept.id)?.group_id, uptime.id);
    const forced = (one: Kept): Kept => ({ ...one, inputs: { ...one.inputs, forceDestroy: true } });
    await direct.delete("HashmapGroup", "uptime", forced(uptime));
    assert.equal(stored(kept.id), undefined);
    const other = await mapping(small({ groupId: null }), "other");
    await direct.delete("HashmapService", "instance", forced(service));
    assert.deepEqual(fake.hashmap.tables, {
      ...{ services: [], fields: [], groups: [], mappings: [], thresholds: [] },
    });
    // What went with its parent is deleted already.
    await direct.delete("HashmapMapping", "other", other);
    await direct.delete("HashmapField", "flavor", field);
    await direct.delete("HashmapService", "instance", service);
  });

  it("tells CloudKitty's own words, with the request's id", async () => {
    const nowhere = "00000000-0000-0000-0000-000000000000";
    assert.equal(
      await refusal(mapping(small({ fieldId: nowhere }))),
      `POST ${HASHMAP}/mappings answered 400: No such field: ${nowhere} (request id req-1234)`,
    );
    fake.first = () => ({
      status: 403,
      body: {
        ...{ code: 403, title: "Forbidden" },
        description: "Policy doesn't allow rating:module_config to be performed.",
      },
    });
    assert.equal(
      await refusal(mapping()),
      `GET ${HASHMAP}/mappings answered 403: Policy doesn't allow rating:module_config to be performed. ` +
        "(request id req-1234)",
    );
  });

  it("says that this CloudKitty knows no dates, and uses them where one does", async () => {
    const dated = small({ start: "2100-01-01T01:00:00+01:00", end: "2100-02-01T00:00:00Z" });
    const reason =
      "this CloudKitty does not know when a rule holds (a release after 22.0.0 does): leave it out. " +
      "What is declared holds for every period that is not rated yet.";
    assert.deepEqual(await direct.mistakes("HashmapMapping", dated), [
      `start: ${reason}`,
      `end: ${reason}`,
    ]);
    assert.deepEqual(fake.hashmap.tables.mappings, []);
    fake.hashmap.dates = true;
    const later = new Direct(fake.login);
    const kept = await later.create("HashmapMapping", "small", dated);
    assert.equal(stored(kept.id)?.start, "2100-01-01T00:00:00+00:00");
    await later.isStill("HashmapMapping", "small", kept);
    const dearer = { ...dated, cost: "1" };
    assert.deepEqual((await later.diff("HashmapMapping", "small", kept, dearer)).detailed, {
      cost: "update",
    });
    // One that has begun can only be ended.
    const begun = { start: "2020-01-01T00:00:00+00:00" };
    const running = {
      ...kept,
      outputs: { ...kept.outputs, ...begun },
      inputs: { ...kept.inputs, ...begun },
    };
    const ended = { ...dearer, ...begun, end: "2101-01-01T00:00:00Z" };
    assert.deepEqual((await later.diff("HashmapMapping", "small", running, ended)).detailed, {
      ...{ cost: "update-replace", end: "update" },
    });
  });
});
