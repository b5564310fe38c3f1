import assert from "node:assert/strict";

import { replay } from "../../../embedded/engine/deployment";
import type { Journal, JournalEntry } from "../../../embedded/engine/deployment";
import type { Deployment, OperationType } from "../../../embedded/engine/types";
import { Stack, nameOf } from "./harness";
import type { Item } from "./harness";

const SEEN_TO =
  "warning An earlier run was interrupted while creating 1 resource(s). What is left of them is " +
  "looked for where their providers can; what is not found is created again.";

function urnOf(name: string): string {
  return `urn:pulumi:test::scripted::fixture:index:Thing::${name}`;
}

function leftOver(name: string): string {
  return (
    `warning An earlier run was interrupted while creating ${urnOf(name)}. It may have been ` +
    "created all the same. `up` sees to it while the program declares it; otherwise look for it, " +
    "delete it by hand, and run `refresh --clear-pending-creates`, which takes it off the list of " +
    "pending operations."
  );
}

/** The state that a run leaves which is killed while it creates the last of the items. */
async function killed(stack: Stack, items: Item[]): Promise<Deployment> {
  const last = items.at(-1)?.name ?? "";
  const written: JournalEntry[] = [];
  let dead = false;
  const journal: Journal = {
    append: (entries) => {
      if (dead) return Promise.reject(new Error("it was killed"));
      written.push(...structuredClone(entries));
      dead = entries.some((e) => e.kind === "begin" && nameOf(e.pending.resource.urn) === last);
      return Promise.resolve();
    },
  };
  const before = stack.deployment;
  await stack.run("up", items, { journal, parallel: 1 });
  return (stack.deployment = replay(before, written));
}

function pending(stack: Stack): string[] {
  return stack.deployment.pendingOperations.map(
    ({ type, resource }) => `${type} ${nameOf(resource.urn)}`,
  );
}

describe("a creation that was interrupted", function () {
  this.timeout(120_000);

  it("is told the provider the next time, and is over when that time it succeeds", async () => {
    const stack = new Stack();
    const items: Item[] = [{ name: "a" }, { name: "b", inputs: { value: "x" } }];
    const left = await killed(stack, items);
    assert.deepEqual(pending(stack), ["creating b"]);
    const since = left.pendingOperations[0]?.resource.modified ?? "";
    assert.ok(Date.now() - Date.parse(since) < 60_000, since);
    stack.calls();

    const planned = await stack.run("preview", items);
    assert.deepEqual([planned.told, planned.steps], [[], ["same a", "create b"]]);
    const mended = await stack.run("up", items);
    assert.deepEqual(mended.told, [SEEN_TO]);
    assert.deepEqual(stack.calls(), [
      "create b",
      `interrupted ${JSON.stringify({ since, known: ["a-1"] })}`,
      "created b",
    ]);
    assert.deepEqual(pending(stack), []);
    // One append, so that no crash comes between the two.
    const made = mended.entries.findIndex((entry) => entry.kind === "put");
    assert.deepEqual(mended.entries.slice(made - 2, made), [
      { kind: "end", operation: 1 },
      { kind: "end", operation: 0 },
    ]);
  });

  it("stays noted while creating it fails, with the time of the first attempt", async () => {
    const stack = new Stack();
    const item = (fail?: string): Item => ({ name: "a", inputs: fail ? { fail } : {} });
    const left = await killed(stack, [item()]);
    const since = left.pendingOperations[0]?.resource.modified;
    const failed = await stack.run("up", [item("create")]);
    assert.equal(failed.failed, true);
    assert.deepEqual(pending(stack), ["creating a"]);
    await killed(stack, [item()]);
    assert.deepEqual(pending(stack), ["creating a", "creating a"]);
    stack.calls();
    assert.deepEqual((await stack.run("up", [item()])).told, [SEEN_TO]);
    const hint = `interrupted ${JSON.stringify({ since, known: [] })}`;
    assert.deepEqual(stack.calls(), ["create a", hint, "created a"]);
    assert.deepEqual(pending(stack), []);
  });

  it("keeps what was made up for it, and is known by its alias", async () => {
    const stack = new Stack();
    const inputs = { madeUp: "" };
    const left = await killed(stack, [{ name: "old", inputs }]);
    const { madeUp } = left.pendingOperations[0]?.resource.inputs ?? {};
    assert.match(madeUp as string, /^[0-9a-f-]{36}$/);
    const item = { name: "new", inputs, options: { aliases: [{ name: "old" }] } };
    const mended = await stack.run("up", [item]);
    const made = mended.deployment.resources.find(({ id }) => id?.startsWith("new-"));
    assert.equal(made?.inputs?.madeUp, madeUp);
    assert.deepEqual(pending(stack), []);
  });

  it("counts for a replacement as well, beside what is to be replaced", async () => {
    const stack = new Stack();
    await stack.run("up", [{ name: "a", inputs: { key: "1" } }]);
    const left = await killed(stack, [{ name: "a", inputs: { key: "2" } }]);
    const since = left.pendingOperations[0]?.resource.modified;
    stack.calls();
    const ran = await stack.run("up", [{ name: "a", inputs: { key: "2" } }]);
    assert.equal(stack.calls()[1], `interrupted ${JSON.stringify({ since, known: ["a-1"] })}`);
    assert.deepEqual(ran.steps, ["create-replacement a", "replace a", "delete-replaced a"]);
    assert.deepEqual(pending(stack), []);
  });

  it("is over when what it left is imported", async () => {
    const stack = new Stack();
    await killed(stack, [{ name: "a" }]);
    const [id] = stack.things();
    const imported = await stack.run("up", [{ name: "a", options: { import: id } }]);
    assert.deepEqual(imported.steps, ["import a"]);
    assert.deepEqual(pending(stack), []);
  });

  it("is reported while the program does not declare it, until a refresh is told to forget it", async () => {
    const stack = new Stack();
    const resource = { urn: urnOf("a"), custom: true, type: "fixture:index:Thing" };
    const operation = { type: "creating" as const, resource };
    // Of two runs that were killed; it is told of once.
    stack.deployment = { resources: [], pendingOperations: [operation, operation] };
    assert.deepEqual((await stack.run("preview")).told, [leftOver("a")]);
    assert.deepEqual((await stack.run("up")).told, [SEEN_TO, leftOver("a")]);
    const planned = await stack.run("preview", [], { previewOf: "refresh" });
    assert.deepEqual(planned.told, [leftOver("a")]);
    assert.deepEqual((await stack.run("refresh")).told, [leftOver("a")]);
    assert.deepEqual((await stack.run("destroy")).told, [leftOver("a")]);
    assert.deepEqual(pending(stack), ["creating a", "creating a"]);
    const cleared = await stack.run("refresh", [], { clearPendingCreates: true });
    const off =
      `warning An earlier run was interrupted while creating ${urnOf("a")}. ` +
      "It is now taken off the list of pending operations.";
    assert.deepEqual(cleared.told, [off, off]);
    assert.deepEqual(pending(stack), []);
  });

  it("is not mixed up with other operations, which are done again where needed", async () => {
    const stack = new Stack();
    const resource = { urn: urnOf("a"), custom: true, type: "fixture:index:Thing" };
    const types: OperationType[] = ["updating", "deleting", "reading", "importing"];
    const pendingOperations = types.map((type) => ({ type, resource }));
    stack.deployment = { resources: [], pendingOperations };
    const ran = await stack.run("up", [{ name: "a" }]);
    assert.deepEqual(
      ran.told,
      types.map(
        (type) =>
          `warning An earlier run was interrupted while ${type} ${urnOf("a")}. ` +
          "It is done again where needed.",
      ),
    );
    assert.deepEqual(stack.calls(), ["create a", "created a"]);
    assert.deepEqual(pending(stack), []);
  });

  it("is created without a word to the provider where the state tells no time of it", async () => {
    const stack = new Stack();
    const resource = { urn: urnOf("a"), custom: true, type: "fixture:index:Thing" };
    stack.deployment = { resources: [], pendingOperations: [{ type: "creating", resource }] };
    await stack.run("up", [{ name: "a" }]);
    assert.deepEqual(stack.calls(), ["create a", "created a"]);
    assert.deepEqual(pending(stack), []);
  });
});
