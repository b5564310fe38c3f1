import assert from "node:assert/strict";
import fc from "fast-check";
import { decimal, decimalMistake, normalDecimal } from "../../../providers/cloudkitty/decimal";

describe("cloudkitty: decimals", () => {
  it("writes each number in one way", () => {
    const same: [string, string][] = [
      ["0.020", "0.02"],
      [".02", "0.02"],
      ["+00.0200000000000000000000000000", "0.02"],
      ["2e-2", "0.02"],
      ["1e-7", "0.0000001"],
      ["500.00000000", "500"],
      ["5E2", "500"],
      ["1.5e1", "15"],
      ["0", "0"],
      ["-0.00", "0"],
      ["-1.50", "-1.5"],
      ["12.", "12"],
      ["0.2000000000000000111022302463", "0.2000000000000000111022302463"],
    ];
    assert.deepEqual(
      same.map(([given]) => [given, decimal(given)]),
      same,
    );
  });

  it("knows what is no number", () => {
    const none = [
      "",
      ".",
      "-",
      "e5",
      "0,02",
      "1.2.3",
      "abc",
      "0x10",
      "NaN",
      "1e",
      "1e9999",
      "1 000",
    ];
    assert.deepEqual(
      none.map(decimal),
      none.map(() => undefined),
    );
    assert.equal(normalDecimal("abc"), "abc");
  });

  it("agrees with arithmetic on whole numbers of a small unit", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 30n), fc.nat(12), fc.nat(5), (units, behind, zeros) => {
        const digits = units.toString().padStart(behind + 1, "0");
        const whole = digits.slice(0, digits.length - behind);
        const part = digits.slice(digits.length - behind);
        const text = decimal(`${"0".repeat(zeros)}${whole}.${part}${"0".repeat(zeros)}`) ?? "";
        assert.equal(text, decimal(`${units}e-${behind}`));
        const [left = "", right = ""] = text.split(".");
        assert.equal(BigInt(left + right.padEnd(behind, "0")), units);
        assert.doesNotMatch(text, /^0\d|\.\d*0$|\.$/);
      }),
    );
  });

  it("says what is wrong with one, what is allowed and what to write", () => {
    const mistake = decimalMistake({ before: 12, behind: 8 }, "500");
    const cases: [string, string | undefined][] = [
      ["500", undefined],
      ["0.00000001", undefined],
      ["0.0000000100", undefined],
      ["0,5", 'expected a decimal number such as "500", found "0,5"; write "0.5"'],
      ["much", 'expected a decimal number such as "500", found "much"'],
      ["-1", 'expected 0 or more, found "-1"'],
      ["1234567890123", 'expected at most 12 digits before the point, found "1234567890123"'],
      [
        "0.000000001",
        'expected at most 8 digits behind the point, found "0.000000001": CloudKitty would round it',
      ],
    ];
    assert.deepEqual(
      cases.map(([value]) => [value, mistake(value)]),
      cases,
    );
  });
});
