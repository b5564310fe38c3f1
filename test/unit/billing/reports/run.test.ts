import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decimal } from "decimal.js";
import { Budgets } from "../../../../components/billing/reports/budgets/budgets";
import type { Quotas } from "../../../../components/billing/reports/cloud/quotas";
import type { Period } from "../../../../components/billing/reports/calendar";
import type { Frame } from "../../../../components/billing/reports/model/frames";
import type { Report } from "../../../../components/billing/reports/model/report";
import { Outbox } from "../../../../components/billing/reports/outbox/outbox";
import { run } from "../../../../components/billing/reports/run";
import type { ReportSettings } from "../../../../components/billing/reports/settings";
import { realFiles, type Files } from "../../../../components/billing/reports/store/files";
import type { About } from "../../../../components/billing/reports/store/about";
import { Store } from "../../../../components/billing/reports/store/store";
import { pricesBy, termsOf, type Terms } from "../../../../components/billing/reports/terms";
import type { Prices } from "../../../../components/billing/rating/types";
import { Killed, killedAt } from "./faults";
import { BILLING, version } from "./price-list";
import { hourly, machine, OTHER, PRICES, PROJECT, scenario } from "./support";

const SETTINGS: ReportSettings = {
  currency: "EUR",
  decimals: 2,
  rounding: "half-up",
  timeZone: "UTC",
  period: 3600,
  tenants: {},
};

const LIMITS: Quotas = { compute: { instances: 10 }, volumev3: {}, network: { router: 2 } };
const USED: Quotas = { compute: { instances: 3 }, volumev3: {}, network: { router: 1 } };
const NO_TOTALS = {
  list: "0",
  discounts: "0",
  tiers: "0",
  offPeak: "0",
  usage: "0",
  fees: "0",
  credits: "0",
  subtotal: "0",
  rounding: "0",
  total: "0.00",
};

/** A cloud: what is rated of whom, and until when. */
class Cloud {
  names: Record<string, string> = { [PROJECT]: "finance" };
  frames: Record<string, Frame[]> = { [PROJECT]: scenario() };
  until: Record<string, string> = { [PROJECT]: "2026-11-04T00:00:00Z" };
  settings = SETTINGS;
  declared: Record<string, string> = {};
  terms = (tenant: string): Terms => termsOf(undefined, tenant);
  prices: (terms: Terms, tenant: string) => Prices = () => PRICES;
  quotas: Quotas = LIMITS;
  /** Why quotas cannot be set. */
  refused?: string;
  /** Hours whose frames were asked for. */
  asked = 0;

  constructor(readonly folder: string) {}

  #of(id: string, { begin, end }: Period): Frame[] {
    return (this.frames[id] ?? []).filter((frame) => begin <= frame.begin && frame.begin < end);
  }

  run(now: string, files: Files = realFiles): Promise<string[]> {
    const outbox = new Outbox(join(this.folder, "outbox"), files);
    return run({
      settings: this.settings,
      store: new Store(this.folder, files),
      outbox,
      budgets: new Budgets({
        folder: join(this.folder, "budgets"),
        files,
        outbox,
        quotas: {
          read: () => Promise.resolve({ limits: this.quotas, used: USED }),
          write: (_, wanted) => {
            if (this.refused !== undefined) return Promise.reject(new Error(this.refused));
            this.quotas = wanted;
            return Promise.resolve();
          },
        },
      }),
      rated: {
        ratedUntil: () => Promise.resolve(this.until),
        frames: (id, period) => {
          this.asked += (Date.parse(period.end) - Date.parse(period.begin)) / 3600_000;
          const all = this.#of(id, period);
          return (async function* () {
            for (const frame of all) yield await Promise.resolve(frame);
          })();
        },
        total: (id, period) =>
          Promise.resolve(
            this.#of(id, period)
              .reduce((sum, { price }) => sum.plus(price), new Decimal(0))
              .toFixed(),
          ),
      },
      projects: () => Promise.resolve(this.names),
      declared: this.declared,
      terms: this.terms,
      prices: this.prices,
      now,
    });
  }

  store = () => new Store(this.folder);
  /** Number, kind, month and total of each closed report. */
  issued = () =>
    this.store()
      .issued()
      .map(({ number, kind, month, total, corrects }) =>
        [number, kind, month, total, corrects ?? ""].join(" ").trim(),
      );
  running = () =>
    this.store()
      .running()
      .map(({ tenant, month, total }) => `${tenant.name} ${month} ${total}`);
  told = () =>
    new Outbox(join(this.folder, "outbox"), realFiles).waiting().map(({ event }) => event.id);
  #read = (about: About): Report =>
    JSON.parse(this.store().document(about, "report.json").toString()) as Report;
  report = (n: number): Report =>
    this.#read(this.store().issued()[n] ?? assert.fail(`no report ${n}`));
  preliminary = (n: number): Report =>
    this.#read(this.store().running()[n] ?? assert.fail(`no preliminary report ${n}`));
}

const more = (hours: number, from = "2026-11-04T00:00:00Z") =>
  hourly(machine("vm-a", "web", "large"), from, hours);

describe("a run of the report service", () => {
  let folder: string;
  let cloud: Cloud;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "run-"));
    cloud = new Cloud(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const closeNovember = async () => {
    cloud.until[PROJECT] = "2026-12-01T01:00:00Z";
    await cloud.run("2026-12-01T03:00:00Z");
  };

  it("makes the month's report, and reads only what was rated since", async () => {
    assert.deepEqual(await cloud.run("2026-11-04T02:00:00Z"), []);
    assert.deepEqual(cloud.running(), ["finance 2026-11 19.59"]);
    assert.equal(cloud.asked, 72);
    cloud.frames[PROJECT] = [...scenario(), ...more(2)];
    cloud.until[PROJECT] = "2026-11-04T02:00:00Z";
    await cloud.run("2026-11-04T04:00:00Z");
    // Two hours off-peak at 0.09.
    assert.deepEqual(cloud.running(), ["finance 2026-11 19.77"]);
    assert.equal(cloud.asked, 74);
    assert.deepEqual(cloud.issued(), []);
  });

  it("leaves out what is rated while it reads, until it is said to be", async () => {
    cloud.frames[PROJECT] = [...scenario(), ...more(1)];
    await cloud.run("2026-11-04T02:00:00Z");
    assert.deepEqual(cloud.running(), ["finance 2026-11 19.59"]);
    assert.equal(cloud.store().running()[0]?.agrees, true);
    assert.equal(cloud.asked, 72);
  });

  it("reads a day anew whose total is another one: rated again, or a sample that came late", async () => {
    await cloud.run("2026-11-04T02:00:00Z");
    const late = hourly(machine("vm-a", "web", "small"), "2026-11-02T12:00:00Z", 2);
    cloud.frames[PROJECT] = [...scenario(), ...late];
    cloud.asked = 0;
    await cloud.run("2026-11-04T03:00:00Z");
    // Two hours at 0.063.
    assert.deepEqual(cloud.running(), ["finance 2026-11 19.71"]);
    assert.equal(cloud.asked, 24);
    assert.equal(cloud.store().running()[0]?.agrees, true);
  });

  it("closes a month once all of it is rated, tells of it, and goes on with the next", async () => {
    cloud.until[PROJECT] = "2026-11-30T23:00:00Z";
    await cloud.run("2026-12-01T01:00:00Z");
    // A tenant is known from the month on in which it was seen first.
    assert.deepEqual([cloud.issued(), cloud.running()], [[], []]);
    rmSync(folder, { recursive: true });
    await cloud.run("2026-11-30T23:30:00Z");
    await cloud.run("2026-12-01T01:00:00Z");
    assert.deepEqual([cloud.issued(), cloud.running()], [[], ["finance 2026-11 19.59"]]);
    cloud.frames[PROJECT] = [...scenario(), ...more(1, "2026-12-01T00:00:00Z")];
    await closeNovember();
    assert.deepEqual(cloud.issued(), ["R-000001 final 2026-11 19.59"]);
    assert.deepEqual(cloud.running(), ["finance 2026-12 0.09"]);
    assert.deepEqual(cloud.told(), ["report.R-000001"]);
    await cloud.run("2026-12-01T04:00:00Z");
    assert.deepEqual(cloud.issued(), ["R-000001 final 2026-11 19.59"]);
  });

  it("closes a month after three days, though it is not all rated, and says so", async () => {
    await cloud.run("2026-11-04T02:00:00Z");
    await cloud.run("2026-12-03T23:59:59Z");
    assert.deepEqual(cloud.issued(), []);
    await cloud.run("2026-12-04T00:00:00Z");
    assert.deepEqual(cloud.issued(), ["R-000001 final 2026-11 19.59"]);
    assert.equal(cloud.report(0).ratedUntil, "2026-11-04T00:00:00Z");
    // What is rated later corrects it.
    cloud.frames[PROJECT] = [...scenario(), ...more(1)];
    cloud.until[PROJECT] = "2026-12-01T00:00:00Z";
    await cloud.run("2026-12-05T00:00:00Z");
    assert.deepEqual(cloud.issued()[1], "R-000002 correction 2026-11 19.68 R-000001");
  });

  it("corrects a closed month by a new report: another total, an outage", async () => {
    await cloud.run("2026-11-04T02:00:00Z");
    await closeNovember();
    const before = cloud.report(0);
    cloud.frames[PROJECT] = scenario().filter(({ resource }) => resource !== "vm-b");
    await cloud.run("2026-12-02T00:00:00Z");
    await cloud.run("2026-12-02T01:00:00Z");
    const outage = {
      from: "2026-11-03T06:00:00Z",
      to: "2026-11-03T07:30:00Z",
      reason: "No network",
    };
    cloud.settings = { ...SETTINGS, outages: [outage] };
    await cloud.run("2026-12-02T02:00:00Z");
    await cloud.run("2026-12-02T03:00:00Z");
    assert.deepEqual(cloud.issued(), [
      "R-000001 final 2026-11 19.59",
      "R-000002 correction 2026-11 19.18 R-000001",
      "R-000003 correction 2026-11 18.91 R-000002",
    ]);
    assert.deepEqual(cloud.report(0), before);
    assert.deepEqual(cloud.report(1).notes, [
      "It takes the place of R-000001, whose total was 19.59: -0.41 to it.",
    ]);
    assert.deepEqual(
      cloud.told(),
      [1, 2, 3].map((n) => `report.R-00000${n}`),
    );
  });

  it("closes a tenant that vanished with what CloudKitty still has, once", async () => {
    await cloud.run("2026-11-04T02:00:00Z");
    cloud.names = {};
    await cloud.run("2026-11-04T03:00:00Z");
    assert.deepEqual(cloud.issued(), []);
    cloud.until[PROJECT] = "2026-11-04T04:00:00Z";
    cloud.frames[PROJECT] = [...scenario(), ...more(1)];
    await cloud.run("2026-11-04T05:00:00Z");
    assert.deepEqual([cloud.issued(), cloud.running()], [["R-000001 final 2026-11 19.68"], []]);
    const { period, tenant, notes } = cloud.report(0);
    assert.deepEqual(
      [period.end, tenant, notes],
      [
        "2026-11-04T03:00:00Z",
        { name: "finance", projectId: PROJECT },
        ["The project was removed before 2026-11-04T03:00:00Z."],
      ],
    );
    await cloud.run("2027-01-01T05:00:00Z");
    assert.equal(cloud.issued().length, 1);
  });

  describe("of a tenant that the environment declares", () => {
    const budget = { amount: "400", thresholds: ["0.5", "1"], action: "alert" as const };
    beforeEach(() => {
      cloud.names = { [OTHER]: "research" };
      [cloud.frames, cloud.until] = [{}, {}];
      cloud.declared = { research: OTHER, ghost: "none-of-keystone" };
      cloud.settings = { ...SETTINGS, tenants: { research: { budget } } };
    });

    it("makes a report before anything is rated", async () => {
      assert.deepEqual(await cloud.run("2026-11-04T02:00:00Z"), []);
      assert.deepEqual(cloud.running(), ["research 2026-11 0.00"]);
      assert.deepEqual(cloud.preliminary(0), {
        format: "openstack-environment/report/1",
        number: "",
        kind: "preliminary",
        issued: "2026-11-04T02:00:00Z",
        tenant: { name: "research", projectId: OTHER },
        period: { name: "2026-11", begin: "2026-11-01T00:00:00Z", end: "2026-12-01T00:00:00Z" },
        currency: "EUR",
        decimals: 2,
        timeZone: "UTC",
        gaps: [],
        versions: [],
        lines: [],
        fees: [],
        credits: [],
        totals: NO_TOTALS,
        budget: { amount: "400", action: "alert", used: "0", left: "400", reached: [] },
        reconciliation: {
          cloudkitty: "0",
          report: "0",
          difference: "0",
          agrees: true,
          missing: "0",
          differing: [],
        },
        course: [],
        notes: [],
      });
      assert.deepEqual(cloud.store().tenants(), {
        [OTHER]: { name: "research", since: "2026-11", declared: true },
      });
      assert.deepEqual([cloud.told(), cloud.asked], [[], 0]);
    });

    it("goes on with what is rated then", async () => {
      await cloud.run("2026-11-04T02:00:00Z");
      cloud.frames[OTHER] = hourly(machine("o", "o", "large"), "2026-11-04T02:00:00Z", 1);
      cloud.until[OTHER] = "2026-11-04T03:00:00Z";
      await cloud.run("2026-11-04T04:00:00Z");
      assert.deepEqual(cloud.running(), ["research 2026-11 0.09"]);
    });

    it("closes no month in which it used nothing, and takes no number for it", async () => {
      await cloud.run("2026-11-04T02:00:00Z");
      await cloud.run("2026-12-01T00:30:00Z");
      assert.deepEqual(cloud.running(), ["research 2026-11 0.00", "research 2026-12 0.00"]);
      await cloud.run("2026-12-04T00:00:00Z");
      assert.deepEqual([cloud.running(), cloud.issued()], [["research 2026-12 0.00"], []]);
      cloud.frames[OTHER] = hourly(machine("o", "o", "large"), "2026-12-04T02:00:00Z", 1);
      cloud.until[OTHER] = "2027-01-01T00:00:00Z";
      await cloud.run("2027-01-01T01:00:00Z");
      assert.deepEqual(cloud.issued(), ["R-000001 final 2026-12 0.09"]);
    });

    it("makes the report of a month that was closed without one, where it is rated later", async () => {
      await cloud.run("2026-11-04T02:00:00Z");
      await cloud.run("2026-12-04T00:00:00Z");
      assert.deepEqual(cloud.issued(), []);
      cloud.frames[OTHER] = [
        ...hourly(machine("o", "o", "large"), "2026-10-31T23:00:00Z", 1),
        ...hourly(machine("o", "o", "large"), "2026-11-30T22:00:00Z", 2),
      ];
      cloud.until[OTHER] = "2026-12-04T00:00:00Z";
      for (const at of ["2026-12-04T01:00:00Z", "2026-12-04T02:00:00Z"]) {
        await cloud.run(at);
        // Two hours off-peak at 0.09; of October, when it was not known, nothing.
        assert.deepEqual(cloud.issued(), ["R-000001 final 2026-11 0.18"], at);
        assert.deepEqual(cloud.told(), ["report.R-000001"]);
      }
    });

    it("has in its last one the prices that it had, when the environment has neither them nor its list", async () => {
      const finance = "finance";
      const cheap = version("2026-01-01T00:00:00Z", "0.03");
      const billing = { ...BILLING, plans: { ...BILLING.plans, own: { versions: [cheap] } } };
      cloud.prices = pricesBy;
      cloud.terms = (tenant) => termsOf(billing, tenant, [{ name: "own" }]);
      [cloud.names, cloud.declared] = [{ [PROJECT]: finance }, { [finance]: PROJECT }];
      cloud.until = { [PROJECT]: "2026-11-04T00:00:00Z" };
      cloud.frames = { [PROJECT]: hourly(machine("a", "a", "small"), "2026-11-03T06:00:00Z", 10) };
      assert.deepEqual(await cloud.run("2026-11-04T02:00:00Z"), []);
      cloud.terms = (tenant) => termsOf(BILLING, tenant);
      cloud.declared = {};
      cloud.names = {};
      cloud.until = { [PROJECT]: "2026-11-04T04:00:00Z" };
      // By the hour, for what was read before it was removed is not looked at again.
      cloud.frames[PROJECT]?.push(...hourly(machine("a", "a", "small"), "2026-11-04T01:00:00Z", 2));
      assert.deepEqual(await cloud.run("2026-11-04T03:00:00Z"), []);
      const { lines } = cloud.report(0);
      // Ten hours of the day, and two of the night for half of it; a tenth off.
      assert.deepEqual(
        lines.map(({ version: of, quantity, unitPrice, amount }) => [
          of,
          quantity,
          unitPrice,
          amount,
        ]),
        [["own 2026-01-01", "12", "0.03", "0.297"]],
      );
    });

    it("drops what it made where the tenant is removed before it used anything", async () => {
      await cloud.run("2026-11-04T02:00:00Z");
      [cloud.names, cloud.declared] = [{}, {}];
      await cloud.run("2026-11-04T03:00:00Z");
      assert.deepEqual([cloud.running(), cloud.issued()], [[], []]);
      await cloud.run("2026-12-07T00:00:00Z");
      assert.deepEqual([cloud.running(), cloud.issued()], [[], []]);
      assert.deepEqual(cloud.store().tenants(), {
        [OTHER]: {
          name: "research",
          since: "2026-11",
          closed: "2026-11",
          goneSince: "2026-11-04T03:00:00Z",
        },
      });
    });

    it("makes none of other projects of which nothing is rated", async () => {
      cloud.names[PROJECT] = "leftover";
      await cloud.run("2026-11-04T02:00:00Z");
      assert.deepEqual(cloud.running(), ["research 2026-11 0.00"]);
      assert.deepEqual([...cloud.store().declared()], [OTHER]);
    });

    it("shows from when to when quotas are frozen, and gives them back as the month begins", async () => {
      const spent = { research: { budget: { ...budget, amount: "0.09", action: "freeze" } } };
      cloud.settings = { ...SETTINGS, tenants: spent } as ReportSettings;
      cloud.frames[OTHER] = hourly(machine("o", "o", "large"), "2026-11-04T02:00:00Z", 1);
      cloud.until[OTHER] = "2026-11-04T03:00:00Z";
      const frozen = { since: "2026-11-04T04:00:00Z", until: "2026-12-01T00:00:00Z" };
      for (const at of ["2026-11-04T04:00:00Z", "2026-11-04T05:00:00Z"]) {
        await cloud.run(at);
        assert.deepEqual(cloud.quotas, USED);
        assert.deepEqual(cloud.preliminary(0).budget?.frozen, frozen, at);
        assert.deepEqual(cloud.store().running()[0]?.frozen, frozen, at);
      }
      // Nothing of December is used, nor rated.
      await cloud.run("2026-12-01T00:00:30Z");
      assert.deepEqual(cloud.quotas, LIMITS);
      assert.deepEqual(
        cloud
          .store()
          .running()
          .map(({ month, frozen: shown }) => [month, shown]),
        [
          ["2026-11", undefined],
          ["2026-12", undefined],
        ],
      );
    });

    it("makes the report though quotas cannot be set, and sets them at the next run", async () => {
      const spent = { research: { budget: { ...budget, amount: "0", action: "freeze" } } };
      cloud.settings = { ...SETTINGS, tenants: spent } as ReportSettings;
      cloud.refused = "no Nova";
      assert.deepEqual(await cloud.run("2026-11-04T04:00:00Z"), ["research: no Nova"]);
      assert.deepEqual(cloud.running(), ["research 2026-11 0.00"]);
      assert.equal(cloud.preliminary(0).budget?.frozen?.since, "2026-11-04T04:00:00Z");
      cloud.refused = undefined;
      assert.deepEqual(await cloud.run("2026-11-04T05:00:00Z"), []);
      assert.deepEqual(cloud.quotas, USED);
      assert.equal(cloud.preliminary(0).budget?.frozen?.since, "2026-11-04T04:00:00Z");
    });
  });

  it("does the other tenants where one cannot be done, and says which", async () => {
    cloud.names[OTHER] = "research";
    cloud.frames[OTHER] = hourly(machine("o", "o", "large"), "2026-11-03T12:00:00Z", 1);
    cloud.until[OTHER] = "2026-11-04T00:00:00Z";
    cloud.settings = {
      ...SETTINGS,
      tenants: { research: { budget: { amount: "x", thresholds: [], action: "none" } } },
    };
    assert.deepEqual(await cloud.run("2026-11-04T02:00:00Z"), [
      "research: [DecimalError] Invalid argument: x",
    ]);
    assert.deepEqual(cloud.running(), ["finance 2026-11 19.59"]);
    cloud.settings = SETTINGS;
    assert.deepEqual(await cloud.run("2026-11-04T02:00:00Z"), []);
    assert.deepEqual(cloud.running(), ["research 2026-11 0.18", "finance 2026-11 19.59"]);
  });

  // At every 17th step: each by itself is in the tests of the store, the outbox and budgets.
  it("comes to the same, wherever it is killed: nothing lost, nothing twice", async function () {
    this.timeout(60_000);
    let step = 0;
    for (let through = false; !through; step += 17) {
      rmSync(folder, { recursive: true, force: true });
      cloud = new Cloud(folder);
      await cloud.run("2026-11-04T02:00:00Z");
      cloud.until[PROJECT] = "2026-12-01T01:00:00Z";
      cloud.frames[PROJECT] = [...scenario(), ...more(1), ...more(1, "2026-12-01T00:00:00Z")];
      const { files, steps } = killedAt(step);
      await cloud
        .run("2026-12-01T03:00:00Z", files)
        .catch((error: unknown) => assert.ok(error instanceof Killed));
      through = steps() < step;
      await cloud.run("2026-12-01T04:00:00Z");
      assert.deepEqual(cloud.issued(), ["R-000001 final 2026-11 19.68"], `step ${step}`);
      assert.deepEqual(cloud.running(), ["finance 2026-12 0.09"]);
      assert.deepEqual(cloud.told(), ["report.R-000001"]);
      assert.deepEqual(
        readdirSync(folder, { recursive: true }).filter((name) => /(^|\/)\./.test(String(name))),
        [],
      );
    }
    assert.ok(step > 100, `only ${step} steps`);
  });
});
