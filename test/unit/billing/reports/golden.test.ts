import assert from "node:assert/strict";
import type { Billing, Version } from "../../../../components/billing/plan/types";
import { pricesOf } from "../../../../components/billing/reports/prices";
import { hourly, machine, reportOf, scenario, tallied } from "./support";

const version = (from: string, small: string): Version => ({
  from,
  prices: { instance: { small, large: "0.2" }, volume: { ssd: "0.0001" }, custom: {} },
  tiers: { volume: [{ from: "500", factor: "0.9" }] },
  tenants: { finance: { discount: "0.1", instance: {}, volume: {}, custom: {} } },
  hours: [
    {
      name: "off-peak",
      days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
      from: 20 * 60,
      to: 6 * 60,
      factor: "0.5",
      meters: ["instance"],
    },
  ],
});

/** The price list that report.test.ts calculates by hand, as an environment has it. */
const BILLING: Billing = {
  period: 3600,
  currency: "EUR",
  decimals: 2,
  rounding: "half-up",
  timeZone: "UTC",
  holidays: [],
  plan: "standard",
  plans: {
    standard: {
      versions: [version("2026-01-01T00:00:00Z", "0.06"), version("2026-11-02T00:00:00Z", "0.07")],
    },
  },
};

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
