import assert from "node:assert/strict";
import fc from "fast-check";
import {
  dayOf,
  daysOf,
  iso,
  merge,
  monthBefore,
  monthOf,
  seconds,
} from "../../../../components/billing/reports/calendar";

describe("the calendar of reports", () => {
  it("begins months at midnight of the time zone", () => {
    assert.deepEqual(monthOf("2026-11-30T22:59:59Z", "Europe/Berlin"), {
      name: "2026-11",
      begin: "2026-10-31T23:00:00Z",
      end: "2026-11-30T23:00:00Z",
    });
    assert.equal(monthOf("2026-11-30T23:00:00Z", "Europe/Berlin").name, "2026-12");
    assert.equal(monthOf("2026-11-30T23:00:00Z", "UTC").name, "2026-11");
    const january = monthOf("2027-01-15T00:00:00Z", "Europe/Berlin");
    assert.equal(monthBefore(january, "Europe/Berlin").name, "2026-12");
  });

  it("has days of 23 and 25 hours", () => {
    const hours = (day: string) => {
      const { begin, end } = dayOf(day, "Europe/Berlin");
      return (seconds(end) - seconds(begin)) / 3600;
    };
    assert.deepEqual(
      ["2026-03-29", "2026-10-25", "2026-11-24"].map((day) => hours(`${day}T12:00:00Z`)),
      [23, 25, 24],
    );
  });

  it("knows the day whose midnight is left out", () => {
    // Clocks went from 0:00 to 1:00.
    assert.deepEqual(dayOf("2018-11-04T12:00:00Z", "America/Sao_Paulo"), {
      name: "2018-11-04",
      begin: "2018-11-04T03:00:00Z",
      end: "2018-11-05T02:00:00Z",
    });
  });

  it("puts every instant into one day of one month", () => {
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata");
    const instants = fc.integer({ min: seconds("2020-01-01"), max: seconds("2035-01-01") });
    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        const month = monthOf(iso(at), zone);
        const days = daysOf(month, zone);
        assert.equal(days.filter((d) => d.begin <= iso(at) && iso(at) < d.end).length, 1);
        assert.equal(days[0]?.begin, month.begin);
        assert.equal(days.at(-1)?.end, month.end);
        days.slice(1).forEach((day, n) => assert.equal(day.begin, days[n]?.end));
        assert.ok(days.every(({ name }) => name.startsWith(month.name)));
      }),
    );
  });

  it("joins times that touch", () => {
    const day = (begin: number, end: number) => ({ begin: iso(begin), end: iso(end) });
    assert.deepEqual(merge([day(5, 6), day(1, 2), day(2, 4), day(3, 4)]), [day(1, 4), day(5, 6)]);
  });
});
