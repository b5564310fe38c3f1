import assert from "node:assert/strict";
import fc from "fast-check";
import { amount, Exact } from "../../../components/billing/rating/decimal";
import { pricesOf } from "../../../components/billing/rating/prices";
import type { Prices, Rated, Usage } from "../../../components/billing/rating/types";
import { billing, FLAT, NO_PRICES, STANDARD, version } from "./billing";

const usage = (
  meter: string,
  quantity: string,
  attributes: Record<string, string> = {},
  begin = "2026-06-02T10:00:00Z",
): Usage => ({ meter, quantity, attributes, begin, end: "" });

const rated = (amounts: Partial<Rated> & Pick<Rated, "unitPrice" | "list" | "amount">): Rated => ({
  version: "standard 2026-01-01",
  discount: "0",
  tier: "0",
  time: "0",
  ...amounts,
});

describe("a tenant's prices", () => {
  const cases: [string, string, Usage, Rated][] = [
    [
      "a machine by its flavor",
      "other",
      usage("instance", "1", { flavor_name: "small" }),
      rated({ unitPrice: "0.06", list: "0.06", amount: "0.06" }),
    ],
    [
      "a tenant's own price, and its discount",
      "acme",
      usage("instance", "1", { flavor_name: "large" }),
      // 0.18 less a tenth.
      rated({ unitPrice: "0.24", list: "0.24", discount: "-0.078", amount: "0.162" }),
    ],
    [
      "the night of a weekday",
      "other",
      // 05:30 on a Monday in Berlin.
      usage("instance", "1", { flavor_name: "small" }, "2026-06-08T03:30:00Z"),
      rated({ unitPrice: "0.06", list: "0.06", time: "-0.03", amount: "0.03" }),
    ],
    [
      "a night from Friday on, which is none of a weekday from midnight on",
      "other",
      usage("instance", "1", { flavor_name: "small" }, "2026-06-06T03:30:00Z"),
      rated({ unitPrice: "0.06", list: "0.06", amount: "0.06" }),
    ],
    [
      "a holiday, for all that has a price",
      "globex",
      usage("ip.floating", "2", {}, "2026-12-25T12:00:00+00:00"),
      // 2 x 0.006, less a quarter, by 1.5.
      rated({
        unitPrice: "0.006",
        list: "0.012",
        discount: "-0.003",
        time: "0.0045",
        amount: "0.0135",
      }),
    ],
    [
      "a large volume",
      "acme",
      usage("volume.size", "500", { volume_type: "hdd" }),
      // 500 x 0.0003, less a tenth, by 0.8.
      rated({
        unitPrice: "0.0003",
        list: "0.15",
        discount: "-0.015",
        tier: "-0.027",
        amount: "0.108",
      }),
    ],
    [
      "a meter that lists have no name for",
      "other",
      usage("requests", "1000000"),
      rated({ unitPrice: "0.000003", list: "3", amount: "3" }),
    ],
  ];
  for (const [name, tenant, of, expected] of cases) {
    it(`are those of ${name}`, () => {
      assert.deepEqual(pricesOf(billing(), tenant).rate(of), expected);
    });
  }

  it("are parts of an hour's for shorter periods, but for quantities", () => {
    const prices = pricesOf(billing({ period: 60 }), "other");
    assert.equal(prices.rate(usage("instance", "1", { flavor_name: "small" })).amount, "0.001");
    assert.equal(prices.rate(usage("network.outgoing.bytes", "2")).amount, "0.18");
  });

  it("are those of the version that holds when the period begins", () => {
    const next = version({
      ...STANDARD,
      from: "2026-06-02T11:00:00Z",
      prices: { ...STANDARD.prices, floatingIp: "0.012" },
    });
    const prices = pricesOf(
      billing({ plans: { standard: { versions: [STANDARD, next] } } }),
      "other",
    );
    const at = (begin: string) => {
      const { version: by, amount: cost } = prices.rate(usage("ip.floating", "1", {}, begin));
      return [by, cost];
    };
    assert.deepEqual(at("2026-06-02T10:00:00Z"), ["standard 2026-01-01", "0.006"]);
    assert.deepEqual(at("2026-06-02T11:00:00.000Z"), ["standard 2026-06-02T11:00:00Z", "0.012"]);
    assert.throws(
      () => at("2025-12-31T23:00:00Z"),
      /^Error: standard has no prices at 2025-12-31T23:00:00Z, which is before its first version$/,
    );
  });

  it("are those of the plan that the tenant is on when the period begins", () => {
    const next = version({
      ...STANDARD,
      from: "2026-06-03T00:00:00Z",
      prices: { ...STANDARD.prices, floatingIp: "0.012" },
      tenants: { initech: { ...NO_PRICES, discount: "0.25" } },
    });
    const of = billing({
      plans: { standard: { versions: [STANDARD, next] }, flat: { versions: [FLAT] } },
    });
    const at = (prices: Prices) => (begin: string) => {
      const { version: by, amount: cost } = prices.rate(usage("ip.floating", "1", {}, begin));
      return [by, cost];
    };
    const [day, last] = ["2026-06-02T10:00:00Z", "2026-06-02T09:00:00Z"];
    const back = "2026-06-04T00:00:00Z";
    // It has half of flat's price, and a quarter off the later one of standard.
    const both = [
      ["standard 2026-01-01", "0.006"],
      ["flat 2026-01-01", "0.0015"],
      ["flat 2026-01-01", "0.0015"],
      ["standard 2026-06-03", "0.009"],
    ];
    const begins = [last, day, "2026-06-03T23:00:00Z", back];
    const come = { name: "flat", from: day };
    const gone = { name: "standard", from: back };
    const written = [
      [{ name: "standard" }, come, gone],
      // Until the first one begins it is on the cloud's.
      [come, gone],
      [{ name: "standard", from: "2026-05-01T00:00:00Z" }, come, gone],
    ];
    for (const plans of written) {
      assert.deepEqual(begins.map(at(pricesOf(of, "initech", plans))), both);
    }
    assert.throws(
      () => at(pricesOf(of, "initech", [come, gone]))("2025-12-31T23:00:00Z"),
      /^Error: standard has no prices at 2025-12-31T23:00:00Z, which is before its first version$/,
    );
    assert.throws(
      () => pricesOf(of, "initech", [{ name: "none" }]),
      /^Error: There is no plan none$/,
    );
  });

  it("say of what there is none", () => {
    const prices = pricesOf(billing(), "other");
    const rate = (of: Usage): Rated => prices.rate(of);
    assert.throws(
      () => rate(usage("router", "1")),
      /^Error: standard 2026-01-01 has no price of router$/,
    );
    assert.throws(
      () => rate(usage("instance", "1", { flavor_name: "huge" })),
      /^Error: standard 2026-01-01 has no price of instance huge$/,
    );
  });

  /** Prices by hand: the flat price by the rate, by the quantity, by the tier, by the hour. */
  const byHand = (flat: string, rate: string, quantity: string, tier: string): string =>
    amount(new Exact(flat).times(rate).times(quantity).times(tier));
  const quantity = fc
    .integer({ min: 0, max: 10 ** 6 })
    .map((n) => amount(new Exact(n).dividedBy(1000)));

  it("on another plan are that plan's, whatever the default one says", () => {
    fc.assert(
      fc.property(quantity, fc.constantFrom("initech", "other"), (of, tenant) => {
        const prices = pricesOf(billing(), tenant, [{ name: "flat" }]);
        const rate = tenant === "initech" ? "0.5" : "1";
        const cost = (meter: string, attributes = {}) =>
          prices.rate(usage(meter, of, attributes)).amount;
        assert.equal(
          cost("instance.vcpus"),
          byHand(tenant === "initech" ? "0.06" : "0.03", rate, of, "1"),
        );
        assert.equal(cost("instance.memory"), byHand("0.012", rate, of, "1"));
        const tier = new Exact(of).gte(200) ? "0.5" : "1";
        assert.equal(cost("volume.size", { volume_type: "ssd" }), byHand("0.0009", rate, of, tier));
        assert.equal(cost("ip.floating"), byHand("0.003", rate, of, "1"));
        // The flavor has a price by the default plan, and none by this one.
        assert.throws(
          () => cost("instance", { flavor_name: "small" }),
          /flat 2026-01-01 has no price of instance small/,
        );
      }),
    );
  });

  it("have parts that come to the whole", () => {
    const tenants = fc.constantFrom("acme", "globex", "other");
    const types = fc.constantFrom("ssd", "hdd");
    const hour = fc.integer({ min: 0, max: 8759 });
    fc.assert(
      fc.property(quantity, tenants, types, hour, (of, tenant, volume_type, n) => {
        const begin = new Date(Date.UTC(2026, 0, 1, n)).toISOString();
        const {
          list,
          discount,
          tier,
          time,
          amount: whole,
        } = pricesOf(billing(), tenant).rate(usage("volume.size", of, { volume_type }, begin));
        const sum = [list, discount, tier, time].reduce(
          (all, part) => all.plus(part),
          new Exact(0),
        );
        assert.equal(amount(sum), whole);
        const rate = { acme: "0.9", globex: "0.75", other: "1" }[tenant] ?? "";
        const size = new Exact(of).gte(500) ? "0.8" : new Exact(of).gte(100) ? "0.9" : "1";
        const flat = { ssd: "0.0006", hdd: "0.0003" }[volume_type] ?? "";
        // 23:00 UTC on the day before is midnight in Berlin.
        const holiday = n >= 357 * 24 + 23 && n < 358 * 24 + 23 ? "1.5" : "1";
        assert.equal(whole, amount(new Exact(byHand(flat, rate, of, size)).times(holiday)));
      }),
    );
  });

  it("are those that the plan's tenants have of their own", () => {
    // FLAT has prices of initech, and not of acme.
    assert.deepEqual(Object.keys(FLAT.tenants), ["initech"]);
    const { amount: cost } = pricesOf(billing(), "acme", [{ name: "flat" }]).rate(
      usage("ip.floating", "1"),
    );
    assert.equal(cost, "0.003");
  });
});
