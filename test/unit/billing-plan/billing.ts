import type { Billing, PriceTable, Version } from "../../../components/billing/plan/types";

export const NO_PRICES: PriceTable = { instance: {}, volume: {}, custom: {} };

export const version = (given: Partial<Version> = {}): Version => ({
  from: "2026-01-01T00:00:00Z",
  prices: NO_PRICES,
  tiers: {},
  tenants: {},
  hours: [],
  ...given,
});

/** Machines by flavor, volumes with a tier, and prices of a tenant. */
export const STANDARD = version({
  prices: {
    instance: { small: "0.06", large: "0.24" },
    volume: { ssd: "0.0006", hdd: "0.0003" },
    custom: { requests: "0.000003" },
    floatingIp: "0.006",
    bandwidthOut: "0.09",
  },
  tiers: {
    volume: [
      { from: "100", factor: "0.9" },
      { from: "500", factor: "0.8" },
    ],
  },
  tenants: {
    acme: { ...NO_PRICES, discount: "0.1", instance: { large: "0.18" } },
    globex: { ...NO_PRICES, discount: "0.25" },
  },
  hours: [
    {
      name: "nights",
      days: ["mon", "tue", "wed", "thu", "fri"],
      from: 1200,
      to: 360,
      factor: "0.5",
      meters: ["instance"],
    },
    { name: "holidays", days: ["holiday"], from: 0, to: 1440, factor: "1.5" },
  ],
});

/** Machines by their size, and no tiers. */
export const FLAT = version({
  prices: {
    ...NO_PRICES,
    vcpu: "0.03",
    memory: "0.012",
    volume: { ssd: "0.0009", hdd: "0.0009" },
    floatingIp: "0.003",
  },
  tiers: { volume: [{ from: "200", factor: "0.5" }] },
  tenants: { initech: { ...NO_PRICES, discount: "0.5", vcpu: "0.06" } },
});

export const billing = (given: Partial<Billing> = {}): Billing => ({
  period: 3600,
  currency: "EUR",
  decimals: 2,
  rounding: "half-up",
  timeZone: "Europe/Berlin",
  holidays: ["2026-12-25"],
  plan: "standard",
  plans: { standard: { versions: [STANDARD] }, flat: { versions: [FLAT] } },
  ...given,
});
