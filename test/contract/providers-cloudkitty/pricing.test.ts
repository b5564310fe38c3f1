import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { PricingArgs } from "../../../components/billing/plan/pricing";
import type { Billing, Subscription, Version } from "../../../components/billing/plan/types";
import { Exact } from "../../../components/billing/rating/decimal";
import { Hashmap, type HashmapRule } from "../../../components/billing/rating/hashmap";
import { pricesOf } from "../../../components/billing/rating/prices";
import { runScripts } from "../../unit/billing-plan/pyscripts";
import { billing, FLAT, STANDARD, version } from "../../unit/billing-plan/billing";
import { ProgramStack, type Item, type Ran } from "../support/stack";
import { FakeCloudKitty } from "./support/fake-cloudkitty";
import { word } from "./support/hashmap";

const PROJECTS = {
  acme: "c4306072a06b4b989146ecba79ccb743",
  globex: "0dd5a8a7f3f04a3b8f2c1c2b7d6e5f40",
  initech: "77aa0c1d2e3f4a5b6c7d8e9f00112233",
};
const NEXT_YEAR = `${new Date().getUTCFullYear() + 1}-01-01T00:00:00Z`;

/** Prices through the embedded engine: what is declared is what the model calculates with. */
describe("cloudkitty: prices as a program declares them", function () {
  this.timeout(120_000);
  const fake = new FakeCloudKitty();
  let stack: ProgramStack;
  before(async () => {
    await fake.start();
    stack = new ProgramStack("pricing", fake.login);
  });
  after(() => fake.stop());

  const later = version({
    ...STANDARD,
    from: NEXT_YEAR,
    prices: { ...STANDARD.prices, floatingIp: "0.012" },
  });
  const withStandard = (...versions: Version[]): Billing =>
    billing({ plans: { standard: { versions }, flat: { versions: [FLAT] } } });
  const args = (given: Partial<PricingArgs> = {}): PricingArgs => ({
    billing: withStandard(STANDARD, later),
    now: new Date().toISOString(),
    tenants: {
      acme: { projectId: PROJECTS.acme },
      globex: { projectId: PROJECTS.globex },
      initech: { projectId: PROJECTS.initech, plan: [{ name: "flat" }] },
    },
    months: { acme: { atMost: "100.00", declared: "8.76", budget: "200.00" } },
    ...given,
  });
  const told: string[] = [];
  const run = async (command: "preview" | "up", given: PricingArgs): Promise<Ran> => {
    told.length = 0;
    return stack.run(command, [given] as unknown as Item[], {
      emit: (event) => {
        if (event.kind === "diagnostic" && event.severity === "info") told.push(event.message);
        if (event.kind === "diagnostic" && event.severity === "warning") told.push(event.message);
        if (event.kind === "step-failed") told.push(event.message);
        if (event.kind === "diagnostic" && event.severity === "error") told.push(event.message);
      },
    });
  };

  /** What the fake has, as rules. */
  function kept(): HashmapRule[] {
    const { services, fields, mappings, thresholds } = fake.hashmap.tables;
    const text = (value: unknown): string | undefined =>
      typeof value === "string" && value !== "" ? value : undefined;
    return [...mappings, ...thresholds].map((rule) => {
      const field = fields.find(({ field_id }) => field_id === rule.field_id);
      const service = services.find(
        ({ service_id }) => service_id === (field?.service_id ?? rule.service_id),
      );
      return {
        service: text(service?.name) ?? assert.fail("a rule of no service"),
        field: text(field?.name),
        value: text(rule.value),
        level: text(rule.level),
        type: rule.type === "rate" ? "rate" : "flat",
        cost: text(rule.cost) ?? "0",
        tenant: text(rule.tenant_id),
      };
    });
  }

  it("makes what they are calculated with, and has nothing to do then", async () => {
    assert.equal((await run("preview", args())).failed, false, told.join("\n"));
    assert.equal((await run("up", args())).failed, false, told.join("\n"));
    const modules = fake.modules.map(({ module_id, enabled, priority }) => [
      module_id,
      enabled,
      priority,
    ]);
    assert.deepEqual(modules, [
      ["hashmap", true, 50],
      ["noop", true, 1],
      ["pyscripts", true, 10],
    ]);
    const points = [
      ["instance", "1", { flavor_name: "large" }],
      ["instance", "1", { flavor_name: "small" }],
      ["instance.vcpus", "4", {}],
      ["instance.memory", "7.5", {}],
      ["volume.size", "99.9", { volume_type: "ssd" }],
      ["volume.size", "150", { volume_type: "ssd" }],
      ["volume.size", "200", { volume_type: "hdd" }],
      ["volume.size", "700", { volume_type: "hdd" }],
      ["ip.floating", "3", {}],
      ["network.outgoing.bytes", "1.25", {}],
      ["requests", "1000", {}],
    ] as const;
    // Noon of a Tuesday: no hours hold.
    const begin = "2026-06-02T10:00:00Z";
    for (const [tenant, project_id] of Object.entries(PROJECTS)) {
      const hashmap = new Hashmap(kept(), project_id);
      const plan = tenant === "initech" ? "flat" : "standard";
      const prices = pricesOf(billing(), tenant, [{ name: plan }]);
      let compared = 0;
      for (const [service, quantity, attributes] of points) {
        const price = hashmap.price({
          service,
          quantity,
          attributes: { ...attributes, project_id },
        });
        const usage = { meter: service, quantity, attributes, begin, end: "" };
        const listed = pricedBy(() => prices.rate(usage).amount);
        assert.equal(price.toFixed(), listed ?? "0", `${tenant} ${service} ${quantity}`);
        if (listed !== undefined && new Exact(listed).gt(0)) compared++;
      }
      assert.equal(compared, tenant === "initech" ? 7 : 9, tenant);
    }
    const writes = fake.writes.length;
    assert.equal((await run("up", args())).failed, false, told.join("\n"));
    assert.equal(fake.writes.length, writes);
  });

  it("refuses to change what has begun, in the preview", async () => {
    const cheaper = version({ ...STANDARD, prices: { ...STANDARD.prices, floatingIp: "0.003" } });
    const preview = await run("preview", args({ billing: withStandard(cheaper, later) }));
    assert.equal(preview.failed, true);
    assert.match(
      told.join("\n"),
      /versions: the version of 2026-01-01T00:00:00Z has begun and is changed \(floatingIp 0\.006 → 0\.003\)/,
    );
  });

  it("warns of a version to come for which CloudKitty has no room", async () => {
    const custom = Object.fromEntries(
      Array.from({ length: 6000 }, (_, i) => {
        const digits = createHash("sha256").update(String(i)).digest().readBigUInt64BE();
        return [`meter-${i}`, `0.${digits}`];
      }),
    );
    const large = { ...later, prices: { ...later.prices, custom } };
    const preview = await run("preview", args({ billing: withStandard(STANDARD, large) }));
    assert.equal(preview.failed, false, told.join("\n"));
    assert.deepEqual(
      told.filter((text) => text.startsWith("CloudKitty has no room")),
      [
        `CloudKitty has no room for the prices of standard ${NEXT_YEAR.slice(0, 10)} beside those that hold now: ` +
          "run this again as soon as the next of them begins",
      ],
    );
  });

  it("has CloudKitty know what is to come, and rates nothing again when that comes into force", async () => {
    fake.meet(PROJECTS.acme);
    // One hour of it is rated.
    fake.periods.push({ begin: NEXT_YEAR, end: NEXT_YEAR.replace("T00", "T01") });
    const lastHour = new Date(Date.parse(NEXT_YEAR) - 3_600_000).toISOString();
    const addresses = (): string[] =>
      runScripts([
        {
          script: word(fake.scripts[0]?.data),
          frames: [STANDARD.from, lastHour, NEXT_YEAR].map((begin) => ({
            ...{ begin, meter: "ip.floating", project: PROJECTS.globex, price: "77" },
          })),
        },
      ])[0]?.map((price) => new Exact(price).toFixed()) ?? [];
    // New Year is no holiday here; a quarter is taken off.
    const wanted = ["0.0045", "0.0045", "0.009"];
    assert.deepEqual(addresses(), wanted);
    const before = fake.writes.length;
    const months = { acme: { atMost: "110.00", declared: "8.76", budget: "200.00" } };
    const up = await run("up", args({ now: `${NEXT_YEAR.slice(0, 4)}-01-03T01:00:00Z`, months }));
    assert.equal(up.failed, false, told.join("\n"));
    assert.deepEqual(addresses(), wanted);
    const price = new Hashmap(kept(), PROJECTS.globex).price({
      service: "ip.floating",
      quantity: "1",
      attributes: { project_id: PROJECTS.globex },
    });
    // 0.012 less a quarter.
    assert.equal(price.toFixed(), "0.009");
    const writes = fake.writes.slice(before);
    const changed = writes.filter((call) =>
      call.startsWith("PUT /v1/rating/module_config/hashmap/"),
    );
    assert.equal(changed.length, 1);
    assert.deepEqual(writes, changed);
    assert.ok(
      told.includes(`The difference that this makes of a month, in EUR:
tenant           before   after  difference
acme    at most  100.00  110.00      +10.00`),
      told.join("\n"),
    );
  });

  it("has it know the plan that a tenant comes to, and never one without a date", async () => {
    const year = NEXT_YEAR.slice(0, 4);
    const comes = `${year}-03-01T00:00:00Z`;
    const on = (now: string, ...plan: Subscription[]): PricingArgs => {
      const tenants = { ...args().tenants, acme: { projectId: PROJECTS.acme, plan } };
      return args({ now, tenants });
    };
    const [winter, spring] = [`${year}-01-03T01:00:00Z`, `${year}-03-01T01:00:00Z`];
    const change = [{ name: "standard" }, { name: "flat", from: comes }];
    const addresses = (): string[] => {
      const begins = [`${year}-02-28T23:00:00Z`, comes];
      const frames = Object.values(PROJECTS).flatMap((project) =>
        begins.map((begin) => ({ begin, meter: "ip.floating", project, price: "77" })),
      );
      const script = word(fake.scripts[0]?.data);
      return runScripts([{ script, frames }])[0]?.map((price) => new Exact(price).toFixed()) ?? [];
    };
    // Of acme 0.012 less a tenth, then flat's price; a quarter off for globex; initech is on flat, for a half.
    const [standard, flat] = ["0.0108", "0.003"];
    const others = ["0.009", "0.009", "0.0015", "0.0015"];
    assert.deepEqual(addresses(), [standard, standard, ...others]);
    const cheaper = version({ ...STANDARD, prices: { ...STANDARD.prices, floatingIp: "0.003" } });
    const undated = await run("preview", {
      ...on(winter, { name: "flat" }),
      billing: withStandard(cheaper, later),
    });
    assert.equal(undated.failed, true);
    // All mistakes at once.
    assert.match(
      told.join("\n"),
      /versions: the version of 2026-01-01T00:00:00Z has begun and is /,
    );
    assert.match(
      told.join("\n"),
      /plans: acme: the plan by which usage is rated is changed \(ever since standard → flat\): put it back, and append one that begins later: plan: \[{ name: standard }, { name: flat, from: <a day to come> }\]/,
    );
    const before = fake.writes.length;
    const up = await run("up", on(winter, ...change));
    assert.equal(up.failed, false, told.join("\n"));
    assert.deepEqual(addresses(), [standard, flat, ...others]);
    // Its rules are what they were.
    assert.deepEqual(
      fake.writes.slice(before).map((call) => call.replace(/[^/]*$/, "")),
      ["PUT /v1/rating/module_config/pyscripts/scripts/"],
    );
    const again = fake.writes.length;
    const next = await run("up", on(spring, ...change));
    assert.equal(next.failed, false, told.join("\n"));
    assert.deepEqual(addresses(), [standard, flat, ...others]);
    const calls = fake.writes.slice(again);
    assert.ok(calls.some((call) => call.startsWith("POST /v1/rating/module_config/hashmap/")));
    // Nothing is rated again.
    assert.deepEqual(
      calls.filter((call) => !call.includes("/v1/rating/module_config/hashmap/")),
      [],
    );
    const rule = new Hashmap(kept(), PROJECTS.acme).price({
      service: "ip.floating",
      quantity: "1",
      attributes: { project_id: PROJECTS.acme },
    });
    assert.equal(rule.toFixed(), flat);
  });
});

const pricedBy = (rate: () => string): string | undefined => {
  try {
    return rate();
  } catch {
    return undefined;
  }
};
