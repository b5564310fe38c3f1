import assert from "node:assert/strict";
import { RealIronic } from "./support/real-ironic";
import { Stack } from "./support/stack";
import type { Item } from "./support/stack";

describe("ironic: a node's life", function () {
  this.timeout(300_000);
  let ironic: RealIronic;
  before(async () => (ironic = await RealIronic.start()));
  after(() => ironic?.stop());

  const node: Item = {
    name: "host1",
    type: "Node",
    inputs: {
      driver: "fake-hardware",
      driverInfo: { fake_password: "hunter22" },
      resourceClass: "baremetal-small",
      traits: ["HW_CPU_X86_VMX", "CUSTOM_LAB"],
      extra: { rack: "r1" },
    },
  };
  const deployment: Item = {
    name: "host1-os",
    type: "Deployment",
    inputs: {
      nodeUuid: { $get: "host1.uuid" },
      imageSource: "http://127.0.0.1:9/host.img",
      imageChecksum: "811c0756106da32fba031e074c3a76b0",
      configDrive: { metaData: { hostname: "host1" }, userData: "#cloud-config\n{}\n" },
    },
  };

  it("enrolls, deploys, changes nothing, undeploys and forgets", async () => {
    const stack = new Stack(ironic.login);
    const up = await stack.run("up", [node, deployment]);
    assert.deepEqual(up.errors, []);
    assert.deepEqual(up.steps, ["create host1", "create host1-os"]);
    const there = await ironic.node("host1");
    assert.equal(there.provision_state, "active");
    const again = await stack.run("up", [node, deployment]);
    assert.deepEqual(again.steps, ["same host1", "same host1-os"]);
    const refresh = await stack.run("refresh");
    assert.deepEqual(refresh.errors, []);
    assert.deepEqual(refresh.diff, []);
    const destroy = await stack.run("destroy");
    assert.deepEqual(destroy.errors, []);
    assert.equal((await ironic.ask("GET", "/nodes/host1")).status, 404);
  });
});
