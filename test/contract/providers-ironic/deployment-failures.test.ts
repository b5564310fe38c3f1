import assert from "node:assert/strict";
import type { Properties } from "../../../providers/server";
import { Direct } from "./support/direct";
import type { Kept } from "./support/direct";
import { RealIronic } from "./support/real-ironic";

/** The power of a BMC that is not there: nothing listens at port 9 of this computer. */
const DEAD = [
  { op: "add", path: "/driver_info/redfish_address", value: "https://127.0.0.1:9" },
  { op: "add", path: "/driver_info/redfish_username", value: "root" },
  { op: "add", path: "/driver_info/redfish_password", value: "hunter22" },
  { op: "add", path: "/power_interface", value: "redfish" },
  // Fake deployments have no need of power.
  { op: "add", path: "/deploy_interface", value: "custom-agent" },
];
const ALIVE = [
  { op: "add", path: "/power_interface", value: "fake" },
  { op: "add", path: "/boot_interface", value: "fake" },
  { op: "add", path: "/deploy_interface", value: "fake" },
];

describe("ironic: a Deployment that fails", function () {
  this.timeout(120_000);
  let ironic: RealIronic;
  let direct: Direct;
  let node: Kept;
  let given: Properties;
  before(async () => {
    ironic = await RealIronic.start({ mended: true });
    const machine = { driver: "fake-hardware", automatedClean: false };
    node = await new Direct(ironic.login).create("Node", "host1", machine);
    given = { nodeUuid: node.id, imageSource: "http://127.0.0.1:9/a.img", imageChecksum: "a" };
  });
  after(() => ironic?.stop());
  beforeEach(() => (direct = new Direct(ironic.login)));

  /** The node is changed behind the provider's back. */
  async function change(patch: object[], name = "host1"): Promise<void> {
    await ironic.rest(name);
    await ironic.ask("PUT", `/nodes/${name}/maintenance`, { reason: "test" });
    const { status, body } = await ironic.ask("PATCH", `/nodes/${name}`, patch);
    assert.equal(status, 200, JSON.stringify(body));
    await ironic.ask("DELETE", `/nodes/${name}/maintenance`);
    await ironic.rest(name);
  }

  it("says why, stays in the state, is tried again, and is taken away where it failed", async () => {
    // The only step that there is, switched off.
    const steps = [{ interface: "deploy", step: "deploy", priority: 0 }];
    const half = await direct.createHalf("Deployment", "os", { ...given, deploySteps: steps });
    const there = await ironic.node("host1");
    assert.deepEqual([there.provision_state, there.instance_uuid], ["deploy failed", half.id]);
    const why =
      `node host1 (${node.id}) is in state "deploy failed", not active.\n` +
      "Ironic says: No deploy steps returned by the driver";
    assert.equal(half.message, why);
    assert.equal(await direct.read("Deployment", "os", half), undefined);
    direct.said.length = 0;
    const again = await direct.updateHalf("Deployment", "os", half, half.inputs);
    assert.deepEqual([again.message, direct.verbs], [why, ["deploy failed: active"]]);
    await direct.delete("Deployment", "os", again);
    const { provision_state: state, instance_info: info } = await ironic.node("host1");
    assert.deepEqual([state, info], ["available", {}]);
  });

  it("that is not undeployed is undeployed by the next run", async () => {
    const kept = await direct.create("Deployment", "os", given);
    await change(DEAD);
    await assert.rejects(direct.delete("Deployment", "os", kept), (error: Error) => {
      const [first, second = ""] = error.message.split("\n");
      assert.equal(
        first,
        `node host1 (${node.id}) is in state "error", not available, without its deployment.`,
      );
      assert.match(second, /^Ironic says: Failed to tear down: .*127\.0\.0\.1/);
      return true;
    });
    await change(ALIVE);
    direct.said.length = 0;
    await direct.delete("Deployment", "os", kept);
    assert.deepEqual(direct.verbs, ["error: deleted"]);
    assert.equal((await ironic.node("host1")).provision_state, "available");
  });

  it("that is undeployed but not cleaned is cleaned by the next run", async () => {
    const past = { deployInterface: "direct", bootInterface: "redfish-virtual-media" };
    const dirty = await direct.createHalf("Node", "dirty", { driver: "fake-hardware" }, past);
    const gone = { id: "its-instance", inputs: { ...given, nodeUuid: dirty.id }, outputs: {} };
    await assert.rejects(direct.delete("Deployment", "os", gone), (error: Error) => {
      assert.equal(
        error.message.split("\n")[0],
        `node dirty (${dirty.id}) is in state "clean failed", not available.`,
      );
      return true;
    });
    await change(ALIVE, "dirty");
    direct.said.length = 0;
    await direct.delete("Deployment", "os", gone);
    assert.deepEqual(direct.verbs, ["clean failed: manage", "manageable: provide"]);
    assert.equal((await ironic.node("dirty")).provision_state, "available");
  });
});
