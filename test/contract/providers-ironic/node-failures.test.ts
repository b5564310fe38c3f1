import assert from "node:assert/strict";
import type { Properties } from "../../../providers/server";
import { Direct } from "./support/direct";
import { RealIronic } from "./support/real-ironic";

/** Nothing listens at port 9 of this computer: a BMC that is not there. */
const DEAD_BMC: Properties = {
  redfish_address: "https://127.0.0.1:9",
  redfish_username: "root",
  redfish_password: "hunter22",
};

/**
 * Fake hardware takes interfaces of real hardware, which fail: they go past the check, which knows
 * better.
 */
describe("ironic: a Node that fails", function () {
  this.timeout(120_000);
  let ironic: RealIronic;
  let direct: Direct;
  before(async () => (ironic = await RealIronic.start()));
  after(() => ironic?.stop());
  beforeEach(() => (direct = new Direct(ironic.login)));

  const given: Properties = { driver: "fake-hardware", driverInfo: DEAD_BMC };

  it("says why its BMC is not reached, stays in the state, goes on once it is", async () => {
    const past = { powerInterface: "redfish", managementInterface: "redfish" };
    const kept = await direct.createHalf("Node", "dead", given, past);
    const node = await ironic.node("dead");
    assert.equal(kept.id, node.uuid);
    const [first = "", second = "", ...others] = kept.message.split("\n");
    assert.equal(first, `node dead (${node.uuid}) is in state "enroll", not available.`);
    assert.match(second, /^Ironic says: Failed to get power state for node .*127\.0\.0\.1.*/);
    assert.deepEqual(others, [
      "The machine's BMC is https://127.0.0.1:9. Ironic's host gets no answer of it: look at its cable, its address and whether its web server runs. Then run again.",
    ]);
    const fixed = await direct.update("Node", "dead", kept, given);
    assert.deepEqual(direct.verbs, ["enroll: manage", "enroll: manage", "manageable: provide"]);
    await direct.isStill("Node", "dead", fixed);
    await direct.delete("Node", "dead", fixed);
  });

  it("recovers a failed inspection", async () => {
    const inspected = { ...given, inspect: true };
    const past = { inspectInterface: "redfish" };
    const kept = await direct.createHalf("Node", "blind", inspected, past);
    assert.match(
      kept.message,
      /^node blind \(\S+\) is in state "inspect failed", not available\.\nIronic says: .*127\.0\.0\.1/,
    );
    direct.said.length = 0;
    const fixed = await direct.update("Node", "blind", kept, inspected);
    assert.deepEqual(direct.verbs, [
      "inspect failed: manage",
      "manageable: inspect",
      "manageable: provide",
    ]);
    await direct.isStill("Node", "blind", fixed);
    await direct.delete("Node", "blind", fixed);
  });

  it("recovers a failed cleaning, and its maintenance", async () => {
    const past = { deployInterface: "direct", bootInterface: "redfish-virtual-media" };
    const kept = await direct.createHalf("Node", "dirty", given, past);
    assert.match(
      kept.message,
      /^node dirty \(\S+\) is in state "clean failed", not available\.\nIronic says: .*deploy_kernel/,
    );
    await ironic.ask("PUT", "/nodes/dirty/maintenance", { reason: "left by a failed cleaning" });
    const found = await direct.read("Node", "dirty", kept);
    assert.ok(found);
    const diff = await direct.diff("Node", "dirty", found, given);
    assert.deepEqual(diff.detailed, {
      bootInterface: "delete",
      deployInterface: "delete",
      maintenance: "update",
      provisionState: "update",
    });
    direct.said.length = 0;
    const fixed = await direct.update("Node", "dirty", found, given);
    assert.deepEqual(direct.verbs, ["clean failed: manage", "manageable: provide"]);
    await direct.isStill("Node", "dirty", fixed);
    await direct.delete("Node", "dirty", fixed);
  });

  it("is deleted in whatever state it failed, without its BMC", async () => {
    const past = { deployInterface: "direct", bootInterface: "redfish-virtual-media" };
    const kept = await direct.createHalf("Node", "scrap", given, past);
    await direct.delete("Node", "scrap", kept);
    assert.equal((await ironic.ask("GET", "/nodes/scrap")).status, 404);
  });

  it("does not throw a host away", async () => {
    const kept = await direct.create("Node", "busy", { driver: "fake-hardware" });
    const info = { image_source: "http://x/y", image_checksum: "a" };
    const patch = [{ op: "add", path: "/instance_info", value: info }];
    await ironic.ask("PATCH", "/nodes/busy", patch);
    await ironic.rest("busy");
    await ironic.ask("PUT", "/nodes/busy/states/provision", { target: "active" });
    await assert.rejects(direct.delete("Node", "busy", kept), {
      message:
        `node busy (${kept.id}) is in state "active": it carries a host, which is not thrown away with it. ` +
        'Undeploy it first: delete its Deployment, or "openstack baremetal node undeploy".',
    });
    await ironic.ask("PUT", "/nodes/busy/states/provision", { target: "deleted" });
    await direct.delete("Node", "busy", kept);
    assert.equal((await ironic.ask("GET", "/nodes/busy")).status, 404);
  });

  it("is reached again after a crash of Ironic", async () => {
    const kept = await direct.create("Node", "patient", given);
    await ironic.down();
    const reading = direct.read("Node", "patient", kept);
    await ironic.up();
    assert.deepEqual((await reading)?.inputs, kept.inputs);
    await direct.delete("Node", "patient", kept);
  });
});
