import assert from "node:assert/strict";
import { instant, instantMistake, tenantMistake } from "../../../providers/cloudkitty/checks";
import { cloudkittyProvider } from "../../../providers/cloudkitty/provider";
import { UNKNOWN } from "../../../providers/server";
import type { Properties } from "../../../providers/server";
import { check } from "../../../providers/server/resources";

const ID = "0338c839-aeee-45f9-a7c9-cf5c5c95da28";
const { resources } = cloudkittyProvider();

async function mistakes(type: string, inputs: Properties): Promise<string[]> {
  const found = resources[`cloudkitty:index:${type}`];
  assert.ok(found);
  const { failures } = await check(found, { urn: "urn", name: "it", inputs, oldInputs: {} });
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
}

describe("cloudkitty: what is refused before anything is sent", () => {
  const cases: [string, string, Properties, string[]][] = [
    ["a mapping of a field", "HashmapMapping", { fieldId: ID, value: "v", cost: "1" }, []],
    ["a mapping of a service", "HashmapMapping", { serviceId: ID, cost: 0.5 }, []],
    [
      "what is not known yet",
      "HashmapMapping",
      { fieldId: UNKNOWN, value: UNKNOWN, cost: UNKNOWN, groupId: UNKNOWN, tenantId: UNKNOWN },
      [],
    ],
    [
      "everything at once",
      "HashmapMapping",
      {
        ...{ fieldId: "flavor", value: "", type: "fixed", cost: "0,5", groupId: "uptime" },
        ...{ tenantId: "c4306072-a06b-4b98-9146-ecba79ccb743", price: 1 },
      },
      [
        'fieldId: expected the id of a HashmapField, found "flavor"',
        'value: expected 1 to 255 characters without blanks around them, found ""',
        'type: expected one of flat, rate, found "fixed"',
        'cost: expected a decimal number such as "0.02", found "0,5"; write "0.5"',
        'groupId: expected the id of a HashmapGroup, found "uptime"',
        "tenantId: expected the id of a project as Keystone writes it, found " +
          '"c4306072-a06b-4b98-9146-ecba79ccb743"; write c4306072a06b4b989146ecba79ccb743',
        'price: there is no property "price" here; allowed: cost, end, fieldId, groupId, serviceId, ' +
          "start, tenantId, type, value",
        "serviceId: expected serviceId or fieldId, found neither: give what it prices",
      ],
    ],
    [
      "two parents",
      "HashmapMapping",
      { fieldId: ID, serviceId: ID, value: "v", cost: "1" },
      ["fieldId: stands beside serviceId: give one of them"],
    ],
    [
      "a field without a value",
      "HashmapMapping",
      { fieldId: ID, cost: "1" },
      ["value: is required with fieldId: which value of it has this price"],
    ],
    [
      "a service with a value",
      "HashmapMapping",
      { serviceId: ID, value: "v", cost: "1" },
      ["value: stands beside serviceId, which is priced as a whole: leave it out, or give fieldId"],
    ],
    [
      "a threshold without level and parent",
      "HashmapThreshold",
      { cost: "1", level: "-5" },
      [
        'level: expected 0 or more, found "-5"',
        "serviceId: expected serviceId or fieldId, found neither: give what it prices",
      ],
    ],
    [
      "a module",
      "RatingModule",
      { moduleId: "hashmap", priority: -1 },
      ["priority: expected 0 or more, found -1"],
    ],
    [
      "a scope",
      "ScopeState",
      { scopeId: "my project", rateAgainFrom: "yesterday" },
      [
        'scopeId: expected the id of a project, found "my project"',
        'rateAgainFrom: expected an instant with its zone such as 2026-12-01T00:00:00Z, found "yesterday"',
      ],
    ],
    ["a service", "HashmapService", {}, ["name: is required: give a string"]],
  ];
  for (const [what, type, inputs, wanted] of cases) {
    it(what, async () => assert.deepEqual(await mistakes(type, inputs), wanted));
  }

  it("takes instants with a zone, in one way of writing", () => {
    const instants: [string, string | undefined][] = [
      ["2026-12-01T00:00:00Z", "2026-12-01T00:00:00+00:00"],
      ["2026-12-01T01:00+01:00", "2026-12-01T00:00:00+00:00"],
      ["2026-12-01T00:00:00.5Z", "2026-12-01T00:00:00+00:00"],
      ["2026-12-01T00:00:00", undefined],
      ["2026-13-01T00:00:00Z", undefined],
      ["2026-12-01", undefined],
    ];
    assert.deepEqual(
      instants.map(([text]) => [text, instant(text)]),
      instants,
    );
    assert.equal(instantMistake(instants[0]?.[1] ?? ""), undefined);
    assert.equal(tenantMistake("c4306072a06b4b989146ecba79ccb743"), undefined);
  });
});
