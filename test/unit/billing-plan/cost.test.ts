import assert from "node:assert/strict";
import fc from "fast-check";
import { costOf, nearestExact } from "../../../components/billing/plan/cost";

describe("the cost of a period", () => {
  const cases: [string, number, string | undefined][] = [
    ["0.06", 3600, "0.06"],
    ["0.06", 60, "0.001"],
    ["0.0003", 60, "0.000005"],
    ["0.05", 60, undefined],
    ["0.05", 1800, "0.025"],
    ["0.1", 86400, "2.4"],
    ["0", 60, "0"],
    ["0.0000000000000000000000000001", 3600, "0.0000000000000000000000000001"],
    ["0.00000000000000000000000000001", 3600, undefined],
  ];
  for (const [price, period, cost] of cases) {
    it(`of ${period} s at ${price} an hour is ${cost ?? "not exact"}`, () => {
      assert.equal(costOf(price, period), cost);
    });
  }

  const near: [string, number, string][] = [
    ["0.05", 60, "0.06"],
    ["0.04", 60, "0.03"],
    ["0.01", 60, "0.009"],
    ["0.1", 700, "0.09"],
  ];
  for (const [price, period, exact] of near) {
    it(`is exact at ${exact} in the place of ${price} for ${period} s`, () => {
      assert.equal(nearestExact(price, period), exact);
      assert.notEqual(costOf(exact, period), undefined);
    });
  }

  it("is exact at what is told to be, for every period", () => {
    const price = fc.integer({ min: 1, max: 99999 }).map((n) => (n / 10000).toFixed(4));
    fc.assert(
      fc.property(price, fc.integer({ min: 60, max: 86400 }), (given, period) => {
        assert.notEqual(costOf(nearestExact(given, period), period), undefined);
      }),
    );
  });
});
