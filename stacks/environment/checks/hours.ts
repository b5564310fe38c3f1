import { meterOf, pricesIn } from "../../../components/billing/plan/priced";
import { DAYS, type Day, type Hours, type Version } from "../../../components/billing/plan/types";
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

function fight(one: Hours, other: Hours, path: string): Mistake[] {
  if (!sameMeters(one, other)) return [];
  const shared = meet(one, other);
  if (shared === undefined) return [];
  return [
    {
      path,
      problem: `is at the same time as ${one.name} (${shared})`,
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

/** When both hold: `fri 20:00`. What comes before a day or after it may be any day, for holidays move. */
function meet(one: Hours, other: Hours): string | undefined {
  const ends = ({ from, to }: Hours): number => (to > from ? to : to + DAY);
  for (const first of one.days) {
    for (const second of other.days) {
      for (const shift of shifts(first, second)) {
        const begin = Math.max(one.from, other.from + shift);
        const end = Math.min(ends(one), ends(other) + shift);
        if (begin < end) return `${first} ${clock(begin % DAY)}`;
      }
    }
  }
  return undefined;
}

/** By how many minutes the second day may begin later than the first. */
function shifts(first: Day, second: Day): number[] {
  if (first === second) return first === "holiday" ? [0, DAY, -DAY] : [0];
  if (first === "holiday" || second === "holiday") return [DAY, -DAY];
  const apart = (DAYS.indexOf(second) - DAYS.indexOf(first) + 7) % 7;
  return apart === 1 ? [DAY] : apart === 6 ? [-DAY] : [];
}

const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
