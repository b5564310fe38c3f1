import assert from "node:assert/strict";

import { SECRET, SIGNATURE, UNKNOWN } from "../../../embedded/engine/types";
import { Stack } from "./harness";
import type { Item } from "./harness";

const hush = { [SIGNATURE]: SECRET, value: "hush" };

describe("a run of a program", function () {
  this.timeout(60_000);

  it("tells at a preview whether an update would leave everything just as it is", async function () {
    this.timeout(180_000);
    const stack = new Stack();
    const items: Item[] = [
      { name: "a", inputs: { value: "1" } },
      { name: "b", inputs: { value: { $get: "a.echo" } } },
    ];
    const outputs = { all: { $get: "b.echo" } };
    const untouched = async (now: Item[], gives: unknown = outputs): Promise<boolean> =>
      (await stack.run("preview", now, { outputs: gives })).untouched;
    assert.equal(await untouched(items), false);
    await stack.run("up", items, { outputs });
    assert.equal(await untouched(items), true);
    const [a, b] = items as [Item, Item];
    assert.deepEqual(
      [
        await untouched([a]),
        await untouched([...items, { name: "c" }]),
        await untouched([{ ...a, inputs: { value: "2" } }, b]),
        // No step of an update, but kept in the state.
        await untouched([{ ...a, options: { protect: true } }, b]),
        await untouched(items, { all: "other" }),
      ],
      [false, false, false, false, false],
    );
    stack.deployment.pendingOperations = [
      { type: "updating", resource: stack.deployment.resources[1]! },
    ];
    assert.equal(await untouched(items), false);
  });

  it("keeps the stack's outputs that a program which fails does not get to", async () => {
    const stack = new Stack();
    const items: Item[] = [{ name: "a", inputs: { echo: "one" } }];
    const made = await stack.run("up", items, { outputs: { all: "kept", more: "kept" } });
    assert.deepEqual(made.outputs, { all: "kept", more: "kept" });
    const failed = await stack.run("up", items, { crash: "a mistake" });
    assert.equal(failed.failed, true);
    assert.deepEqual(failed.outputs, { all: "kept", more: "kept" });
    const [root] = stack.deployment.resources.filter(({ type }) => type === "pulumi:pulumi:Stack");
    assert.deepEqual(root?.outputs, { all: "kept", more: "kept" });
    const mended = await stack.run("up", items, { outputs: { all: "new" } });
    assert.deepEqual(mended.outputs, { all: "new" });
  });

  it("plans, creates, finds nothing changed, and deletes in reverse order", async () => {
    const stack = new Stack();
    const items: Item[] = [
      { name: "c", kind: "component", outputs: { e: { $get: "a.echo" } } },
      { name: "a", inputs: { value: "x", s: { $secret: "hush" } }, options: { parent: "c" } },
      { name: "b", inputs: { value: { $get: "a.path" } } },
    ];
    const outputs = { path: { $get: "b.path" }, s: { $get: "a.s" } };

    const planned = await stack.run("preview", items, { outputs });
    assert.deepEqual(planned.steps.sort(), ["create a", "create b", "create c"]);
    assert.deepEqual(planned.outputs, { path: UNKNOWN, s: hush });
    assert.deepEqual(stack.calls(), []);
    assert.deepEqual(stack.deployment.resources, []);

    const made = await stack.run("up", items, { outputs });
    assert.equal(made.failed, false);
    assert.deepEqual(made.outputs, { path: `${stack.folder}/b-2.json`, s: hush });
    assert.deepEqual(made.deployment, stack.deployment);
    assert.deepEqual(stack.calls(), ["create a", "created a", "create b", "created b"]);
    const a = made.deployment.resources.find(({ id }) => id === "a-1");
    assert.equal(
      a?.urn,
      "urn:pulumi:test::scripted::fixture:index:Component$fixture:index:Thing::a",
    );
    assert.deepEqual(a?.outputs, {
      echo: "x",
      path: `${stack.folder}/a-1.json`,
      s: hush,
      value: "x",
    });

    const before = stack.deployment;
    const again = await stack.run("up", items, { outputs });
    assert.deepEqual(again.changes, { same: 4 });
    assert.deepEqual(stack.deployment, before);
    assert.deepEqual(new Set(again.entries.map(({ kind }) => kind)), new Set(["keep"]));

    const gone = await stack.run("destroy");
    assert.deepEqual(gone.steps, ["delete b", "delete a", "delete c"]);
    assert.deepEqual(stack.calls(), ["delete b-2", "delete a-1"]);
    assert.deepEqual(stack.deployment.resources, []);
  });

  it("replaces by a new one first, or by deletion first together with dependents", async () => {
    const stack = new Stack();
    const items = (key: string, first: string): Item[] => [
      { name: "a", inputs: { key } },
      { name: "d", inputs: { first } },
      { name: "e", inputs: { key: { $get: "d.path" } } },
    ];
    await stack.run("up", items("1", "1"), { parallel: 1 });
    stack.calls();
    const ran = await stack.run("up", items("2", "2"), { parallel: 1 });
    assert.equal(ran.failed, false);
    const calls = stack.calls().filter((line) => !line.startsWith("created"));
    assert.deepEqual(
      calls.filter((line) => / a/.test(line)),
      ["create a", "delete a-1"],
    );
    assert.deepEqual(
      calls.filter((line) => !/ a/.test(line)),
      ["delete e-3", "delete d-2", "create d", "create e"],
    );
    assert.deepEqual(ran.changes, {
      same: 1,
      "create-replacement": 3,
      replace: 3,
      "delete-replaced": 3,
    });
    assert.equal(stack.things().length, 3);
    assert.equal(stack.deployment.resources.length, 5);
  });

  it("keeps what was done when a resource fails, and goes on from there", async () => {
    const stack = new Stack();
    const items = (fail?: string): Item[] => [
      { name: "a", inputs: { value: "x" } },
      { name: "b", inputs: { value: { $get: "a.echo" }, ...(fail ? { fail } : {}) } },
      { name: "c", inputs: { value: { $get: "b.echo" } } },
    ];
    const failed = await stack.run("up", items("create"));
    assert.equal(failed.failed, true);
    assert.deepEqual(failed.told, ["error the fixture was told to fail"]);
    assert.deepEqual(stack.things(), ["a-1"]);
    assert.deepEqual(stack.deployment.pendingOperations, []);
    const mended = await stack.run("up", items());
    assert.equal(mended.failed, false);
    assert.deepEqual(mended.steps, ["same a", "create b", "create c"]);

    const partial = await stack.run("up", [...items(), { name: "p", inputs: { fail: "partial" } }]);
    assert.equal(partial.failed, true);
    const p = stack.deployment.resources.find(({ urn }) => urn.endsWith("::p"));
    assert.deepEqual(p?.initErrors, ["it does not answer"]);
    assert.equal(stack.things().length, 4);
  });

  it("refuses to delete what is protected, and retains what is to be retained", async () => {
    const stack = new Stack();
    await stack.run("up", [
      { name: "a", options: { protect: true } },
      { name: "b", options: { retainOnDelete: true } },
    ]);
    const refused = await stack.run("destroy");
    assert.equal(refused.failed, true);
    assert.match(refused.told[0] ?? "", /"urn:.*::a" cannot be deleted\nbecause it is protected/);
    assert.equal(stack.things().length, 2);
    const less = await stack.run("up", [{ name: "a" }]);
    assert.deepEqual(less.steps, ["same a", "delete b"]);
    assert.equal(stack.things().length, 2);
  });

  it("finds a resource by its alias and the children of that one", async () => {
    const stack = new Stack();
    const items = (name: string, aliases?: unknown): Item[] => [
      { name, kind: "component", options: aliases ? { aliases } : {} },
      { name: `${name}-child`, options: { parent: name } },
    ];
    await stack.run("up", items("old"));
    const ran = await stack.run("up", items("new", [{ name: "old" }]));
    assert.deepEqual(ran.steps, ["same new", "same new-child"]);
    assert.equal(stack.things().length, 1);
  });

  it("takes over what a refresh finds", async () => {
    const stack = new Stack();
    await stack.run("up", [{ name: "a" }, { name: "b" }]);
    const { rmSync } = await import("node:fs");
    rmSync(`${stack.folder}/${stack.things()[0]}.json`);
    const ran = await stack.run("refresh");
    assert.deepEqual(ran.steps.sort(), ["delete a", "same b"]);
    assert.equal(stack.deployment.resources.length, 3);
  });

  it("reads another stack, and its secrets stay secret", async () => {
    const stack = new Stack();
    stack.others.other = { outputs: { key: hush }, secretOutputNames: ["key"] };
    const ran = await stack.run("up", [{ name: "other", kind: "reference" }], {
      outputs: { key: { $get: "other.key" } },
    });
    assert.deepEqual(ran.told, []);
    assert.deepEqual(ran.outputs, { key: hush });
  });

  it("lets a policy pack refuse a resource before anything happens to it", async () => {
    const stack = new Stack();
    const policyPacks = [{ path: "../policies" }];
    const items = [{ name: "a", inputs: { value: "forbidden" } }];
    const ran = await stack.run("up", items, { policyPacks });
    assert.deepEqual(ran.told, []);
    assert.equal(ran.failed, true);
    assert.deepEqual(stack.things(), []);
    const violations = ran.events.filter((event) => event.kind === "policy-violation");
    assert.deepEqual(
      violations.map(({ policy, level, message }) => ({ policy, level, message })),
      [
        {
          policy: "no-forbidden",
          level: "mandatory",
          message: "A value must not be forbidden.\nthe value is forbidden",
        },
      ],
    );
  });
});
