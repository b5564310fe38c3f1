import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { Stack, nameOf } from "./harness";

describe("a run with options", function () {
  this.timeout(60_000);

  it("imports what exists when the program describes it, and refuses when not", async () => {
    const stack = new Stack();
    writeFileSync(join(stack.folder, "there.json"), JSON.stringify({ value: "x" }));
    const item = (value: string) => [
      { name: "a", inputs: { value }, options: { import: "there" } },
    ];
    const refused = await stack.run("up", item("y"));
    assert.equal(refused.failed, true);
    assert.match(refused.told[0] ?? "", /inputs to import do not match .*: value$/);
    const ran = await stack.run("up", item("x"));
    assert.deepEqual([ran.failed, ran.steps, stack.things()], [false, ["import a"], ["there"]]);
    assert.deepEqual((await stack.run("up", item("x"))).steps, ["same a"]);
  });

  it("leaves alone what is not a target", async () => {
    const stack = new Stack();
    const items = (value: string) => [
      { name: "a", inputs: { value } },
      { name: "b", inputs: { value } },
    ];
    await stack.run("up", items("1"));
    const ran = await stack.run("up", items("2"), { targets: ["**::a"] });
    assert.deepEqual([ran.failed, ran.steps], [false, ["update a"]]);
    const values = stack.deployment.resources.flatMap(({ id, inputs }) =>
      id?.match(/^[ab]-/) ? [inputs?.value] : [],
    );
    assert.deepEqual(values.sort(), ["1", "2"]);
    const gone = await stack.run("destroy", [], { targets: ["**::b"] });
    assert.deepEqual([gone.failed, gone.steps], [false, ["delete b"]]);
    assert.equal(stack.things().length, 1);
  });

  it("ignores changes, replaces on changes, and uses an explicit provider", async () => {
    const stack = new Stack();
    const items = (value: string) => [
      { name: "p", kind: "provider" as const, inputs: { folder: stack.folder } },
      { name: "a", inputs: { value }, options: { ignoreChanges: ["value"], provider: "p" } },
      { name: "b", inputs: { value }, options: { replaceOnChanges: ["value"] } },
    ];
    await stack.run("up", items("1"));
    const planned = await stack.run("preview", items("2"));
    const ran = await stack.run("up", items("2"));
    for (const { steps } of [planned, ran]) {
      // a and b are registered side by side, in either order.
      assert.deepEqual(steps.sort(), [
        "create-replacement b",
        "delete-replaced b",
        "replace b",
        "same a",
        "same p",
      ]);
    }
    const a = stack.deployment.resources.find(({ urn }) => nameOf(urn) === "a");
    assert.match(a?.provider ?? "", /pulumi:providers:fixture::p::[0-9a-f-]{36}$/);
  });

  it("finishes what is under way when it is cancelled, and starts nothing new", async () => {
    const stack = new Stack();
    const cancel = new AbortController();
    const items = [
      { name: "a", inputs: { wait: 300, value: "x" } },
      { name: "b", inputs: { value: { $get: "a.echo" } } },
    ];
    const ran = await stack.run("up", items, {
      signal: cancel.signal,
      emit: (event) => {
        if (event.kind === "step-start" && nameOf(event.step.urn) === "a") cancel.abort();
      },
    });
    assert.deepEqual([ran.failed, ran.cancelled, stack.things()], [true, true, ["a-1"]]);
    assert.deepEqual(
      stack.deployment.resources.map(({ urn }) => nameOf(urn)),
      ["scripted-test", "default", "a"],
    );
  });

  it("stops at what is wrong with inputs, at a crash, and at what it does not have", async () => {
    const stack = new Stack();
    const wrong = await stack.run("preview", [{ name: "a", inputs: { wrong: 1 } }]);
    assert.deepEqual(wrong.told, [
      "error fixture:index:Thing resource 'a': property wrong: it must not be set",
    ]);
    const crashed = await stack.run("preview", [], { crash: "the program broke" });
    assert.equal(crashed.failed, true);
    assert.match(crashed.told.join("\n"), /the program broke/);
    const twice = await stack.run("preview", [{ name: "a" }, { name: "a" }]);
    assert.match(twice.told.join("\n"), /Duplicate resource URN/);
  });
});
