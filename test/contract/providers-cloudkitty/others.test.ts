import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Properties } from "../../../providers/server";
import { messageOf, UNKNOWN } from "../../../providers/server";
import { compressed } from "../../unit/billing-plan/pyscripts";
import { Direct } from "./support/direct";
import { FakeCloudKitty } from "./support/fake-cloudkitty";

const ACME = "c4306072a06b4b989146ecba79ccb743";
const SCRIPTS = "/v1/rating/module_config/pyscripts/scripts";
const OFFPEAK = `import decimal
if data['period']['begin'].hour == 2:
    for service, points in data['usage'].items():
        for point in points:
            point['rating']['price'] *= decimal.Decimal('0.5')
`;

const refusal = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "it was not refused",
    (error: unknown) => messageOf(error),
  );

describe("cloudkitty: modules, scripts, scopes, quotes", () => {
  let fake: FakeCloudKitty;
  let direct: Direct;
  beforeEach(async () => {
    fake = new FakeCloudKitty();
    await fake.start();
    direct = new Direct(fake.login);
  });
  afterEach(() => fake.stop());

  const moduleNow = (id: string): Properties =>
    fake.modules.find(({ module_id }) => module_id === id) as Properties;

  it("RatingModule: sets, changes and puts back", async () => {
    const given = { moduleId: "hashmap", priority: 50 };
    const kept = await direct.create("RatingModule", "hashmap", given);
    assert.deepEqual(kept.outputs, {
      ...{ moduleId: "hashmap", enabled: true, priority: 50, hotConfig: true },
      ...{ description: "hashmap rating module.", before: { enabled: false, priority: 1 } },
    });
    await direct.isStill("RatingModule", "hashmap", kept);
    assert.deepEqual(await direct.import("RatingModule", "hashmap", "hashmap"), {
      ...kept,
      outputs: { ...kept.outputs, before: { enabled: true, priority: 50 } },
    });
    const off = await direct.update("RatingModule", "hashmap", kept, {
      ...{ moduleId: "hashmap", enabled: false },
    });
    assert.deepEqual([off.outputs.enabled, off.outputs.priority], [false, 1]);
    await direct.isStill("RatingModule", "hashmap", off);
    Object.assign(moduleNow("hashmap"), { enabled: true, priority: 7 });
    const seen = await direct.read("RatingModule", "hashmap", off);
    assert.deepEqual(seen?.inputs, { moduleId: "hashmap", enabled: true });
    await direct.delete("RatingModule", "hashmap", off);
    const { enabled, priority } = moduleNow("hashmap");
    assert.deepEqual([enabled, priority], [false, 1]);
    assert.equal(await direct.import("RatingModule", "it", "nosuch"), undefined);
    assert.equal(
      await refusal(direct.create("RatingModule", "it", { moduleId: "nosuch" })),
      "CloudKitty has no module nosuch; it has: hashmap, noop, pyscripts",
    );
  });

  it("Pyscript: makes, changes, imports and deletes", async () => {
    const given = { name: "offpeak", data: OFFPEAK };
    const kept = await direct.create("Pyscript", "offpeak", given);
    await direct.isStill("Pyscript", "offpeak", kept);
    assert.equal(kept.outputs.checksum, fake.scripts[0]?.checksum);
    assert.deepEqual(await direct.import("Pyscript", "offpeak", "offpeak"), kept);
    const data = OFFPEAK.replace("== 2", "== 3");
    const diff = await direct.diff("Pyscript", "offpeak", kept, { ...given, name: "night", data });
    assert.deepEqual(diff.detailed, { name: "update", data: "update" });
    const changed = await direct.update("Pyscript", "offpeak", kept, { name: "night", data });
    assert.deepEqual(
      fake.scripts.map((one) => [one.script_id, one.name, one.data]),
      [[kept.id, "night", data]],
    );
    assert.notEqual(changed.outputs.checksum, kept.outputs.checksum);
    assert.match(
      await refusal(direct.create("Pyscript", "other", { name: "night", data: "pass" })),
      /^a script with name "night" exists there already \(/,
    );
    await direct.delete("Pyscript", "offpeak", changed);
    await direct.delete("Pyscript", "offpeak", changed);
    assert.deepEqual(fake.scripts, []);
  });

  it("Pyscript: refuses a broken one with its line, and posts nothing", async () => {
    const broken: [Properties, string][] = [
      [
        { data: "import decimal\nthis is ( not python\n" },
        "data: line 2: SyntaxError: '(' was never closed",
      ],
      [
        { data: "for points in data['usage'].values():\n    points[0]['nosuch']\n" },
        "data: line 2: KeyError: 'nosuch' (with the period from Monday 00:00)",
      ],
      [{ data: "data['usage']['gpu']", sample: [{ service: "gpu" }] }, "nothing"],
      [
        { data: "pass", sample: [{ service: "gpu", quantity: "much" }, { volume: "1" }] },
        'sample[0].quantity: expected a decimal number such as "1", found "much"',
      ],
      [
        { data: "pass", start: "2100-01-01T00:00:00Z" },
        "start: this CloudKitty does not know when a rule holds (a release after 22.0.0 does): leave it " +
          "out. What is declared holds for every period that is not rated yet.",
      ],
    ];
    for (const [given, wanted] of broken) {
      const [mistake = "nothing"] = await direct.mistakes("Pyscript", { name: "bad", ...given });
      assert.equal(mistake, wanted);
    }
    assert.deepEqual(fake.scripts, []);
    assert.deepEqual([...new Set(fake.writes)], [`POST ${SCRIPTS}`]);
  });

  it("Pyscript: refuses one that is too long for CloudKitty's database, which compresses it", async () => {
    const noise = (bytes: number): string => `# ${randomBytes(bytes).toString("base64")}`;
    const long = noise(66_000);
    const size = compressed(long);
    assert.ok(size > 65_535);
    assert.deepEqual(await direct.mistakes("Pyscript", { name: "long", data: long }), [
      `data: it has ${size} bytes when it is compressed, and CloudKitty keeps 65535 of them at most: ` +
        "make it shorter, or several of it",
    ]);
    const fits = noise(60_000);
    assert.ok(fits.length > 65_535 && compressed(fits) <= 65_535);
    assert.deepEqual(await direct.mistakes("Pyscript", { name: "fits", data: fits }), []);
  });

  it("Pyscript: is not judged while what it says is not known yet", async () => {
    const sample = [{ service: "instance", groupby: { project_id: UNKNOWN } }];
    const unknown: Properties[] = [{ data: UNKNOWN }, { data: "pass", sample }];
    for (const given of unknown) {
      assert.deepEqual(await direct.mistakes("Pyscript", { name: "hours", ...given }), []);
    }
  });

  it("ScopeState: waits for the scope, switches it, rates again once, and puts back", async () => {
    const given = { scopeId: ACME, active: false };
    setTimeout(() => fake.meet(ACME), 200);
    const kept = await direct.create("ScopeState", "acme", given);
    assert.deepEqual(kept.outputs, {
      ...{ scopeId: ACME, active: false, scopeKey: "project_id", fetcher: "keystone" },
      ...{ collector: "gnocchi", lastProcessedTimestamp: "2026-11-24T03:06:00+00:00" },
      wasActive: true,
    });
    await direct.isStill("ScopeState", "acme", kept);
    for (const hour of ["01", "02", "03"]) {
      const [begin, end] = ["00", "30"].map((minute) => `2026-11-24T${hour}:${minute}:00+00:00`);
      fake.periods.push({ begin: begin ?? "", end: end ?? "" });
    }
    const again = { ...given, rateAgainFrom: "2026-11-24T02:49:00+01:00" };
    const changed = await direct.update("ScopeState", "acme", kept, again);
    // The period before the first one that is rated again, which begins at 02:00.
    assert.equal(changed.outputs.lastProcessedTimestamp, "2026-11-24T01:30:00+00:00");
    // The processor goes on from there, which is no difference, and it is not done twice.
    Object.assign(fake.scopes[0] ?? {}, { last_processed_timestamp: "2026-11-25T00:00:00+00:00" });
    const seen = await direct.read("ScopeState", "acme", changed);
    assert.ok(seen);
    const same = { ...again, rateAgainFrom: "2026-11-24T01:49:00Z" };
    assert.deepEqual((await direct.diff("ScopeState", "acme", seen, same)).detailed, {});
    await direct.update("ScopeState", "acme", seen, { ...same, active: true });
    assert.deepEqual(fake.writes, ["PATCH /v2/scope", "PUT /v2/scope", "PATCH /v2/scope"]);
    Object.assign(fake.scopes[0] ?? {}, { active: false });
    await direct.delete("ScopeState", "acme", changed);
    assert.equal(fake.scopes[0]?.active, true);
    const imported = await direct.import("ScopeState", "acme", ACME);
    assert.deepEqual(imported?.inputs, { scopeId: ACME, active: true });
    assert.equal(await direct.import("ScopeState", "it", "nobody"), undefined);
  });

  it("RateTimeline: rates again what was rated before its rules, and since a version is in force", async () => {
    const version = (from: string) => ({ from, prices: {}, tenants: {} });
    const [first, second] = ["2026-01-01T00:00:00Z", "2026-11-24T02:30:00Z"] as const;
    const given = {
      name: "standard",
      versions: [version(first), version(second)],
      inForce: first,
      fixed: {},
      holidays: [],
      tenants: ["acme", "globex"],
      // The second one was never met.
      projects: [ACME, "unmet"],
    };
    fake.meet(ACME);
    const lastRated = () => fake.scopes[0]?.last_processed_timestamp;
    const kept = await direct.create("RateTimeline", "standard", given);
    // Nothing is rated yet.
    assert.deepEqual(fake.writes, []);
    for (const hour of ["01", "02", "03"]) {
      const [begin = "", end = ""] = ["00", "30"].map(
        (minute) => `2026-11-24T${hour}:${minute}:00+00:00`,
      );
      fake.periods.push({ begin, end });
    }
    await direct.create("RateTimeline", "standard", given);
    assert.equal(lastRated(), "2026-11-24T00:30:00+00:00");
    const changed = await direct.update("RateTimeline", "standard", kept, {
      ...given,
      inForce: second,
    });
    assert.equal(lastRated(), "2026-11-24T02:30:00+00:00");
    await direct.update("RateTimeline", "standard", changed, { ...given, inForce: second });
    assert.deepEqual(fake.writes, ["PUT /v2/scope", "PUT /v2/scope"]);
  });

  it("RateTimeline: rates nothing again that CloudKitty rated by the version's date", async () => {
    const versions = ["2026-01-01", "2026-11-01", "2026-11-24"].map((day) => ({
      from: `${day}T00:00:00Z`,
      prices: {},
      tenants: {},
    }));
    const [first = "", second = "", third = ""] = versions.map(({ from }) => from);
    const given: Properties = { name: "standard", versions, projects: [ACME] };
    fake.meet(ACME);
    const rated = (day: string): void => {
      fake.periods.push({
        begin: `2026-11-${day}T00:00:00+00:00`,
        end: `2026-11-${day}T01:00:00+00:00`,
      });
    };
    const cases: [string, Properties, Properties, string | undefined][] = [
      [
        "it knew both",
        { inForce: first, dated: [first, second, third] },
        { inForce: third },
        undefined,
      ],
      [
        "it knew the later one only",
        { inForce: first, dated: [third] },
        { inForce: third },
        "2026-10-31T23:00:00+00:00",
      ],
      [
        "it knew the first of them",
        { inForce: first, dated: [second] },
        { inForce: third },
        "2026-11-23T23:00:00+00:00",
      ],
      ["rules had no dates", { inForce: first }, { inForce: third }, "2026-10-31T23:00:00+00:00"],
      [
        "a version began before its date was there",
        { inForce: first, dated: [first] },
        { dated: [first, second, third] },
        "2026-10-31T23:00:00+00:00",
      ],
      [
        "the first version began, and nobody knew",
        { versions: versions.slice(1) },
        { versions: versions.slice(1), inForce: second, dated: [third] },
        "2026-10-31T23:00:00+00:00",
      ],
    ];
    rated("01");
    rated("24");
    for (const [name, olds, news, from] of cases) {
      const scope = fake.scopes[0] ?? assert.fail();
      scope.last_processed_timestamp = "unchanged";
      const kept = {
        id: "standard",
        inputs: { ...given, ...olds },
        outputs: { ...given, ...olds },
      };
      await direct.update("RateTimeline", "standard", kept, { ...given, ...olds, ...news });
      assert.equal(scope.last_processed_timestamp, from ?? "unchanged", name);
    }
  });

  it("PlanTimeline: rates a tenant again since a change of its plan that CloudKitty did not know of", async () => {
    const GLOBEX = "0dd5a8a7f3f04a3b8f2c1c2b7d6e5f40";
    const [first, second] = ["2026-11-01T00:00:00Z", "2026-11-24T00:00:00Z"] as const;
    const plans: Properties = {
      acme: [{ plan: "a" }, { plan: "b", from: first }, { plan: "a", from: second }],
      globex: [{ plan: "a" }],
    };
    const given: Properties = { name: "prices", plans, projects: { acme: ACME, globex: GLOBEX } };
    fake.meet(ACME);
    fake.meet(GLOBEX);
    const scopeOf = (id: string) =>
      fake.scopes.find(({ scope_id }) => scope_id === id) ?? assert.fail();
    for (const day of ["01", "24"]) {
      const [begin, end] = ["00", "01"].map((hour) => `2026-11-${day}T${hour}:00:00+00:00`);
      fake.periods.push({ begin: begin ?? "", end: end ?? "" });
    }
    const [october, november] = ["2026-10-31T23:00:00+00:00", "2026-11-23T23:00:00+00:00"];
    const cases: [string, Properties | undefined, Properties, string | undefined][] = [
      ["made with a change that is in force", undefined, { inForce: { acme: first } }, october],
      ["made without one", undefined, {}, undefined],
      [
        "it knew both",
        { dated: { acme: [first, second] } },
        { inForce: { acme: second } },
        undefined,
      ],
      [
        "it knew the later one",
        { dated: { acme: [second] } },
        { inForce: { acme: second } },
        october,
      ],
      [
        "it knew the first one",
        { dated: { acme: [first] } },
        { inForce: { acme: second } },
        november,
      ],
      [
        "the first one was in force, and it knew no other one",
        { inForce: { acme: first }, dated: { acme: [first] } },
        { inForce: { acme: second } },
        november,
      ],
      ["rules had no dates", {}, { inForce: { acme: second } }, october],
      [
        "both were in force",
        { inForce: { acme: second } },
        { inForce: { acme: second }, dated: { acme: [first, second] } },
        undefined,
      ],
      ["it began before its date was there", {}, { dated: { acme: [first, second] } }, october],
    ];
    for (const [name, olds, news, from] of cases) {
      for (const scope of fake.scopes) scope.last_processed_timestamp = "unchanged";
      const inputs = { ...given, ...news };
      if (olds === undefined) await direct.create("PlanTimeline", "tenants", inputs);
      else {
        const old = { ...given, ...olds };
        await direct.update(
          "PlanTimeline",
          "tenants",
          { id: "prices", inputs: old, outputs: old },
          inputs,
        );
      }
      assert.deepEqual(
        [ACME, GLOBEX].map((id) => scopeOf(id).last_processed_timestamp),
        [from ?? "unchanged", "unchanged"],
        name,
      );
    }
  });

  it("ScopeState: says how CloudKitty comes to meet a project", async () => {
    const create = direct.create("ScopeState", "acme", { scopeId: ACME }, { timeoutSeconds: 1 });
    assert.equal(
      await refusal(create),
      `CloudKitty has not met project ${ACME} within 1 s. It makes a scope itself (POST /v2/scope answers ` +
        "500 in 22.0.0) when its processor next looks for projects in which its user has the role " +
        "rating: give that role, and look at cloudkitty-processor.",
    );
    assert.deepEqual(fake.writes, []);
  });

  it("ratingQuote: asks with groupby and metadata, and answers a decimal", async () => {
    const quote = direct.provider.functions?.["cloudkitty:index:ratingQuote"];
    const { log, signal } = direct.context("RatingModule", "it");
    const ask = (resources: Properties[]) => quote?.invoke({ resources }, { log, signal });
    fake.price = "0.4000000000000000000000000000";
    const metadata = { flavor_name: "m1.large" };
    assert.deepEqual(await ask([{ service: "instance", volume: "2.0", metadata }]), {
      outputs: { price: "0.4" },
    });
    assert.deepEqual(fake.cloud.requests.at(-1)?.body, {
      resources: [{ service: "instance", volume: "2", desc: { groupby: {}, metadata } }],
    });
    const wrong = await ask([{ service: "instance", volume: "two", desc: {} }, { volume: "1" }]);
    assert.deepEqual(wrong, {
      outputs: {},
      failures: [
        {
          property: "resources[0].volume",
          reason: 'expected a decimal number such as "1", found "two"',
        },
        {
          property: "resources[0].desc",
          reason: "there is no such property; allowed: groupby, metadata, service, volume",
        },
        {
          property: "resources[1].service",
          reason: "is required: The metric, such as instance.",
        },
      ],
    });
    fake.price = null;
    assert.equal(
      await refusal(Promise.resolve(ask([{ service: "instance", volume: "1" }]))),
      "CloudKitty quoted null, which is no price",
    );
  });
});
