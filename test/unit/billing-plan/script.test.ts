import assert from "node:assert/strict";
import fc from "fast-check";
import { hoursScript } from "../../../components/billing/plan/script";
import { DAYS, type Day, type Hours } from "../../../components/billing/plan/types";
import { amount, Python } from "../../../components/billing/rating/decimal";
import { Clock } from "../../../components/billing/rating/hours";
import { billing, STANDARD } from "./billing";
import { runScripts, type Frame } from "./pyscripts";

const run = (script: string, frames: Frame[]): string[] =>
  runScripts([{ script, frames }])[0] ?? [];

describe("the script for hours", () => {
  it("says what it does", () => {
    const script = hoursScript({
      ...billing(),
      plan: "standard",
      hours: { standard: STANDARD.hours },
      projects: { f00d: "flat" },
    });
    const settings = /^ZONE = [^]*?(?=\n\n\ndef)/m.exec(script)?.[0];
    assert.equal(
      settings,
      `ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
HOLIDAYS = {"2026-12-25"}
PLAN = "standard"
# Projects on another plan.
PLANS = {
    "f00d": "flat",
}
# By plan: days (7 is a holiday), minutes since midnight, the factor, meters, of which none stands
# for all. Where the end is before the beginning, the first hours of a day and its last ones are meant.
HOURS = {
    "standard": [
        # nights
        ({0, 1, 2, 3, 4}, 1200, 360, "0.5", ["instance"]),
        # holidays
        ({7}, 0, 1440, "1.5", []),
    ],
}`,
    );
  });

  it("leaves prices of other plans and meters alone", () => {
    const script = hoursScript({
      ...billing(),
      plan: "standard",
      hours: { standard: STANDARD.hours },
      projects: { f00d: "flat" },
    });
    // A Tuesday's night in Berlin.
    const frame = { begin: "2026-06-02T22:00:00Z", price: "0.06" };
    assert.deepEqual(
      run(script, [
        { ...frame, meter: "instance", project: "acme" },
        { ...frame, meter: "instance", project: "f00d" },
        { ...frame, meter: "router", project: "acme" },
        { ...frame, meter: "instance", project: "acme", begin: "2026-06-02T12:00:00Z" },
        { ...frame, meter: "router", project: "acme", begin: "2026-12-25T12:00:00Z" },
      ]),
      ["0.030", "0.06", "0.06", "0.06", "0.090"],
    );
  });

  const hours: fc.Arbitrary<Hours> = fc.record({
    name: fc.constant("some"),
    days: fc.uniqueArray(fc.constantFrom<Day>(...DAYS), { minLength: 1 }),
    from: fc.integer({ min: 0, max: 1439 }),
    to: fc.integer({ min: 0, max: 1440 }),
    factor: fc.constantFrom("0.5", "0.123456789012345678901234567", "3"),
    meters: fc.option(fc.constantFrom(["instance"], ["volume", "router"]), { nil: undefined }),
  });
  const frame = fc.record({
    // Around Christmas, and around the hours that there are not and that there are twice.
    begin: fc
      .oneof(
        fc.integer({ min: Date.UTC(2026, 11, 20), max: Date.UTC(2027, 0, 5) }),
        fc.integer({ min: Date.UTC(2026, 2, 28), max: Date.UTC(2026, 2, 31) }),
        fc.integer({ min: Date.UTC(2026, 9, 24), max: Date.UTC(2026, 9, 27) }),
      )
      .map((ms) => new Date(Math.floor(ms / 60_000) * 60_000).toISOString()),
    meter: fc.constantFrom("instance", "volume.size", "router", "requests"),
    project: fc.constant("acme"),
    price: fc.constantFrom("0.06", "1.0000000000000000000000000007"),
  });

  it("does what the model of prices does, at any time and in any zone", function () {
    this.timeout(60_000);
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu");
    fc.assert(
      fc.property(
        zones,
        fc.array(hours, { minLength: 1, maxLength: 3 }),
        fc.array(frame, { minLength: 50, maxLength: 50 }),
        (timeZone, rules, frames) => {
          const settings = { timeZone, holidays: ["2026-12-25", "2026-12-26"] };
          const script = hoursScript({ ...settings, plan: "p", hours: { p: rules }, projects: {} });
          const clock = new Clock(settings);
          const expected = frames.map(({ begin, meter, price }) => {
            const factor = clock.factor(rules, meter, begin);
            return amount(
              factor === undefined ? new Python(price) : new Python(price).times(factor),
            );
          });
          const left = run(script, frames).map((text) => amount(new Python(text)));
          assert.deepEqual(left, expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});
