import assert from "node:assert/strict";
import { Direct } from "./support/direct";
import { RealIronic } from "./support/real-ironic";

/**
 * Debian's ironic 29.0.5 makes a node its own parent with each PATCH. This says what that does to a
 * node that is changed by hand, so that it is seen when a later version is mended, and that what the
 * provider changed keeps working.
 */
describe("ironic: a node that was changed", function () {
  this.timeout(120_000);
  let ironic: RealIronic;
  before(async () => (ironic = await RealIronic.start()));
  after(() => ironic?.stop());

  const powerOn = async (name: string): Promise<(string | null)[]> => {
    await ironic.ask("PUT", `/nodes/${name}/states/power`, { target: "power on" });
    const { power_state: state, last_error: error } = await ironic.rest(name);
    return [state, error && error.replace(/ [0-9a-f-]{36}/g, "")];
  };

  it("can be powered on when the provider did it", async () => {
    const direct = new Direct(ironic.login);
    const kept = await direct.create("Node", "ours", { driver: "fake-hardware" });
    const changed = await direct.update("Node", "ours", kept, {
      driver: "fake-hardware",
      description: "changed",
    });
    assert.deepEqual(await powerOn("ours"), ["power on", null]);
    await direct.isStill("Node", "ours", changed);
    const listed = await direct.provider.functions?.["ironic:index:getNodes"]?.invoke(
      {},
      direct.context("getNodes", "all"),
    );
    const nodes = listed?.outputs.nodes as { name: string }[];
    assert.deepEqual(
      nodes.map(({ name }) => name),
      ["ours"],
    );
  });

  it("cannot be where it was done by hand, in the version that has the mistake", async function () {
    await ironic.ask("POST", "/nodes", { name: "theirs", driver: "fake-hardware" });
    await ironic.ask("PATCH", "/nodes/theirs", [{ op: "add", path: "/extra/a", value: 1 }]);
    const { parent_node: parent, uuid } = await ironic.rest("theirs");
    if (parent === null) return this.skip();
    assert.equal(parent, uuid);
    await ironic.ask("PATCH", "/nodes/theirs", [{ op: "remove", path: "/parent_node" }]);
    assert.equal((await ironic.rest("theirs")).parent_node, uuid, "there is a way to undo it");
    assert.deepEqual(await powerOn("theirs"), [
      null,
      "Failed to change power state to 'power on' by 'power on': Node parent_node is presently locked " +
        "and we are unable to perform any action on it at this time. Please retry after the current " +
        "operation is completed.",
    ]);
  });
});
