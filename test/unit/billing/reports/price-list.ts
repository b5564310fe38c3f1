import type { Billing, Version } from "../../../../components/billing/plan/types";

export const version = (from: string, small: string): Version => ({
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
export const BILLING: Billing = {
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
