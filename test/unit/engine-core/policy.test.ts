import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { Stack } from "./harness";
import type { Item, Ran } from "./harness";

const PACK = "../policies";

function things(values: { [name: string]: string }): Item[] {
  return Object.entries(values).map(([name, value]) => ({ name, inputs: { value } }));
}

/** `LEVEL POLICY RESOURCE: MESSAGE` of what the policies said, sorted. */
function said(ran: Ran): string[] {
  return ran.events
    .flatMap((event) => {
      if (event.kind !== "policy-violation") return [];
      const name = event.urn?.split("::").at(-1) ?? "the stack";
      return [`${event.level} ${event.policy} ${name}: ${event.message.split("\n").at(-1)}`];
    })
    .sort();
}

describe("a policy pack", function () {
  this.timeout(180_000);

  it("shows all that is wrong at a preview, of resources and of the stack, and changes nothing", async () => {
    const stack = new Stack();
    const items = things({ a: "forbidden", b: "forbidden" });
    const ran = await stack.run("preview", items, { policyPacks: [{ path: PACK }] });
    assert.equal(ran.failed, true);
    assert.deepEqual(said(ran), [
      "mandatory no-forbidden a: the value is forbidden",
      "mandatory no-forbidden b: the value is forbidden",
      "mandatory no-stack-of-forbidden the stack: 2 values are forbidden",
    ]);
    assert.deepEqual([ran.steps.sort(), stack.things()], [["create a", "create b"], []]);
    const summary = ran.events.find((event) => event.kind === "summary");
    const [pack] = summary?.policyPacks ?? [];
    assert.deepEqual([pack?.name, pack?.version], ["fixture", "0.1.0"]);
  });

  it("mends inputs before they are judged and made, at an update and at a replacement", async () => {
    const stack = new Stack();
    const items = (key: string): Item[] => [{ name: "a", inputs: { value: "broken", key } }];
    const policyPacks = [{ path: PACK }];
    for (const key of ["1", "2"]) {
      const ran = await stack.run("up", items(key), { policyPacks });
      assert.deepEqual(
        [ran.failed, said(ran)],
        [false, ["remediate mended a: A broken value is mended."]],
      );
      const inputs = stack.deployment.resources.flatMap((state) =>
        state.type === "fixture:index:Thing" ? [state.inputs] : [],
      );
      assert.deepEqual(inputs, [{ value: "mended", key }]);
    }
  });

  it("takes levels and properties from its configuration", async () => {
    const stack = new Stack();
    const configFile = join(stack.folder, "policies.json");
    const config = {
      "no-forbidden": "advisory",
      mended: "disabled",
      "no-stack-of-forbidden": { enforcementLevel: "advisory", word: "broken" },
    };
    writeFileSync(configFile, JSON.stringify(config));
    const items = things({ a: "forbidden", b: "broken", c: "broken" });
    const ran = await stack.run("up", items, { policyPacks: [{ path: PACK, configFile }] });
    assert.deepEqual(
      [ran.failed, said(ran)],
      [
        false,
        [
          "advisory few the stack: 3 things are more than 2",
          "advisory no-forbidden a: the value is forbidden",
          "advisory no-stack-of-forbidden the stack: 2 values are broken",
        ],
      ],
    );
  });

  it("refuses a configuration that does not fit, and a folder without a pack", async () => {
    const stack = new Stack();
    const configFile = join(stack.folder, "policies.json");
    const wrong = { few: { most: "x" } };
    writeFileSync(configFile, JSON.stringify(wrong));
    const ran = await stack.run("preview", [], { policyPacks: [{ path: PACK, configFile }] });
    assert.deepEqual(ran.told, [
      `error The policy configuration ${configFile} does not fit policy few:\n` +
        "✖ Invalid input: expected number, received string\n  → at most",
    ]);
    const none = await stack.run("preview", [], { policyPacks: [{ path: stack.folder }] });
    assert.deepEqual(none.told, [
      `error There is no policy pack at ${stack.folder}: no PulumiPolicy.yaml.`,
    ]);
  });

  it("leaves no pack running when it, or another, cannot be used", async () => {
    const stack = new Stack();
    const configFile = join(stack.folder, "policies.json");
    writeFileSync(configFile, JSON.stringify({ few: { most: "x" } }));
    await stack.run("preview", [], { policyPacks: [{ path: PACK, configFile }] });
    await stack.run("preview", [], { policyPacks: [{ path: PACK }, { path: stack.folder }] });
    const left = spawnSync("pgrep", ["-P", String(process.pid), "-f", "run-policy-pack"]);
    assert.equal(left.stdout.toString(), "");
  });
});
