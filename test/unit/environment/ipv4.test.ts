import assert from "node:assert/strict";
import fc from "fast-check";
import {
  contains,
  formatAddress,
  formatCidr,
  networkOf,
  overlap,
  parseAddress,
  parseCidr,
  rangeOf,
  readCidr,
  size,
  usable,
  usableRange,
} from "../../../components/addresses/ipv4";

const address = fc.integer({ min: 0, max: 0xffffffff });
const prefix = fc.integer({ min: 0, max: 32 });
const cidr = fc.tuple(address, prefix).map(([a, p]) => networkOf(a, p));

describe("IPv4 addresses and networks", () => {
  it("reads back every address it writes", () => {
    fc.assert(fc.property(address, (a) => parseAddress(formatAddress(a)) === a));
  });

  it("reads back every network it writes", () => {
    fc.assert(
      fc.property(cidr, (c) => {
        assert.deepEqual(parseCidr(formatCidr(c)), c);
      }),
    );
  });

  it("finds the network of any address, and says whether the address was its first", () => {
    fc.assert(
      fc.property(address, prefix, (a, p) => {
        const read = readCidr(`${formatAddress(a)}/${p}`);
        assert.ok(read);
        assert.ok(contains(read.cidr, a));
        assert.equal(read.exact, read.cidr.base === a);
        assert.equal(read.cidr.base % size(p), 0);
      }),
    );
  });

  it("has as many addresses in a network's range as its size says", () => {
    fc.assert(
      fc.property(cidr, (c) => {
        const { first, last } = rangeOf(c);
        assert.equal(last - first + 1, size(c.prefix));
        assert.ok(last <= 0xffffffff);
      }),
    );
  });

  it("calls two networks overlapping exactly when the shorter prefix holds the other's base", () => {
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        const [wide, narrow] = a.prefix <= b.prefix ? [a, b] : [b, a];
        const expected = contains(wide, narrow.base);
        assert.equal(overlap(rangeOf(a), rangeOf(b)), expected);
        assert.equal(overlap(rangeOf(b), rangeOf(a)), expected);
      }),
    );
  });

  it("gives hosts all addresses of a network but the first and the last", () => {
    fc.assert(
      fc.property(cidr, address, (c, a) => {
        const { first, last } = usableRange(c);
        assert.equal(usable(c, a), first <= a && a <= last);
        assert.equal(last - first + 1, c.prefix >= 31 ? size(c.prefix) : size(c.prefix) - 2);
      }),
    );
  });

  for (const text of ["", "10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1.1", "a.b.c.d", "::1"]) {
    it(`takes '${text}' for no address`, () => assert.equal(parseAddress(text), undefined));
  }

  for (const text of ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0/24", "10.0.0.0/24/8"]) {
    it(`takes '${text}' for no network`, () => assert.equal(readCidr(text), undefined));
  }
});
