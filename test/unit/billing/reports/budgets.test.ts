import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Budgets } from "../../../../components/billing/reports/budgets/budgets";
import type { Quotas } from "../../../../components/billing/reports/cloud/quotas";
import type { Named } from "../../../../components/billing/reports/calendar";
import { Outbox } from "../../../../components/billing/reports/outbox/outbox";
import type { Budget } from "../../../../components/billing/reports/settings";
import { realFiles, type Files } from "../../../../components/billing/reports/store/files";
import { Killed, killedAt } from "./faults";
import { hourly, machine, NOVEMBER, PROJECT, reportOf } from "./support";

const LIMITS: Quotas = {
  compute: { instances: 10 },
  volumev3: { volumes: -1 },
  network: { router: 2 },
};
const USED: Quotas = {
  compute: { instances: 3 },
  volumev3: { volumes: 4 },
  network: { router: 1 },
};
const DECEMBER = { name: "2026-12", begin: NOVEMBER.end, end: "2027-01-01T00:00:00Z" };

describe("budgets", () => {
  let folder: string;
  let quotas: Quotas;
  let writes: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "budgets-"));
    [quotas, writes] = [LIMITS, 0];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const outbox = (files: Files = realFiles) => new Outbox(join(folder, "outbox"), files);
  const budgets = (files: Files = realFiles) =>
    new Budgets({
      folder: join(folder, "budgets"),
      files,
      outbox: outbox(files),
      quotas: {
        read: () => Promise.resolve({ limits: quotas, used: USED }),
        write: (_, wanted) => {
          writes += 1;
          quotas = wanted;
          return Promise.resolve();
        },
      },
    });
  const spent = (
    total: string,
    action: Budget["action"],
    period: Named = NOVEMBER,
    amount = "20",
  ) =>
    reportOf(hourly(machine("x", "x", "none"), period.begin, 1, "1", total), {
      period,
      ratedUntil: undefined,
      budget: { amount, thresholds: ["0.5", "0.8", "1"], action },
    });
  const told = () =>
    outbox()
      .waiting()
      .map(({ event }) => event.id.replace(PROJECT, "P"));

  it("tells each threshold once a month", async () => {
    const own = budgets();
    for (const total of ["9.99", "10", "15.99", "20", "25"]) await own.check(spent(total, "alert"));
    const november = ["0_5", "0_8", "1"].map((share) => `budget.reached.P.2026-11.${share}`);
    assert.deepEqual(told(), november);
    await budgets().check(spent("12", "alert", DECEMBER));
    assert.deepEqual(told(), [...november, "budget.reached.P.2026-12.0_5"]);
    assert.equal(writes, 0);
  });

  it("says nothing where nothing shall happen", async () => {
    await budgets().check(spent("25", "none"));
    assert.deepEqual([told(), writes], [[], 0]);
  });

  it("freezes quotas once all is spent, and gives them back in the next month", async () => {
    await budgets().check(spent("19.99", "freeze"));
    assert.deepEqual(quotas, LIMITS);
    await budgets().check(spent("20", "freeze"));
    assert.deepEqual(quotas, USED);
    await budgets().check(spent("21", "freeze"));
    assert.equal(writes, 1);
    await budgets().check(spent("0.1", "freeze", DECEMBER));
    assert.deepEqual(quotas, LIMITS);
    assert.deepEqual(
      told().filter((id) => !id.startsWith("budget.reached")),
      ["budget.frozen.P.2026-11.2026-11", "budget.unfrozen.P.2026-12.2026-11"],
    );
  });

  it("gives quotas back where the budget is raised, or no longer freezes", async () => {
    await budgets().check(spent("20", "freeze"));
    await budgets().check(spent("20", "freeze", NOVEMBER, "100"));
    assert.deepEqual(quotas, LIMITS);
    await budgets().check(spent("20", "freeze"));
    await budgets().check(spent("20", "alert"));
    assert.deepEqual(quotas, LIMITS);
  });

  it("never takes frozen quotas for the tenant's own, whenever it is killed", async () => {
    let step = 0;
    for (let through = false; !through;) {
      step += 1;
      rmSync(folder, { recursive: true, force: true });
      quotas = LIMITS;
      const { files, steps } = killedAt(step);
      await budgets(files)
        .check(spent("20", "freeze"))
        .catch((error: unknown) => assert.ok(error instanceof Killed));
      through = steps() < step;
      const next = budgets();
      next.recover();
      await next.check(spent("20", "freeze"));
      assert.deepEqual(quotas, USED);
      await budgets().check(spent("1", "freeze", DECEMBER));
      assert.deepEqual(quotas, LIMITS);
      assert.equal(told().filter((id) => id.startsWith("budget.frozen")).length, 1);
    }
    assert.ok(step > 30, `only ${step} steps`);
  });
});
