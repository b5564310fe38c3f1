import assert from "node:assert/strict";
import { estimateType, tell } from "../../../providers/cloudkitty/resources/estimate";
import type { Properties } from "../../../providers/server";
import { check, diff } from "../../../providers/server/resources";

const amounts = (all: Properties): Properties => ({ currency: "EUR", amounts: all });
const ACME = { "at most": "100.00", declared: "8.76" };

describe("an estimate", () => {
  it("tells the difference that a change makes, the greatest first", () => {
    const before = amounts({
      acme: ACME,
      globex: { "at most": "unlimited", declared: "0.00" },
      initech: { "at most": "20.00", declared: "1.00" },
      same: ACME,
    });
    const after = amounts({
      acme: { "at most": "90.5", declared: "10.01" },
      globex: { "at most": "12.00", declared: "0.00" },
      umbrella: { "at most": "7.30", declared: "0.00" },
      same: ACME,
    });
    assert.equal(
      tell(before, after),
      `The difference that this makes of a month, in EUR:
tenant                 before  after  difference
globex    at most   unlimited  12.00
initech   at most       20.00      0      -20.00
acme      at most      100.00   90.5       -9.50
umbrella  at most           0   7.30       +7.30
acme      declared       8.76  10.01       +1.25
initech   declared       1.00      0       -1.00`,
    );
  });

  it("tells nothing where there is none, and not of all where there are many", () => {
    assert.equal(tell(amounts({ acme: ACME }), amounts({ acme: { ...ACME } })), undefined);
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`tenant-${n}`, { declared: `${n + 1}.00` }]),
    );
    const told = tell(amounts({}), amounts(many))?.split("\n") ?? [];
    assert.deepEqual(
      [told.length, told[2], told.at(-1)],
      [33, "tenant-39  declared       0  40.00      +40.00", "and 10 more"],
    );
  });

  it("tells it in the diff, which a preview asks for", async () => {
    const told: string[] = [];
    const listen = (message: string): void => void told.push(message);
    const log = { debug: listen, info: listen, warning: listen, progress: listen };
    const inputs = amounts({ acme: { ...ACME, declared: "9.00" } });
    const { changes } = await diff(estimateType, {
      urn: "",
      id: "months",
      log,
      olds: amounts({ acme: ACME }),
      oldInputs: amounts({ acme: ACME }),
      inputs,
    });
    assert.equal(changes, true);
    assert.deepEqual(told, [
      `The difference that this makes of a month, in EUR:
tenant            before  after  difference
acme    declared    8.76   9.00       +0.24`,
    ]);
  });

  it("refuses what is no map of texts", async () => {
    const { failures } = await check(estimateType, {
      urn: "",
      name: "",
      oldInputs: {},
      inputs: amounts({ acme: { declared: 8 } }),
    });
    assert.deepEqual(failures, [
      {
        property: "amounts",
        reason: 'expected a map of texts for each tenant, found {"declared":8}',
      },
    ]);
  });
});
