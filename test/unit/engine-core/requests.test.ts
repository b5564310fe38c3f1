import assert from "node:assert/strict";

import { Stack, nameOf } from "./harness";
import type { Item } from "./harness";

const A = "urn:pulumi:test::scripted::fixture:index:Thing::a";

describe("what a resource's options ask for", function () {
  this.timeout(240_000);

  it("is refused by name where the engine does not have it", async () => {
    const stack = new Stack();
    const refused = [
      { transforms: true },
      { hideDiffs: ["value"] },
      { customTimeouts: { create: "soon" } },
    ];
    const told: string[] = [];
    for (const options of [...refused, { hooks: true }]) {
      const ran = await stack.run("preview", [{ name: "a", options }]);
      assert.equal(ran.failed, true);
      told.push(...ran.told);
    }
    const lacks =
      "which the embedded engine does not have. Leave that out, or run the program with the pulumi command.";
    assert.deepEqual(told, [
      `error fixture:index:Thing 'a' uses transforms, ${lacks}`,
      `error fixture:index:Thing 'a' uses hideDiffs, ${lacks}`,
      `error fixture:index:Thing 'a': customTimeouts.create is "soon"; a duration is written like "90s", "5m" or "1h30m".`,
      "error Resource hooks: the embedded engine does not have that. Leave it out, or run the program with the pulumi command.",
    ]);
  });

  it("is done: timeouts reach the provider, changes inside are ignored, what goes with another is not deleted", async () => {
    const stack = new Stack();
    const items = (value: string): Item[] => [
      {
        name: "a",
        inputs: { tree: { kept: value, other: "1" }, list: [{ x: value, y: "1" }] },
        options: {
          customTimeouts: { create: "1m30s" },
          ignoreChanges: ["tree.kept", "list[*].x"],
        },
      },
      { name: "b", inputs: { value }, options: { deletedWith: "a", ignoreChanges: ["value"] } },
    ];
    await stack.run("up", items("1"), { parallel: 1 });
    assert.deepEqual(
      stack.calls().filter((call) => !call.startsWith("created")),
      ["create a", "within 90 s", "create b"],
    );
    const again = await stack.run("up", items("2"), { parallel: 1 });
    assert.deepEqual([again.failed, again.steps.sort()], [false, ["same a", "same b"]]);
    const gone = await stack.run("destroy");
    assert.deepEqual([gone.failed, gone.steps.sort()], [false, ["delete a", "delete b"]]);
    assert.deepEqual(
      stack.calls().filter((call) => call.startsWith("delete")),
      ["delete a-1"],
    );
  });
});

describe("what a run is about", function () {
  this.timeout(240_000);
  const items = (value: string): Item[] => ["a", "b"].map((name) => ({ name, inputs: { value } }));

  it("is an error where it names no resource, also by a pattern", async () => {
    const stack = new Stack();
    const other = A.replace(/a$/, "nope");
    const ran = await stack.run("preview", items("1"), { targets: [A, other, "**::no*"] });
    assert.deepEqual(
      [ran.failed, ran.told],
      [
        true,
        [
          `error Target '${other}' could not be found in the stack. Did you forget to escape $ in your shell?`,
          "error Target '**::no*' could not be found in the stack.",
        ],
      ],
    );
    const gone = await stack.run("destroy", [], { excludes: [other] });
    assert.match(gone.told.join("\n"), /could not be found in the stack/);
  });

  it("leaves out what is excluded, and replaces what is to be replaced", async () => {
    const stack = new Stack();
    await stack.run("up", items("1"));
    const ran = await stack.run("up", items("2"), { excludes: [A] });
    assert.deepEqual([ran.failed, ran.steps], [false, ["update b"]]);
    const replaced = await stack.run("up", items("2"), { excludes: ["**::b"], replaces: [A] });
    assert.deepEqual(
      [replaced.failed, replaced.steps],
      [false, ["create-replacement a", "replace a", "delete-replaced a"]],
    );
    const planned = await stack.run("preview", [], { previewOf: "destroy", excludes: [A] });
    assert.deepEqual([planned.failed, planned.steps], [false, ["delete b"]]);
    const names = stack.deployment.resources.map(({ urn }) => nameOf(urn));
    assert.ok(names.includes("a") && names.includes("b"));
  });
});
