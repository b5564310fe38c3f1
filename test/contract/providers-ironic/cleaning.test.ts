import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanedNote } from "../../../providers/ironic/lifecycle/clean-steps";
import type { Properties } from "../../../providers/server";
import { Direct } from "./support/direct";
import { RealIronic } from "./support/real-ironic";

const machine: Properties = { driver: "fake-hardware", automatedClean: false };
const setting = (value: string): Properties => ({
  interface: "bios",
  step: "apply_configuration",
  args: { settings: [{ name: "Boot", value }] },
});

/** Each step takes a second, so that there is something to interrupt. */
describe("ironic: a Node with steps to be cleaned by", function () {
  this.timeout(120_000);
  let ironic: RealIronic;
  let direct: Direct;
  before(async () => (ironic = await RealIronic.start({ biosDelay: 1, mended: true })));
  after(() => ironic?.stop());
  beforeEach(() => (direct = new Direct(ironic.login)));

  /** What the fake BIOS was told last. */
  const bios = async (name: string): Promise<Properties> => {
    const { body } = await ironic.ask("GET", `/nodes/${name}/bios`);
    const settings = body.bios as { name: string; value: string }[];
    return Object.fromEntries(settings.map((each) => [each.name, each.value]));
  };

  it("is cleaned by them once, in their order, and by others when they change", async () => {
    const given = { ...machine, cleanSteps: [setting("first"), setting("second")] };
    const kept = await direct.create("Node", "host1", given);
    assert.deepEqual(direct.verbs, ["enroll: manage", "manageable: clean", "manageable: provide"]);
    assert.deepEqual(await bios("host1"), { Boot: "second" });
    await direct.isStill("Node", "host1", kept);
    assert.deepEqual(kept.outputs.cleanSteps, given.cleanSteps);
    assert.deepEqual(kept.outputs.extra, {});

    direct.said.length = 0;
    const named = await direct.update("Node", "host1", kept, { ...given, description: "one" });
    assert.deepEqual(direct.verbs, []);
    const other = { ...given, description: "one", cleanSteps: [setting("third")] };
    const { detailed } = await direct.diff("Node", "host1", named, other);
    assert.deepEqual(detailed, {
      "cleanSteps[0].args.settings[0].value": "update",
      "cleanSteps[1]": "delete",
    });
    const changed = await direct.update("Node", "host1", named, other);
    assert.deepEqual(direct.verbs, [
      "available: manage",
      "manageable: clean",
      "manageable: provide",
    ]);
    assert.deepEqual(await bios("host1"), { Boot: "third" });
    await direct.isStill("Node", "host1", changed);

    direct.said.length = 0;
    const none = await direct.update("Node", "host1", changed, { ...machine, description: "one" });
    assert.deepEqual([direct.verbs, none.outputs.cleanSteps], [[], undefined]);
    await direct.isStill("Node", "host1", none);
    await direct.delete("Node", "host1", none);
  });

  it("is left alone until a Deployment needs it, while it carries a host, and when it is adopted", async () => {
    const given = {
      ...machine,
      provisionState: "manageable",
      cleanSteps: [setting("first")],
    };
    const node = await direct.create("Node", "host2", given);
    assert.deepEqual([direct.verbs, await bios("host2")], [["enroll: manage"], {}]);
    const os = {
      nodeUuid: node.id,
      imageSource: "http://127.0.0.1:9/a.img",
      imageChecksum: "a",
    };
    direct.said.length = 0;
    const host = await direct.create("Deployment", "os", os);
    assert.deepEqual(direct.verbs, [
      "manageable: clean",
      "manageable: provide",
      "available: active",
    ]);
    assert.deepEqual(await bios("host2"), { Boot: "first" });

    direct.said.length = 0;
    const other = { ...given, cleanSteps: [setting("second")] };
    const changed = await direct.update("Node", "host2", node, other);
    assert.deepEqual([direct.verbs, await bios("host2")], [[], { Boot: "first" }]);
    await direct.isStill("Node", "host2", changed);
    await direct.delete("Deployment", "os", host);
    const again = await direct.create("Deployment", "os", os);
    assert.deepEqual(direct.verbs, [
      "active: deleted",
      "available: manage",
      "manageable: clean",
      "manageable: provide",
      "available: active",
    ]);
    assert.deepEqual(await bios("host2"), { Boot: "second" });
    await direct.delete("Deployment", "os", again);
    await direct.delete("Node", "host2", changed);

    direct.said.length = 0;
    const runs = await direct.create("Node", "host3", given);
    await ironic.ask("PUT", "/nodes/host3/states/power", { target: "power on" });
    await ironic.rest("host3");
    const adopted = await direct.create("Deployment", "old", {
      ...os,
      nodeUuid: runs.id,
      adopt: true,
    });
    assert.deepEqual(
      [direct.verbs, await bios("host3")],
      [["enroll: manage", "manageable: adopt"], {}],
    );
    await direct.delete("Deployment", "old", adopted);
    await direct.delete("Node", "host3", runs);
  });

  it("says which step failed, and is cleaned from the start when that is mended", async () => {
    const wrong = [setting("first"), { interface: "bios", step: "flash" }];
    const half = await direct.createHalf("Node", "host4", { ...machine, cleanSteps: wrong });
    assert.match(
      half.message,
      /^node host4 \(\S+\) is in state "clean failed", not available\.\nIronic says: .*flash/,
    );
    direct.said.length = 0;
    const given = { ...machine, cleanSteps: [setting("mended")] };
    const fixed = await direct.update("Node", "host4", half, given);
    assert.deepEqual(direct.verbs, [
      "clean failed: manage",
      "manageable: clean",
      "manageable: provide",
    ]);
    assert.deepEqual(await bios("host4"), { Boot: "mended" });
    const { maintenance } = await ironic.node("host4");
    assert.equal(maintenance, false);
    await direct.isStill("Node", "host4", fixed);
    await direct.delete("Node", "host4", fixed);
  });

  it("is cleaned once where the run that began it was killed", async () => {
    const given = { ...machine, cleanSteps: [setting("first"), setting("second")] };
    const killer = new AbortController();
    const killed = new Direct(ironic.login, killer.signal);
    const creating = killed.createHalf("Node", "host5", given);
    while ((await ironic.node("host5").catch(() => undefined))?.provision_state !== "cleaning") {
      await sleep(50);
    }
    killer.abort();
    const half = await creating;
    assert.match(
      half.message,
      /^cancelled: node host5 \(\S+\) is cleaning.*; run again to take it up/,
    );
    await ironic.rest("host5");
    const kept = await direct.update("Node", "host5", half, given);
    assert.deepEqual(direct.verbs, ["manageable: provide"]);
    assert.ok(
      direct.said.includes("host5: an earlier run had the machine cleaned already"),
      direct.said.join("\n"),
    );
    assert.deepEqual(await bios("host5"), { Boot: "second" });
    await direct.isStill("Node", "host5", kept);
    await direct.delete("Node", "host5", kept);
  });

  it("is cleaned again where a killed run did not come to it, or it failed meanwhile", async () => {
    const given = { ...machine, provisionState: "manageable", cleanSteps: [setting("first")] };
    const available = { ...given, provisionState: "available" };
    for (const [name, meanwhile] of [
      ["host6", () => Promise.resolve()],
      ["host7", () => failByHand("host7")],
    ] as const) {
      const kept = await direct.create("Node", name, given);
      // What a run notes right before it has the machine cleaned.
      const node = await ironic.node(name);
      const value = cleanedNote(node, node.provision_updated_at);
      await ironic.ask("PATCH", `/nodes/${name}`, [
        { op: "add", path: "/extra/pulumi_cleaned", value },
      ]);
      await ironic.rest(name);
      await meanwhile();
      direct.said.length = 0;
      const there = await direct.update("Node", name, kept, available);
      assert.deepEqual(direct.verbs, ["manageable: clean", "manageable: provide"], name);
      assert.deepEqual(await bios(name), { Boot: "first" });
      await direct.delete("Node", name, there);
    }
  });

  async function failByHand(name: string): Promise<void> {
    const steps = [{ interface: "bios", step: "flash" }];
    const states = `/nodes/${name}/states/provision`;
    await ironic.ask("PUT", states, { target: "clean", clean_steps: steps });
    assert.equal((await ironic.rest(name)).provision_state, "clean failed");
    await ironic.ask("PUT", states, { target: "manage" });
    assert.equal((await ironic.rest(name)).provision_state, "manageable");
    await ironic.ask("DELETE", `/nodes/${name}/maintenance`);
  }

  it("refuses steps that cannot be", async () => {
    const cleanSteps: Properties[] = [
      { interface: "boot", step: "a" },
      { interface: "raid" },
      { step: 5, more: 1 },
    ];
    assert.deepEqual(await direct.mistakes("Node", { ...machine, cleanSteps }), [
      'cleanSteps[0].interface: expected one of bios, deploy, firmware, management, power, raid, vendor, found "boot"',
      "cleanSteps[1].step: is required: the step's name",
      "cleanSteps[2].step: expected a string, found 5",
      "cleanSteps[2].more: there is no such property; allowed: args, interface, step",
      "cleanSteps[2].interface: is required: bios, deploy, firmware, management, power, raid or vendor",
    ]);
    assert.deepEqual(await direct.mistakes("Node", { ...machine, cleanSteps: [] }), [
      "cleanSteps: expected at least one step: leave it out where there is none",
    ]);
  });
});
