import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Properties } from "../../../providers/server";
import { Direct } from "./support/direct";
import type { Kept } from "./support/direct";
import { RealIronic } from "./support/real-ironic";

/** Parts of a deployment take a second, so that there is something to interrupt. */
describe("ironic: runs that meet, and runs that end early", function () {
  this.timeout(120_000);
  let ironic: RealIronic;
  let direct: Direct;
  let node: Kept;
  let given: Properties;
  const machine = { driver: "fake-hardware", resourceClass: "small" };
  before(async () => {
    ironic = await RealIronic.start({ delay: 1, mended: true });
    node = await new Direct(ironic.login).create("Node", "host1", machine);
    given = { nodeUuid: node.id, imageSource: "http://127.0.0.1:9/a.img", imageChecksum: "a" };
  });
  after(() => ironic?.stop());
  beforeEach(() => (direct = new Direct(ironic.login)));

  /** Begins a deployment and gives it up on its way, as a run that is killed does. */
  async function begin(more: Properties = {}): Promise<string> {
    const killer = new AbortController();
    const killed = new Direct(ironic.login, killer.signal);
    const half = killed.createHalf("Deployment", "os", { ...given, ...more });
    while (!killed.said.some((line) => line.includes("deploying"))) await sleep(50);
    killer.abort();
    assert.match(
      (await half).message,
      /^cancelled: node host1 \(\S+\) is deploying.*\. Ironic goes on with it; run again to take it up\.$/,
    );
    return (await half).id;
  }

  it("takes up a deployment that a killed run began", async () => {
    const instance = await begin();
    const kept = await direct.create("Deployment", "os", given);
    assert.equal(kept.id, instance);
    assert.deepEqual(direct.verbs, []);
    assert.equal((await ironic.node("host1")).provision_state, "active");
    await direct.delete("Deployment", "os", kept);
  });

  it("undeploys first what a killed run began with another image", async () => {
    await begin();
    const other = { ...given, imageSource: "http://127.0.0.1:9/b.img" };
    const kept = await direct.create("Deployment", "os", other);
    assert.deepEqual(direct.verbs, ["active: deleted", "available: active"]);
    const { instance_info: info } = await ironic.node("host1");
    assert.equal(info.image_source, "http://127.0.0.1:9/b.img");
    await direct.delete("Deployment", "os", kept);
  });

  it("takes back what it told Ironic before a deployment that never began", async () => {
    const instance = "11111111-1111-4111-8111-111111111111";
    const { urn } = direct.context("Deployment", "os");
    await ironic.ask("PATCH", "/nodes/host1", [
      { op: "add", path: "/instance_info", value: { pulumi_urn: urn } },
      { op: "add", path: "/instance_uuid", value: instance },
    ]);
    await ironic.rest("host1");
    await direct.delete("Deployment", "os", { id: instance, inputs: given, outputs: {} });
    const { instance_info: info, instance_uuid: uuid } = await ironic.node("host1");
    assert.deepEqual([info, uuid], [{}, null]);
  });

  it("waits for a transition that somebody else began, and for their lock", async () => {
    const patch = [
      {
        op: "add",
        path: "/instance_info",
        value: { image_source: "http://x", image_checksum: "a" },
      },
    ];
    await ironic.ask("PATCH", "/nodes/host1", patch);
    await ironic.rest("host1");
    await ironic.ask("PUT", "/nodes/host1/states/provision", { target: "active" });
    const refused = await ironic.ask("PATCH", "/nodes/host1", patch);
    assert.equal(refused.status, 409, "nothing is in the way");
    const changed = await direct.update("Node", "host1", node, {
      ...machine,
      description: "after it",
    });
    const there = await ironic.node("host1");
    assert.deepEqual([there.description, there.provision_state], ["after it", "active"]);
    await direct.isStill("Node", "host1", changed);
    await ironic.ask("PUT", "/nodes/host1/states/provision", { target: "deleted" });
    await direct.update("Node", "host1", changed, machine);
  });

  it("does not repeat what Ironic refuses for good", async () => {
    const kept = await direct.create("Deployment", "os", given);
    const began = Date.now();
    const failed = await direct.updateHalf("Node", "host1", node, {
      ...machine,
      resourceClass: "other",
    });
    assert.match(
      failed.message,
      /answered 409: .*can not have resource_class updated unless it is in/,
    );
    assert.ok(Date.now() - began < 10_000, "it was tried again and again");
    await direct.delete("Deployment", "os", kept);
  });

  it("changes an interface of a running host in maintenance, which ends with it", async () => {
    const kept = await direct.create("Deployment", "os", given);
    const changed = await direct.update("Node", "host1", node, {
      ...machine,
      inspectInterface: "no-inspect",
    });
    const there = await ironic.node("host1");
    assert.deepEqual(
      [there.inspect_interface, there.maintenance, there.provision_state],
      ["no-inspect", false, "active"],
    );
    await direct.isStill("Node", "host1", changed);
    await direct.delete("Deployment", "os", kept);
  });

  it("finishes with an Ironic that crashes while it deploys", async () => {
    const creating = direct
      .create("Deployment", "os", given)
      .catch((error: unknown) => error as Error);
    while ((await ironic.node("host1")).provision_state === "available") await sleep(50);
    await ironic.down();
    await ironic.up();
    const outcome = await creating;
    // A conductor that comes back fails what it was doing; the next run takes it up.
    assert.ok(outcome instanceof Error);
    assert.match(
      outcome.message,
      /^node host1 \(\S+\) is in state "deploy failed", not active\.\nIronic says: /,
    );
    const kept = await direct.create("Deployment", "os", given);
    assert.deepEqual(direct.verbs, ["available: active", "deploy failed: active"]);
    assert.equal((await ironic.node("host1")).provision_state, "active");
    await direct.delete("Deployment", "os", kept);
  });
});
