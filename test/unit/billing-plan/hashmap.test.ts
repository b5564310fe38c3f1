import assert from "node:assert/strict";
import { Exact } from "../../../components/billing/rating/decimal";
import { Hashmap, type HashmapRule } from "../../../components/billing/rating/hashmap";
import { CASES } from "./captured";

describe("hashmap's prices", () => {
  it("are CloudKitty's own, to the last digit", () => {
    assert.equal(CASES.length, 120);
    for (const { rules, tenant, points } of CASES) {
      const hashmap = new Hashmap(rules, tenant);
      assert.deepEqual(
        points.map((point) => hashmap.price(point).toFixed()),
        points.map(({ price }) => new Exact(price).toFixed()),
        JSON.stringify(rules),
      );
    }
  });

  const price = (
    rules: Omit<HashmapRule, "service">[],
    quantity: string,
    tenant?: string,
  ): string =>
    new Hashmap(
      rules.map((rule) => ({ service: "volume", ...rule })),
      tenant,
    )
      .price({ service: "volume", quantity, attributes: { type: "ssd", project_id: "p" } })
      .toFixed();
  const ssd = { field: "type", value: "ssd", type: "flat", cost: "0.02" } as const;
  const cases: [string, Omit<HashmapRule, "service">[], string, string, string?][] = [
    ["nothing where there is no rule", [], "10", "0"],
    ["the price of a value, for each unit", [ssd], "10", "0.2"],
    ["nothing of another value", [{ ...ssd, value: "hdd" }], "10", "0"],
    ["the largest flat price of a group", [ssd, { type: "flat", cost: "0.03" }], "10", "0.3"],
    ["the sum of groups", [ssd, { type: "flat", cost: "0.03", group: "more" }], "10", "0.5"],
    [
      "a rate on the project",
      [ssd, { field: "project_id", value: "p", type: "rate", cost: "0.9" }],
      "10",
      "0.18",
    ],
    ["nothing of a rate alone", [{ type: "rate", cost: "0.9" }], "10", "0"],
    [
      "a tenant's price in the place of that for all",
      [ssd, { ...ssd, cost: "0.01", tenant: "t" }],
      "10",
      "0.1",
      "t",
    ],
    [
      "the price for all for another tenant",
      [ssd, { ...ssd, cost: "0.01", tenant: "t" }],
      "10",
      "0.2",
      "u",
    ],
    [
      "the highest threshold that is reached",
      [
        ssd,
        { level: "5", type: "rate", cost: "0.8" },
        { level: "10", type: "rate", cost: "0.5" },
        { level: "11", type: "rate", cost: "0.1" },
      ],
      "10",
      "0.1",
    ],
    ["a flat threshold on the whole", [ssd, { level: "5", type: "flat", cost: "1" }], "10", "1.2"],
    [
      "28 digits, half to even",
      [{ type: "flat", cost: "0.1234567890123456789012345678" }],
      "1000.5",
      "123.5185174068518517406851851",
    ],
  ];
  for (const [name, rules, quantity, expected, tenant] of cases) {
    it(`are ${name}`, () => {
      assert.equal(price(rules, quantity, tenant), new Exact(expected).toFixed());
    });
  }
});
