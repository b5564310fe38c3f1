import assert from "node:assert/strict";
import type { Failing, Passing } from "../../policy/rule";
import { RULES } from "../../policy/rules";
import { readSettings, type Settings } from "../../policy/settings";
import { findings } from "./support/findings";
import { viewOf } from "./support/view";

const settingsOf = ({ settings }: Passing): Settings => ({
  ...readSettings(() => undefined),
  ...settings,
});

/** What a rule finds in a case, by resource. */
function found(rule: (typeof RULES)[number], example: Passing, known: boolean) {
  const result: Failing["finds"] = {};
  for (const { resource, found } of findings(
    rule,
    viewOf(example.resources, known),
    settingsOf(example),
  )) {
    (result[resource?.name ?? ""] ??= []).push(found);
  }
  return result;
}

describe("the rules on isolation", () => {
  it("have ids of their own, in order within their family", () => {
    const ids = RULES.map(({ id }) => id);
    assert.deepEqual([...new Set(ids)], ids);
    const families = [...new Set(ids.map((id) => id.split("-")[0]))];
    assert.deepEqual(
      families.flatMap((family) => ids.filter((id) => id.startsWith(`${family}-`)).sort()),
      ids,
    );
  });

  for (const rule of RULES) {
    describe(`${rule.id}: ${rule.title}`, () => {
      it("has programs that keep it and programs that do not", () => {
        assert.notEqual(rule.cases.passes.length, 0);
        assert.notEqual(rule.cases.fails.length, 0);
        for (const { finds } of rule.cases.fails) assert.notEqual(Object.keys(finds).length, 0);
      });

      for (const example of rule.cases.passes) {
        it(`is kept by ${example.of}`, () => {
          assert.deepEqual(found(rule, example, true), {});
          assert.deepEqual(found(rule, example, false), {});
        });
      }

      for (const example of rule.cases.fails) {
        it(`is not kept by ${example.of}`, () => {
          assert.deepEqual(found(rule, example, true), example.finds, "as it came out");
          assert.deepEqual(
            found(rule, example, false),
            example.later === true ? {} : example.finds,
            "at the first preview, where every reference is unknown",
          );
        });
      }
    });
  }
});
