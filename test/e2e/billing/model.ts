import assert from "node:assert/strict";
import { Decimal } from "decimal.js";
import fc from "fast-check";
import { Hashmap, type HashmapRule } from "../../../components/billing/rating/hashmap";
import { ruleKey } from "../../../components/billing/plan/rules";
import type { PrivateServices, TextPoint } from "./private/services";

const CASES = 300;
const TENANTS = ["1".repeat(32), "2".repeat(32)];
/** Values of a field of numbers, levels of thresholds, and quantities: they are to meet. */
const NUMBERS = ["0.5", "1", "2.25", "100", "500"];
const FIELDS: Record<string, string[]> = {
  flavor_name: ["small", "large"],
  volume_type: ["ssd", "hdd"],
  size: NUMBERS,
};

/** Products of all that may meet have fewer digits than CloudKitty calculates with: no order matters. */
const cost = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, behind]) => new Decimal(digits).div(new Decimal(10).pow(behind)).toFixed());

const optional = <T>(values: T[]): fc.Arbitrary<T | undefined> =>
  fc.option(fc.constantFrom(...values), { nil: undefined });

const mapping = fc
  .record({
    field: optional(Object.keys(FIELDS)),
    at: fc.nat(4),
    type: fc.constantFrom("flat" as const, "rate" as const),
    cost,
    group: optional(["a", "b"]),
    tenant: optional(TENANTS),
  })
  .map(({ field, at, ...rule }) => {
    const values = field === undefined ? [] : (FIELDS[field] ?? []);
    return field === undefined ? rule : { ...rule, field, value: values[at % values.length] };
  });

const threshold = fc.record({
  field: optional(["size"]),
  level: fc.constantFrom(...NUMBERS),
  type: fc.constantFrom("flat" as const, "rate" as const),
  cost,
  group: optional(["a", "b"]),
  tenant: optional(TENANTS),
});

const usage = fc.record({
  quantity: fc.oneof(fc.constantFrom(...NUMBERS), cost),
  attributes: fc.record({
    flavor_name: fc.constantFrom("small", "large", "huge"),
    size: fc.constantFrom(...NUMBERS, "7"),
  }),
});

/** Rules of one meter and what is used of it. */
const one = fc.record({
  rules: fc.array(fc.oneof({ weight: 3, arbitrary: mapping }, threshold), { maxLength: 9 }),
  usage: fc.array(usage, { minLength: 1, maxLength: 3 }),
});

/** CloudKitty refuses two of the same, whatever their groups. */
const distinct = (rules: HashmapRule[]): HashmapRule[] => [
  ...new Map(rules.map((rule) => [`${ruleKey(rule)} of ${rule.tenant ?? ""}`, rule])).values(),
];

/** The rating model against CloudKitty's own module, each case a meter with rules of its own. */
export function testModel(services: () => PrivateServices): void {
  describe("the rating model", () => {
    it(`prices as CloudKitty does, to its last digit, by ${CASES} sets of rules`, async () => {
      const seed = Date.now();
      const cases = fc.sample(one, { numRuns: CASES, seed });
      const rules = cases.flatMap(({ rules: given }, at) =>
        distinct(given.map((rule) => ({ ...rule, service: `case-${at}` }))),
      );
      const points = cases.flatMap(({ usage: given }, at) =>
        given.map((point): TextPoint => ({ ...point, service: `case-${at}` })),
      );
      await services().addRules(rules);
      let priced = 0;
      for (const tenant of TENANTS) {
        const model = new Hashmap(rules, tenant);
        const found = await services().price(tenant, points);
        const text = (point: TextPoint, amount: string): string =>
          `${JSON.stringify(point)} of ${tenant} by seed ${seed}: ${amount}`;
        assert.deepEqual(
          found.map((amount, at) => text(points[at] as TextPoint, new Decimal(amount).toFixed())),
          points.map((point) => text(point, model.price(point).toFixed())),
        );
        priced += found.filter((amount) => !new Decimal(amount).isZero()).length;
      }
      // So that it is not about nothing.
      assert.ok(priced > CASES, `only ${priced} cost anything`);
    });
  });
}
