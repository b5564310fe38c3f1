import assert from "node:assert/strict";
import type { Version } from "../../../../components/billing/plan/types";
import { pricesOf } from "../../../../components/billing/reports/prices";
import { BILLING, version } from "./price-list";
import { hourly, machine, reportOf, scenario, tallied } from "./support";

describe("a report by the cloud's price list", () => {
  it("is to the last digit what it is by hand", () => {
    const byList = reportOf([], { usage: tallied(scenario(), pricesOf(BILLING, "finance")) });
    const byHand = reportOf(scenario());
    assert.deepEqual(byList.totals, byHand.totals);
    assert.deepEqual(byList.lines, byHand.lines);
    assert.equal(byList.reconciliation.agrees, true);
  });

  it("has no discount of another tenant", () => {
    const machines = hourly(machine("x", "x", "large"), "2026-11-03T06:00:00Z", 3);
    const of = (tenant: string) =>
      reportOf([], { usage: tallied(machines, pricesOf(BILLING, tenant)) }).totals;
    assert.deepEqual([of("finance").usage, of("research").usage], ["0.54", "0.6"]);
  });

  it("is by the plan that the tenant is on when each period begins, whenever it is made", () => {
    const business: Version = {
      ...version("2026-01-01T00:00:00Z", "0.03"),
      tenants: { finance: { discount: "0.5", instance: {}, volume: {}, custom: {} } },
      hours: [],
    };
    const of = { ...BILLING, plans: { ...BILLING.plans, business: { versions: [business] } } };
    const comes = { name: "business", from: "2026-11-03T08:00:00Z" };
    const frames = hourly(machine("x", "x", "small"), "2026-11-03T06:00:00Z", 5);
    const [never, later] = [undefined, [{ name: "standard" }, comes]].map((plans) => {
      const report = reportOf([], { usage: tallied(frames, pricesOf(of, "finance", plans)) });
      const lines = report.lines.map(({ version: by, quantity, unitPrice, list, amount }) => [
        ...[by, quantity, unitPrice, list, amount],
      ]);
      return { lines, versions: report.versions, usage: report.totals.usage };
    });
    // Five hours at 0.07 less a tenth; two of them, and three at 0.03 less a half.
    assert.deepEqual(never, {
      lines: [["standard 2026-11-02", "5", "0.07", "0.35", "0.315"]],
      versions: ["standard 2026-11-02"],
      usage: "0.315",
    });
    assert.deepEqual(later, {
      lines: [
        ["business 2026-01-01", "3", "0.03", "0.09", "0.045"],
        ["standard 2026-11-02", "2", "0.07", "0.14", "0.126"],
      ],
      versions: ["business 2026-01-01", "standard 2026-11-02"],
      usage: "0.171",
    });
  });

  it("lets CloudKitty's amounts stand where the cloud has no price list", () => {
    const { versions, totals } = reportOf([], {
      usage: tallied(scenario(), pricesOf({ ...BILLING, plan: undefined, plans: {} }, "finance")),
    });
    assert.deepEqual([versions, totals.subtotal], [[], "19.5884"]);
  });
});
