import assert from "node:assert/strict";
import type { Properties } from "../../../providers/server";
import { Direct } from "./support/direct";
import type { Kept } from "./support/direct";
import { RealIronic } from "./support/real-ironic";

const MAC = "52:54:00:10:00:01";

describe("ironic: ports, allocations, templates, functions", function () {
  this.timeout(120_000);
  let ironic: RealIronic;
  let direct: Direct;
  let node: Kept;
  let other: Kept;
  before(async () => {
    ironic = await RealIronic.start();
    const machine = { driver: "fake-hardware", resourceClass: "small", traits: ["CUSTOM_LAB"] };
    node = await new Direct(ironic.login).create("Node", "host1", machine);
    // Only nodes of a known power state are allocated.
    await ironic.ask("PUT", "/nodes/host1/states/power", { target: "power off" });
    await ironic.rest("host1");
    other = await new Direct(ironic.login).create("Node", "host2", {
      ...machine,
      resourceClass: "big",
    });
  });
  after(() => ironic?.stop());
  beforeEach(() => (direct = new Direct(ironic.login)));

  const port = (more: Properties = {}): Properties => ({
    nodeUuid: node.id,
    address: MAC,
    ...more,
  });

  it("Port: create, change on a node that is available, import, delete", async () => {
    const kept = await direct.create("Port", "nic0", port({ address: "52:54:00:AB:CD:EF" }));
    assert.equal(kept.inputs.address, "52:54:00:ab:cd:ef");
    await direct.isStill("Port", "nic0", kept);
    const news = port({
      address: "52:54:00:ab:cd:ef",
      pxeEnabled: false,
      physicalNetwork: "physnet1",
      localLinkConnection: {
        switchId: "aa:bb:cc:dd:ee:ff",
        portId: "Ethernet1/1",
        switchInfo: "leaf1",
      },
      extra: { label: "1" },
    });
    const changed = await direct.update("Port", "nic0", kept, news);
    const { body } = await ironic.ask("GET", `/ports/${kept.id}`);
    const { pxe_enabled, physical_network, local_link_connection, extra } = body;
    assert.deepEqual(
      { pxe_enabled, physical_network, local_link_connection, extra },
      {
        pxe_enabled: false,
        physical_network: "physnet1",
        local_link_connection: {
          switch_id: "aa:bb:cc:dd:ee:ff",
          port_id: "Ethernet1/1",
          switch_info: "leaf1",
        },
        extra: { label: "1" },
      },
    );
    assert.equal((await ironic.node("host1")).maintenance, false);
    await direct.isStill("Port", "nic0", changed);
    const found = await direct.import("Port", "nic0", kept.id);
    assert.ok(found);
    assert.deepEqual((await direct.diff("Port", "nic0", found, news)).detailed, {});
    await direct.delete("Port", "nic0", changed);
    await direct.delete("Port", "nic0", changed);
    assert.equal(await direct.read("Port", "nic0", changed), undefined);
  });

  it("Port: takes over what inspection made; refuses the address of another machine", async () => {
    const made = await ironic.ask("POST", "/ports", { node_uuid: node.id, address: MAC });
    const kept = await direct.create("Port", "nic0", port({ pxeEnabled: false }));
    assert.equal(kept.id, made.body.uuid);
    await direct.isStill("Port", "nic0", kept);
    await assert.rejects(
      direct.create("Port", "swapped", port({ nodeUuid: other.id })),
      (error: Error) => {
        assert.equal(
          error.message.replace(/ \(request id [^)]*\)/, ""),
          `POST /ports answered 409: A port with MAC address ${MAC} already exists.: it is a port (${kept.id}) ` +
            `of another node, ${node.id}. Two machines cannot have it: check which of them it belongs to.`,
        );
        return true;
      },
    );
    await direct.delete("Port", "nic0", kept);
  });

  it("PortGroup: create, change, take over, delete", async () => {
    const given = { nodeUuid: node.id, mode: "802.3ad", properties: { miimon: "100" } };
    const kept = await direct.create("PortGroup", "bond0", given);
    await direct.isStill("PortGroup", "bond0", kept);
    const again = await direct.create("PortGroup", "bond0", { ...given, mode: "active-backup" });
    assert.equal(again.id, kept.id);
    assert.equal((await ironic.ask("GET", "/portgroups/bond0")).body.mode, "active-backup");
    await direct.delete("PortGroup", "bond0", again);
  });

  it("Allocation: gets a node; its deployment is the allocation's; says where there is none", async () => {
    const kept = await direct.create("Allocation", "db", {
      resourceClass: "small",
      traits: ["CUSTOM_LAB"],
    });
    assert.equal(kept.outputs.nodeUuid, node.id);
    await direct.isStill("Allocation", "db", kept);
    const again = await direct.create("Allocation", "db", {
      resourceClass: "small",
      traits: ["CUSTOM_LAB"],
    });
    assert.equal(again.id, kept.id);
    const image = { imageSource: "http://127.0.0.1:9/a.img", imageChecksum: "a" };
    const host = await direct.create("Deployment", "db-os", { nodeUuid: node.id, ...image });
    assert.equal(host.id, kept.id);
    await direct.isStill("Deployment", "db-os", host);
    await direct.delete("Deployment", "db-os", host);
    assert.equal(await direct.read("Allocation", "db", kept), undefined);
    await direct.delete("Allocation", "db", kept);
    await assert.rejects(
      direct.create("Allocation", "none", { resourceClass: "huge" }),
      (error: Error) => {
        assert.match(
          error.message,
          /^Failed to process allocation \S+: no available nodes match the resource class huge\. Nodes count that/,
        );
        return true;
      },
    );
    assert.equal((await ironic.ask("GET", "/allocations/none")).status, 404);
  });

  it("DeployTemplate: create, change, import, delete; another's is left alone", async () => {
    const step = {
      interface: "bios",
      step: "apply_configuration",
      args: { settings: [] },
      priority: 150,
    };
    const kept = await direct.create("DeployTemplate", "turbo", {
      name: "CUSTOM_TURBO",
      steps: [step],
    });
    await direct.isStill("DeployTemplate", "turbo", kept);
    const news = {
      name: "CUSTOM_TURBO",
      steps: [{ ...step, priority: 99 }],
      extra: { why: "fast" },
    };
    const changed = await direct.update("DeployTemplate", "turbo", kept, news);
    await direct.isStill("DeployTemplate", "turbo", changed);
    const found = await direct.import("DeployTemplate", "turbo", "CUSTOM_TURBO");
    assert.ok(found);
    assert.equal(found.id, kept.id);
    assert.deepEqual((await direct.diff("DeployTemplate", "turbo", found, news)).detailed, {});
    await assert.rejects(direct.create("DeployTemplate", "theirs", news), {
      message:
        `a deploy template of that name exists already (${kept.id}) and was not made by this resource. ` +
        `Take it into this stack by the option import: "${kept.id}", or choose another name.`,
    });
    await direct.delete("DeployTemplate", "turbo", changed);
  });

  it("getNode and getNodes tell of nodes, without their secrets", async () => {
    const invoke = async (name: string, args: Properties) =>
      direct.provider.functions?.[`ironic:index:${name}`]?.invoke(args, direct.context(name, "it"));
    const one = (await invoke("getNode", { node: "host2" }))?.outputs;
    assert.deepEqual(
      [
        one?.uuid,
        one?.name,
        one?.state,
        one?.resourceClass,
        one?.traits,
        one?.extra,
        one?.driverInfo,
      ],
      [other.id, "host2", "available", "big", ["CUSTOM_LAB"], {}, undefined],
    );
    const some = (await invoke("getNodes", { resourceClass: "small" }))?.outputs
      .nodes as Properties[];
    assert.deepEqual(
      some.map(({ uuid }) => uuid),
      [node.id],
    );
    await assert.rejects(invoke("getNode", { node: "nope" }), {
      message: "there is no node nope: getNodes lists what there is",
    });
    assert.deepEqual((await invoke("getNode", {}))?.failures, [
      { property: "node", reason: "is required: The node's name or UUID." },
    ]);
  });
});
