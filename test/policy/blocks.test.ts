import assert from "node:assert/strict";
import fc from "fast-check";
import { blockOf, holds, isNearlyAll, overlaps, type Block } from "../../policy/rules/net/blocks";

const block = (text: string): Block => {
  const read = blockOf(text);
  assert.ok(read, text);
  return read;
};

describe("networks in rules", () => {
  it("are read whatever way they are written", () => {
    assert.equal(block("192.168.1.1").first, block("192.168.1.1/32").last);
    assert.equal(block("10.1.2.3/8").first, block("10.0.0.0/8").first);
    assert.equal(block("fd00::1").first, block("FD00:0:0:0:0:0:0:1/128").first);
    assert.equal(block("::").first, 0n);
    assert.equal(block("::ffff:1.2.3.4").first, block("::ffff:102:304").first);
    assert.equal(block("::/0").last, (1n << 128n) - 1n);
  });

  it("are nothing else", () => {
    for (const text of [
      "",
      "a",
      "10.0.0.0/33",
      "10.0.0.0/",
      "010.0.0.1",
      "::/129",
      "1.2.3.4/8/8",
    ]) {
      assert.equal(blockOf(text), undefined, text);
    }
  });

  it("overlap and hold each other within their own family", () => {
    assert.equal(overlaps(block("10.0.0.0/8"), block("10.9.0.0/16")), true);
    assert.equal(overlaps(block("10.0.0.0/9"), block("10.128.0.0/9")), false);
    assert.equal(overlaps(block("0.0.0.0/0"), block("::/0")), false);
    assert.equal(holds(block("fd00::/8"), block("fd12:3456::/32")), true);
    assert.equal(holds(block("fd12:3456::/32"), block("fd00::/8")), false);
  });

  it("are as good as everybody when they are wider than anything given out", () => {
    const wide = ["0.0.0.0/0", "0.0.0.0/1", "64.0.0.0/2", "::/0", "2000::/3"];
    assert.deepEqual(
      wide.map(block).map(isNearlyAll),
      wide.map(() => true),
    );
    const narrow = ["10.0.0.0/8", "203.0.113.0/24", "2001:db8::/32"];
    assert.deepEqual(
      narrow.map(block).map(isNearlyAll),
      narrow.map(() => false),
    );
  });

  it("hold every address that has their first bits", () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 0, max: 128 }),
        (groups, prefix) => {
          const text = groups.map((part) => part.toString(16)).join(":");
          const value = groups.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n);
          const { first, last } = block(`${text}/${prefix}`);
          const bits = BigInt(128 - prefix);
          assert.equal(first >> bits, value >> bits);
          assert.equal(last >> bits, value >> bits);
          assert.equal(last - first + 1n, 1n << bits);
        },
      ),
    );
  });
});
