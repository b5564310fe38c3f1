import assert from "node:assert/strict";
import { RealIronic } from "./support/real-ironic";
import { Stack } from "./support/stack";
import type { Item } from "./support/stack";

const MARKER = "1b47061264138c4ac30d75fd1eb44270";

/** Through the embedded engine, with the SDK and `plugins.providers`, as a program uses it. */
describe("ironic: a program", function () {
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
      traits: ["HW_CPU_X86_VMX", "CUSTOM_LAB"],
    },
  };
  const deployment = (more: object = {}): Item => ({
    name: "host1-os",
    type: "Deployment",
    inputs: {
      nodeUuid: { $get: "host1.uuid" },
      imageSource: "http://127.0.0.1:9/host.img",
      imageChecksum: "811c0756106da32fba031e074c3a76b0",
      configDrive: { metaData: { hostname: "host1" }, userData: "#cloud-config\n# hunter23\n" },
      ...more,
    },
  });
  const good: Item[] = [node, deployment()];

  it("previews, makes, keeps, redeploys and takes away a host", async () => {
    const stack = new Stack(ironic.login);
    const preview = await stack.run("preview", good);
    assert.deepEqual([preview.errors, preview.steps], [[], ["create host1", "create host1-os"]]);
    assert.equal((await ironic.ask("GET", "/nodes/host1")).status, 404);

    const up = await stack.run("up", good);
    assert.deepEqual([up.errors, up.steps], [[], ["create host1", "create host1-os"]]);
    for (const line of ["enroll: manage", "manageable: provide", "available: active"]) {
      assert.ok(up.progress.includes(line), `${line} is not among ${up.progress.join(", ")}`);
    }
    assert.equal((await ironic.node("host1")).provision_state, "active");
    const first = stack.resource("host1-os")?.id;

    const again = await stack.run("up", good);
    assert.deepEqual(again.steps, ["same host1", "same host1-os"]);
    const refresh = await stack.run("refresh");
    assert.deepEqual([refresh.errors, refresh.diff], [[], []]);

    const other = deployment({ imageSource: "http://127.0.0.1:9/other.img" });
    const redeploy = await stack.run("up", [node, other]);
    assert.deepEqual(
      [redeploy.errors, redeploy.steps],
      [
        [],
        [
          "create-replacement host1-os",
          "delete-replaced host1-os",
          "replace host1-os",
          "same host1",
        ],
      ],
    );
    assert.ok(redeploy.diff.includes("imageSource update-replace"));
    assert.notEqual(stack.resource("host1-os")?.id, first);
    const { instance_info: info, instance_uuid: instance } = await ironic.node("host1");
    assert.deepEqual(
      [info.image_source, instance],
      ["http://127.0.0.1:9/other.img", stack.resource("host1-os")?.id],
    );

    const destroy = await stack.run("destroy");
    assert.deepEqual([destroy.errors, stack.deployment.resources], [[], []]);
    assert.equal((await ironic.ask("GET", "/nodes/host1")).status, 404);
  });

  it("keeps secrets as such, and takes over by name what another stack let go", async () => {
    const stack = new Stack(ironic.login);
    await stack.run("up", good);
    for (const secret of ["hunter22", "hunter23", "contract-password"]) {
      const plain = JSON.stringify(stack.deployment.resources, (_key, value: unknown) =>
        isSecret(value) ? "[secret]" : value,
      );
      assert.ok(!plain.includes(secret), `${secret} is plain in the state`);
    }
    const heir = new Stack(ironic.login, "heir");
    const imported = good.map((item) => ({ ...item, options: { import: "host1" } }));
    const taken = await heir.run("up", [
      imported[0] ?? node,
      { ...deployment({ imageType: "whole-disk" }), options: { import: "host1" } },
    ]);
    assert.deepEqual([taken.errors, taken.steps], [[], ["import host1", "import host1-os"]]);
    assert.equal(heir.resource("host1-os")?.id, stack.resource("host1-os")?.id);
    const asked = await heir.run(
      "up",
      [
        node,
        deployment({ imageType: "whole-disk" }),
        { name: "look", type: "getNode", inputs: { node: "host1" } },
      ],
      { outputs: [["look", ""]] },
    );
    assert.deepEqual([asked.errors, asked.steps], [[], ["same host1", "same host1-os"]]);
    const look = asked.outputs["look."] as { state: string; uuid: string };
    assert.deepEqual([look.state, look.uuid], ["active", heir.resource("host1")?.id]);
    const destroy = await heir.run("destroy");
    assert.deepEqual(destroy.errors, []);
  });

  it("shows all mistakes of a resource before it makes anything", async () => {
    const inputs = { nodeUuid: "host1", address: "5254.0000.0001" };
    const preview = await new Stack(ironic.login).run("preview", [
      { name: "nic0", type: "Port", inputs },
    ]);
    assert.equal(preview.failed, true);
    assert.deepEqual(preview.errors.join("\n").split("\n").sort(), [
      `ironic:index:Port resource 'nic0': property address: expected a MAC address such as 52:54:00:12:34:56, found "5254.0000.0001"; write 52:54:00:00:00:01`,
      `ironic:index:Port resource 'nic0': property nodeUuid: expected a UUID, found "host1"; take the uuid of the resource`,
    ]);
  });
});

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).includes(MARKER);
}
