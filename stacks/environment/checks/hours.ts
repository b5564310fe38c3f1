import { clock } from "../../../components/billing/plan/history";
import { meterOf, pricesIn } from "../../../components/billing/plan/priced";
import type { Hours, Version } from "../../../components/billing/plan/types";
import type { Mistake } from "../mistakes";
import { ofNothing } from "./tiers";

const DAY = 1440;

/** Hours of nothing, hours in the middle of a period, and two that are at the same time. */
export function checkHours({ prices, hours }: Version, period: number, at: string): Mistake[] {
  const meters = new Set(pricesIn(prices).map(({ meter }) => meter));
  return hours.flatMap((rule, i) => {
    const path = `${at}.hours[${i}]`;
    return [
      ...(rule.meters ?? []).flatMap((name, n) =>
        meters.has(meterOf(name)) ? [] : [ofNothing(`${path}.meters[${n}]`, name, prices)],
      ),
      ...within(rule, period, path),
      ...hours.slice(0, i).flatMap((other) => fight(other, rule, path)),
    ];
  });
}

/** A period has one price: that of when it begins. */
function within({ from, to }: Hours, period: number, path: string): Mistake[] {
  if (from === to) {
    return [
      {
        path: `${path}.to`,
        problem: "is when they begin: they are no time at all",
        found: clock(to),
        allowed: "another time than from",
        advice: 'leave out both for whole days, or write from "00:00" to "24:00"',
      },
    ];
  }
  return Object.entries({ from, to })
    .filter(([, minute]) => (minute * 60) % period !== 0)
    .map(([key, minute]) => ({
      path: `${path}.${key}`,
      problem: `is in the middle of a period of ${period} s, which has one price`,
      found: clock(minute),
      allowed: `a multiple of ${period} s after midnight`,
      advice: "move it, or make billing.period shorter",
    }));
}

/** Of two factors for the same price at the same time, none could be said to count. */
function fight(one: Hours, other: Hours, path: string): Mistake[] {
  const day = one.days.find((name) => other.days.includes(name));
  const minute = meet(one, other);
  if (day === undefined || minute === undefined || !sameMeters(one, other)) return [];
  return [
    {
      path,
      problem: `is at the same time as ${one.name} (${day} ${clock(minute)})`,
      found: other.name,
      allowed: "hours of which one at a time holds for a price",
      advice: "let one of the two end before, or be for other days or meters",
    },
  ];
}

function sameMeters({ meters: one }: Hours, { meters: other }: Hours): boolean {
  if (one === undefined || other === undefined) return true;
  const known = new Set(one.map(meterOf));
  return other.map(meterOf).some((meter) => known.has(meter));
}

/** The first minute of a day that is in both. */
function meet(one: Hours, other: Hours): number | undefined {
  const shared = spans(one).flatMap(([from, to]) =>
    spans(other).flatMap(([begin, end]) => {
      const first = Math.max(from, begin);
      return first < Math.min(to, end) ? [first] : [];
    }),
  );
  return shared.length === 0 ? undefined : Math.min(...shared);
}

const spans = ({ from, to }: Hours): [number, number][] =>
  from < to
    ? [[from, to]]
    : [
        [0, to],
        [from, DAY],
      ];
