import assert from "node:assert/strict";
import type { Properties } from "../../../providers/server";
import { Direct } from "./support/direct";
import { RealIronic } from "./support/real-ironic";

describe("ironic: Node", function () {
  this.timeout(120_000);
  let ironic: RealIronic;
  let direct: Direct;
  before(async () => (ironic = await RealIronic.start()));
  after(() => ironic?.stop());
  beforeEach(() => (direct = new Direct(ironic.login)));

  const full: Properties = {
    driver: "fake-hardware",
    driverInfo: { address: "here", fake_password: "hunter22" },
    deployInterface: "ramdisk",
    properties: { cpu_arch: "x86_64", capabilities: "boot_mode:uefi" },
    resourceClass: "baremetal-small",
    traits: ["HW_CPU_X86_VMX", "CUSTOM_LAB"],
    description: "the first",
    extra: { rack: "r1", slot: 3 },
    automatedClean: false,
    inspect: true,
  };

  it("create-minimal, delete: is brought to available and forgotten", async () => {
    const kept = await direct.create("Node", "minimal", { driver: "fake-hardware" });
    assert.deepEqual(kept.inputs, {
      name: "minimal",
      driver: "fake-hardware",
      retired: false,
      maintenance: false,
      inspect: false,
      provisionState: "available",
    });
    assert.deepEqual(direct.verbs, ["enroll: manage", "manageable: provide"]);
    const { provision_state: state, extra } = await ironic.node("minimal");
    assert.deepEqual(
      [state, extra],
      ["available", { pulumi_urn: direct.context("Node", "minimal").urn }],
    );
    await direct.isStill("Node", "minimal", kept);
    await direct.delete("Node", "minimal", kept);
    assert.equal((await ironic.ask("GET", "/nodes/minimal")).status, 404);
    assert.equal(await direct.read("Node", "minimal", kept), undefined);
    await direct.delete("Node", "minimal", kept);
  });

  it("create-full, import by name and by UUID: is read back as it was declared", async () => {
    const kept = await direct.create("Node", "full", full);
    assert.deepEqual(direct.verbs, [
      "enroll: manage",
      "manageable: inspect",
      "manageable: provide",
    ]);
    const node = await ironic.node("full");
    assert.equal(
      node.parent_node,
      null,
      "it was patched, which Debian's Ironic does not bear well",
    );
    assert.notEqual(node.inspection_finished_at, null);
    await direct.isStill("Node", "full", kept);
    for (const id of ["full", kept.id]) {
      const found = await direct.import("Node", "full", id);
      assert.ok(found);
      assert.deepEqual([found.id, found.outputs.uuid], [kept.id, kept.id]);
      const diff = await direct.diff("Node", "full", found, { ...full, inspect: false });
      assert.deepEqual(diff.detailed, {});
    }
    await direct.delete("Node", "full", kept);
  });

  it("update: changes in place what differs, key by key, and removes what is declared no more", async () => {
    const kept = await direct.create("Node", "changing", full);
    const news: Properties = {
      driver: "fake-hardware",
      resourceClass: "baremetal-small",
      inspect: true,
      name: "renamed",
      driverInfo: { address: "there", fake_password: "hunter23", more: "yes" },
      properties: { cpu_arch: "aarch64" },
      traits: ["CUSTOM_LAB", "CUSTOM_NEW"],
      extra: { rack: "r2" },
      automatedClean: true,
    };
    const diff = await direct.diff("Node", "changing", kept, news);
    assert.deepEqual(diff, {
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
      detailed: {
        name: "update",
        "driverInfo.address": "update",
        "driverInfo.fake_password": "update",
        "driverInfo.more": "add",
        deployInterface: "delete",
        "properties.cpu_arch": "update",
        "properties.capabilities": "delete",
        "traits[1]": "update",
        description: "delete",
        "extra.rack": "update",
        "extra.slot": "delete",
        automatedClean: "update",
      },
    });
    const changed = await direct.update("Node", "changing", kept, news);
    const node = await ironic.node("renamed");
    assert.deepEqual(
      {
        ...{ driver_info: node.driver_info, properties: node.properties, traits: node.traits },
        ...{ description: node.description, deploy_interface: node.deploy_interface },
        ...{ extra: node.extra, automated_clean: node.automated_clean, uuid: node.uuid },
      },
      {
        driver_info: {
          address: "there",
          fake_password: "******",
          more: "yes",
          ...powered(node.parent_node),
        },
        properties: { cpu_arch: "aarch64" },
        traits: ["CUSTOM_LAB", "CUSTOM_NEW"],
        description: null,
        deploy_interface: "fake",
        extra: { pulumi_urn: direct.context("Node", "changing").urn, rack: "r2" },
        automated_clean: true,
        uuid: kept.id,
      },
    );
    await direct.isStill("Node", "changing", changed);
    await direct.delete("Node", "changing", changed);
  });

  it("shows what others changed, and repairs it; leaves alone what they added", async () => {
    const kept = await direct.create("Node", "drifting", full);
    const put = (path: string, value: unknown) => ({ op: "add", path, value });
    await ironic.ask("PATCH", "/nodes/drifting", [
      put("/driver_info/address", "elsewhere"),
      put("/driver_info/sneaked", "in"),
      put("/description", "by hand"),
      put("/extra/theirs", 1),
      put("/properties/memory_mb", 4096),
    ]);
    await ironic.rest("drifting");
    await ironic.ask("PUT", "/nodes/drifting/maintenance", { reason: "lamp" });
    const found = await direct.read("Node", "drifting", kept);
    assert.ok(found);
    assert.deepEqual((await direct.diff("Node", "drifting", found, full)).detailed, {
      "driverInfo.address": "update",
      "driverInfo.sneaked": "delete",
      description: "update",
      maintenance: "update",
    });
    const repaired = await direct.update("Node", "drifting", found, full);
    const { driver_info, description, extra, properties, maintenance } =
      await ironic.node("drifting");
    assert.deepEqual(
      { driver_info, description, extra, properties, maintenance },
      {
        driver_info: { address: "here", fake_password: "******", has_dedicated_power_supply: true },
        description: "the first",
        extra: {
          pulumi_urn: direct.context("Node", "drifting").urn,
          rack: "r1",
          slot: 3,
          theirs: 1,
        },
        properties: { cpu_arch: "x86_64", capabilities: "boot_mode:uefi", memory_mb: 4096 },
        maintenance: false,
      },
    );
    await direct.delete("Node", "drifting", repaired);
  });

  it("takes up a node that a killed run has made, and nobody else's", async () => {
    const urn = direct.context("Node", "killed").urn;
    const made = await ironic.ask("POST", "/nodes", {
      name: "killed",
      driver: "fake-hardware",
      extra: { pulumi_urn: urn },
    });
    const kept = await direct.create("Node", "killed", full);
    assert.equal(kept.id, made.body.uuid);
    assert.equal((await ironic.node("killed")).description, "the first");
    await direct.isStill("Node", "killed", kept);
    await direct.delete("Node", "killed", kept);

    const other = await ironic.ask("POST", "/nodes", { name: "theirs", driver: "fake-hardware" });
    const uuid = other.body.uuid as string;
    await assert.rejects(direct.create("Node", "theirs", full), {
      message:
        `a node named theirs exists already (${uuid}) and was not made by this resource. ` +
        `Take it into this stack by the option import: "${uuid}", or choose another name.`,
    });
  });

  it("names all mistakes at once, and what this Ironic has enabled", async () => {
    assert.deepEqual(
      await direct.mistakes("Node", {
        driver: "redfish",
        driverInfo: { redfish_address: "ftp://bmc", deploy_kernel: "kernel" },
        deployInterface: "ansible",
        resourceClass: "CUSTOM_BIG",
        traits: ["lab"],
        provisionState: "active",
        colour: "red",
      }),
      [
        'resourceClass: found "CUSTOM_BIG": a flavor asks for resources:CUSTOM_BIG, the node itself says "big"',
        'traits: [0]: expected a standard trait such as HW_CPU_X86_VMX or a custom one, found "lab"; write CUSTOM_LAB',
        'provisionState: expected one of enroll, manageable, available, found "active"',
        'colour: there is no property "colour" here; allowed: automatedClean, biosInterface, bootInterface, cleanSteps, conductorGroup, consoleInterface, deployInterface, description, disablePowerOff, driver, driverInfo, extra, firmwareInterface, inspect, inspectInterface, lessee, maintenance, maintenanceReason, managementInterface, name, networkData, networkInterface, owner, powerInterface, properties, provisionState, raidInterface, rescueInterface, resourceClass, retired, retiredReason, shard, storageInterface, traits, vendorInterface',
        'driverInfo.redfish_address: expected https before "://", found "ftp://bmc"',
        'driverInfo.deploy_kernel: expected a URL such as https://images/host.img, found "kernel"',
        'deployInterface: "ansible" is not enabled for the driver redfish in this Ironic; it has: custom-agent, direct, ramdisk',
      ],
    );
    assert.deepEqual(await direct.mistakes("Node", { driver: "ipmi" }), [
      'driver: "ipmi" is not enabled in this Ironic; it has: fake-hardware, redfish',
    ]);
  });
});

/** What is added to a node that Debian's Ironic made its own parent. */
function powered(parent: string | null): Properties {
  return parent === null ? {} : { has_dedicated_power_supply: true };
}
