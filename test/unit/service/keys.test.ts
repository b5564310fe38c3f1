import assert from "node:assert/strict";
import fc from "fast-check";
import { keyAges } from "../../../components/service/secrets";

describe("Keystone's keys", () => {
  it("are a staged and a primary one at first, and keep the primary before at each rotation", () => {
    assert.deepEqual(keyAges(0), { 0: 1, 1: 0 });
    assert.deepEqual(keyAges(1), { 0: 2, 1: 0, 2: 1 });
    assert.deepEqual(keyAges(2), { 0: 3, 2: 1, 3: 2 });
  });

  // Hosts change one after the other: for a while some have the keys of before, some those of after.
  it("always let a host open what another one sealed, whichever of the two was rotated", () => {
    const primary = (keys: Record<string, number>): number | undefined =>
      keys[Math.max(...Object.keys(keys).map(Number))];
    fc.assert(
      fc.property(fc.nat(1000), (rotation) => {
        const [before, after] = [keyAges(rotation), keyAges(rotation + 1)];
        assert.ok(Object.values(before).includes(primary(after) ?? -1));
        assert.ok(Object.values(after).includes(primary(before) ?? -1));
      }),
    );
  });
});
