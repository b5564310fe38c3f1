import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { Direct } from "./support/direct";
import type { Kept } from "./support/direct";
import { RealIronic } from "./support/real-ironic";

describe("ironic: a Deployment whose host is to answer", function () {
  this.timeout(120_000);
  let ironic: RealIronic;
  let direct: Direct;
  let node: Kept;
  before(async () => {
    ironic = await RealIronic.start({ mended: true });
    const machine = { driver: "fake-hardware", driverInfo: { redfish_address: "https://bmc" } };
    node = await new Direct(ironic.login).create("Node", "host1", machine);
  });
  after(() => ironic?.stop());
  beforeEach(() => (direct = new Direct(ironic.login)));

  const listen = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer((socket) => socket.destroy());
      server.listen(port, "127.0.0.1", () => resolve(server));
    });
  const close = (server: Server): Promise<void> =>
    new Promise((resolve) => void server.close(() => resolve()));

  it("says where to look when it does not, and is waited for, not deployed, by the next run", async () => {
    const server = await listen(0);
    const { port } = server.address() as AddressInfo;
    await close(server);
    const given = {
      nodeUuid: node.id,
      imageSource: "http://127.0.0.1:9/a.img",
      imageChecksum: "a",
      answersAt: { address: "127.0.0.1", port, seconds: 1 },
    };
    const half = await direct.createHalf("Deployment", "os", given);
    assert.equal(
      half.message,
      [
        `node host1 (${node.id}) is deployed and has power on, but its host does not answer at 127.0.0.1:${port} after 1 s: connect ECONNREFUSED 127.0.0.1:${port}.`,
        "The machine's console shows where it hangs: see its BMC, https://bmc. If it has started, look at its network: cables, VLANs, and the MAC addresses of its cards.",
        "Mend that, restart the machine, and run again: nothing is deployed anew, it is waited for.",
      ].join("\n"),
    );
    assert.equal(half.outputs.answered, false);
    const again = await direct.updateHalf("Deployment", "os", half, given);
    assert.equal(again.message, half.message);

    const started = await listen(port);
    direct.said.length = 0;
    const kept = await direct.update("Deployment", "os", half, given);
    assert.deepEqual([kept.id, kept.outputs.answered, direct.verbs], [half.id, true, []]);
    await direct.isStill("Deployment", "os", kept);
    await close(started);

    // It has answered: what is changed in place does not wait for a host that is down.
    const renamed = await direct.update("Deployment", "os", kept, {
      ...given,
      displayName: "other",
    });
    assert.deepEqual([renamed.outputs.displayName, renamed.outputs.answered], ["other", true]);
    const off = await direct.update("Deployment", "os", renamed, {
      ...given,
      powerState: "power off",
    });
    assert.equal((await ironic.node("host1")).power_state, "power off");
    await direct.delete("Deployment", "os", off);
  });

  it("is not waited for where it is to be off, and names all mistakes of where it answers", async () => {
    const given = {
      nodeUuid: node.id,
      imageSource: "http://127.0.0.1:9/a.img",
      imageChecksum: "a",
      powerState: "power off",
      answersAt: { address: "127.0.0.1", port: 9, seconds: 1 },
    };
    const kept = await direct.create("Deployment", "os", given);
    assert.equal(kept.outputs.answered, false);
    await direct.delete("Deployment", "os", kept);
    const wrong = { ...given, answersAt: { port: "ssh", seconds: 1.5, host: "a" } };
    assert.deepEqual(await direct.mistakes("Deployment", wrong), [
      'answersAt.port: expected a whole number, found "ssh"',
      "answersAt.seconds: expected a whole number, found 1.5",
      "answersAt.host: there is no such property; allowed: address, port, seconds",
      "answersAt.address: is required: its address",
    ]);
  });
});
