import { parseCidr, rangeOf, type Range } from "../addresses/ipv4";

/** Sets of IPv4 addresses as sorted ranges that do not touch. */
export type Ranges = Range[];

export const EVERYTHING: Ranges = [{ first: 0, last: 2 ** 32 - 1 }];

export const rangesOf = (cidr: string): Ranges => [rangeOf(parseCidr(cidr))];

export function intersect(a: Ranges, b: Ranges): Ranges {
  const result: Ranges = [];
  for (const one of a) {
    for (const other of b) {
      const first = Math.max(one.first, other.first);
      const last = Math.min(one.last, other.last);
      if (first <= last) result.push({ first, last });
    }
  }
  return result.sort((x, y) => x.first - y.first);
}

/** What is in `a` and not in `b`. */
export function without(a: Ranges, b: Ranges): Ranges {
  let left = a;
  for (const { first, last } of b) {
    left = left.flatMap((range) => {
      if (last < range.first || range.last < first) return [range];
      return [
        { first: range.first, last: first - 1 },
        { first: last + 1, last: range.last },
      ].filter((part) => part.first <= part.last);
    });
  }
  return left;
}

export const isEmpty = (ranges: Ranges): boolean => ranges.length === 0;
