import assert from "node:assert/strict";
import { Decimal } from "decimal.js";
import fc from "fast-check";
import { creditFor, outagesOf } from "../../../../components/billing/reports/model/credits";
import { framesOf } from "../../../../components/billing/reports/model/frames";
import { Tallier } from "../../../../components/billing/reports/model/tally";
import {
  dataframes,
  hourly,
  machine,
  NOVEMBER,
  OTHER,
  PRICES,
  PROJECT,
  reportOf,
  scenario,
  tallied,
} from "./support";

const OUTAGE = {
  from: "2026-11-03T06:00:00Z",
  to: "2026-11-03T07:30:00Z",
  reason: "No network",
};
const BUDGET = { amount: "20", thresholds: ["1", "0.5", "0.8"], action: "alert" as const };

/*
 * By hand: hours, and what one of them costs less a tenth, off-peak (10 of 24 hours) half of it.
 *   web, small, 1 Nov:   24 x 0.06 = 1.44   - 0.144  - 10 x 0.027        = 1.026
 *   batch, small, 1 Nov: 10.5 x 0.06 = 0.63 - 0.063  - 6 x 0.027         = 0.405
 *   web, small, 2 Nov:   22 x 0.07 = 1.54   - 0.154  - 10 x 0.0315       = 1.071
 *   web, large, 3 Nov:   24 x 0.2 = 4.8     - 0.48   - 10 x 0.09         = 3.42
 *   data, 600 GiB:       600 x 24 x 0.0001 = 1.44 - 0.144 - tier 0.1296  = 1.1664
 *   usage 7.0884, fee 12.5, outage - 1.5 x 0.18 = -0.27: 19.3184, which is 19.32 rounded.
 */
describe("the report of a tenant", () => {
  const credits = [creditFor(OUTAGE, scenario(), PRICES)];
  const report = reportOf(scenario(), { credits, budget: BUDGET });

  it("tells what each resource cost at each price, and how that came about", () => {
    const columns = [...report.lines, ...report.fees].map((line) => [
      line.service,
      line.name || line.resource,
      line.kind,
      line.version,
      `${line.quantity} ${line.unit}`,
      line.unitPrice,
      line.list,
      line.discount,
      line.tier,
      line.time,
      line.amount,
    ]);
    const [first, second] = ["standard 2026-01-01", "standard 2026-11-02"];
    assert.deepEqual(columns, [
      ["instance", "web", "large", second, "24 h", "0.2", "4.8", "-0.48", "0", "-0.9", "3.42"],
      ["instance", "web", "small", first, "24 h", "0.06", "1.44", "-0.144", "0", "-0.27", "1.026"],
      [
        "instance",
        "web",
        "small",
        second,
        "22 h",
        "0.07",
        "1.54",
        "-0.154",
        "0",
        "-0.315",
        "1.071",
      ],
      [
        "instance",
        "batch",
        "small",
        first,
        "10.5 h",
        "0.06",
        "0.63",
        "-0.063",
        "0",
        "-0.162",
        "0.405",
      ],
      [
        "volume.size",
        "data",
        "ssd",
        first,
        "14400 GiB h",
        "0.0001",
        "1.44",
        "-0.144",
        "-0.1296",
        "0",
        "1.1664",
      ],
      ["support.fee", "support", "", "", "1 month", "12.5", "12.5", "0", "0", "0", "12.5"],
    ]);
    assert.deepEqual(report.versions, [first, second]);
  });

  it("adds up exactly, and rounds once", () => {
    assert.deepEqual(report.totals, {
      list: "9.85",
      discounts: "-0.985",
      tiers: "-0.1296",
      offPeak: "-1.647",
      usage: "7.0884",
      fees: "12.5",
      credits: "-0.27",
      subtotal: "19.3184",
      rounding: "0.0016",
      total: "19.32",
    });
  });

  it("gives back what an outage cost, and of an hour that it took half of, half", () => {
    assert.deepEqual(credits, [{ ...OUTAGE, share: "1", amount: "-0.27" }]);
    const half = creditFor({ ...OUTAGE, share: "0.5", meters: ["instance"] }, scenario(), PRICES);
    assert.equal(half.amount, "-0.135");
    assert.equal(creditFor({ ...OUTAGE, meters: ["volume.size"] }, scenario(), PRICES).amount, "0");
    const others = [
      { ...OUTAGE, tenants: ["research"] },
      { ...OUTAGE, from: "2026-12-01", to: "2026-12-02" },
    ];
    assert.deepEqual(outagesOf([OUTAGE, ...others], "finance", NOVEMBER), [OUTAGE]);
  });

  it("names the times without usage, and what is not rated yet", () => {
    assert.deepEqual(report.gaps, [{ begin: "2026-11-02T12:00:00Z", end: "2026-11-02T14:00:00Z" }]);
    const later = reportOf(scenario(), { ratedUntil: "2026-11-04T03:00:00Z" });
    assert.deepEqual(later.gaps[1], { begin: "2026-11-04T00:00:00Z", end: "2026-11-04T03:00:00Z" });
    assert.deepEqual(reportOf([], { ratedUntil: undefined, cloudkitty: "0" }).gaps, []);
  });

  it("says what is spent of the budget, and what the month will cost", () => {
    // 7.0884 in 72 hours, 648 hours left: 63.7956 more.
    assert.deepEqual(report.forecast, {
      amount: "83.11",
      basis:
        "Straight line: 7.0884 in 72 hours of use since 2026-11-01T00:00:00Z, for the 648 hours that " +
        "are left; fees and credits as they stand.",
    });
    assert.deepEqual(report.budget, {
      amount: "20",
      action: "alert",
      used: "0.966",
      left: "0.68",
      reached: ["0.5", "0.8"],
      expected: "4.1555",
    });
    assert.equal(reportOf(scenario(), { kind: "final" }).forecast, undefined);
  });

  it("does not call a budget spent by a rounded share", () => {
    const budget = { amount: "100000", thresholds: ["1"], action: "freeze" as const };
    const almost = hourly(machine("x", "x", "none"), "2026-11-01T00:00:00Z", 1, "1", "99999.99");
    const { budget: use } = reportOf(almost, { budget });
    assert.deepEqual([use?.used, use?.reached], ["1", []]);
  });

  it("agrees with CloudKitty, or names who differs", () => {
    const agreed = report.reconciliation;
    assert.deepEqual(
      [agreed.agrees, agreed.difference, agreed.missing, agreed.differing],
      [true, "0", "0", []],
    );
    const wrong = scenario();
    const [one] = wrong;
    if (one !== undefined) one.price = "0.06";
    // 0.027 by the list: off-peak, less a tenth.
    assert.deepEqual(reportOf(wrong, { cloudkitty: "19.6214" }).reconciliation, {
      cloudkitty: "19.6214",
      report: "19.5884",
      difference: "-0.033",
      agrees: false,
      missing: "0",
      differing: [{ service: "instance", resource: "vm-a", report: "1.026", cloudkitty: "1.059" }],
    });
    const { missing, agrees } = reportOf(scenario(), { cloudkitty: "20" }).reconciliation;
    assert.deepEqual([missing, agrees], ["0.4116", false]);
  });

  it("lets CloudKitty's amount stand where the list has no price, and says so", () => {
    const unknown = hourly(machine("x", "gpu", "huge"), "2026-11-01T00:00:00Z", 2, "1", "3.5");
    const { lines, totals, notes } = reportOf(unknown);
    assert.deepEqual([lines[0]?.version, lines[0]?.unitPrice, totals.total], ["", "3.5", "7.00"]);
    assert.deepEqual(notes, [
      "The price list has no price for instance: CloudKitty's amounts stand.",
    ]);
  });

  it("shows the course of cost by the hour for three days, then by the day", () => {
    assert.equal(report.course.length, 72);
    assert.deepEqual(report.course[36], { begin: "2026-11-02T12:00:00Z", amount: "0" });
    const more = [
      ...scenario(),
      ...hourly(machine("vm-a", "web", "large"), "2026-11-04T06:00:00Z", 1),
    ];
    assert.deepEqual(reportOf(more).course, [
      { begin: "2026-11-01", amount: "15.0974" },
      { begin: "2026-11-02", amount: "1.071" },
      { begin: "2026-11-03", amount: "3.42" },
      { begin: "2026-11-04", amount: "0.18" },
    ]);
  });

  it("is the same from CloudKitty's answers, and takes nothing that is another tenant's", () => {
    const foreign = hourly(machine("spy", "spy", "large"), "2026-11-01T00:00:00Z", 3);
    const answer = dataframes(scenario());
    answer.dataframes.push(...dataframes(foreign, OTHER).dataframes);
    const frames = [...framesOf(answer, PROJECT)];
    assert.equal(frames.length, scenario().length);
    const again = reportOf(frames, { credits: [creditFor(OUTAGE, frames, PRICES)] });
    assert.deepEqual(again.totals, report.totals);
    assert.deepEqual(again.lines, report.lines);
  });

  it("does not hang on the order of frames, nor on how they were put into days", () => {
    const whole = tallied(scenario());
    assert.deepEqual(tallied(scenario().reverse()), whole);
    const days = new Tallier();
    for (const day of ["01", "02", "03"]) {
      days.tally(tallied(scenario().filter(({ begin }) => begin.startsWith(`2026-11-${day}`))));
    }
    assert.deepEqual(days.result(), whole);
  });

  it("loses no digit of whatever amounts, however they are split", () => {
    // Whole numbers of the twentieth digit, added up as whole numbers.
    const digits = fc.bigInt({ min: 0n, max: 10n ** 26n });
    const text = (value: bigint) =>
      `${value / 10n ** 20n}.${String(value % 10n ** 20n).padStart(20, "0")}`;
    fc.assert(
      fc.property(fc.array(digits, { minLength: 1, maxLength: 40 }), fc.nat(40), (values, at) => {
        const frames = values.map((value, n) => ({
          ...machine(`vm-${n % 3}`, "x", "none"),
          begin: "2026-11-01T00:00:00Z",
          end: "2026-11-01T01:00:00Z",
          quantity: "1",
          price: text(value),
        }));
        const total = text(values.reduce((sum, value) => sum + value, 0n));
        const days = new Tallier();
        days.tally(tallied(frames.slice(0, at)));
        days.tally(tallied(frames.slice(at)));
        const { totals, reconciliation } = reportOf([], {
          usage: days.result(),
          cloudkitty: total,
        });
        assert.equal(new Decimal(totals.subtotal).toFixed(20), total);
        assert.deepEqual([reconciliation.difference, reconciliation.missing], ["0", "0"]);
      }),
    );
  });

  it("reads a double as the decimal that was meant", () => {
    const answer = dataframes(hourly(machine("x", "x", "small"), "2026-11-01T00:00:00Z", 1));
    const point = answer.dataframes[0]?.usage.instance?.[0];
    if (point !== undefined) [point.vol.qty, point.rating.price] = [1e-7, 0.1];
    const [frame] = [...framesOf(answer, PROJECT)];
    assert.deepEqual([frame?.quantity, frame?.price], ["0.0000001", "0.1"]);
  });
});
