import assert from "node:assert/strict";
import type { Properties } from "../../../providers/server";
import { Direct } from "./support/direct";
import type { Kept } from "./support/direct";
import { RealIronic } from "./support/real-ironic";

const IMAGE: Properties = {
  imageSource: "http://127.0.0.1:9/host.img",
  imageChecksum: "811c0756106da32fba031e074c3a76b0",
};
const DRIVE: Properties = {
  metaData: { hostname: "host1" },
  networkData: {
    links: [{ id: "nic0", type: "phy", ethernet_mac_address: "52:54:00:10:00:01" }],
    networks: [{ id: "net0", link: "nic0", type: "ipv4", ip_address: "10.0.0.5/24" }],
  },
  userData: "#cloud-config\npassword: hunter22\n",
};

describe("ironic: Deployment", function () {
  this.timeout(120_000);
  let ironic: RealIronic;
  let direct: Direct;
  let node: Kept;
  before(async () => {
    ironic = await RealIronic.start();
    node = await new Direct(ironic.login).create("Node", "host1", { driver: "fake-hardware" });
  });
  after(() => ironic?.stop());
  beforeEach(() => (direct = new Direct(ironic.login)));

  const deployed = (more: Properties = {}): Properties => ({
    nodeUuid: node.id,
    ...IMAGE,
    ...more,
  });

  it("create-full, import, delete: is active with what was declared, and clean afterwards", async () => {
    const given = deployed({ configDrive: DRIVE, capabilities: { boot_option: "local" } });
    const kept = await direct.create("Deployment", "os", given);
    assert.deepEqual(direct.verbs, ["available: active"]);
    const there = await ironic.node("host1");
    const { pulumi_digest: digest, ...info } = there.instance_info;
    assert.match(digest as string, /^[0-9a-f]{24}$/);
    assert.deepEqual(
      [there.provision_state, there.power_state, there.instance_uuid, info],
      [
        "active",
        "power on",
        kept.id,
        {
          image_source: "http://127.0.0.1:9/host.img",
          image_checksum: "811c0756106da32fba031e074c3a76b0",
          image_type: "whole-disk",
          capabilities: { boot_option: "local" },
          configdrive: "******",
          display_name: "os",
          pulumi_urn: direct.context("Deployment", "os").urn,
        },
      ],
    );
    await direct.isStill("Deployment", "os", kept);
    for (const id of ["host1", node.id, kept.id]) {
      const found = await direct.import("Deployment", "os", id);
      assert.ok(found);
      assert.equal(found.id, kept.id);
      const diff = await direct.diff("Deployment", "os", found, {
        ...given,
        imageType: "whole-disk",
      });
      assert.deepEqual(diff.detailed, {});
    }
    await direct.delete("Deployment", "os", kept);
    const free = await ironic.node("host1");
    assert.deepEqual(
      [free.provision_state, free.instance_uuid, free.instance_info],
      ["available", null, {}],
    );
    assert.equal(await direct.read("Deployment", "os", kept), undefined);
  });

  it("says what is changed in place and what by redeploying or replacing", async () => {
    const kept: Kept = {
      id: "i",
      outputs: {},
      inputs: await direct.checked("Deployment", "os", deployed({ configDrive: DRIVE })),
    };
    const news = deployed({
      nodeUuid: "11111111-1111-4111-8111-111111111111",
      imageSource: "http://127.0.0.1:9/other.img",
      configDrive: { ...DRIVE, userData: "#cloud-config\n{}\n" },
      displayName: "web",
      powerState: "power off",
      protected: true,
    });
    assert.deepEqual(await direct.diff("Deployment", "os", kept, news), {
      changes: true,
      replaces: ["nodeUuid", "imageSource", "configDrive"],
      deleteBeforeReplace: true,
      detailed: {
        "configDrive.userData": "update-replace",
        displayName: "update",
        imageSource: "update-replace",
        nodeUuid: "update-replace",
        powerState: "update",
        protected: "update",
      },
    });
  });

  it("update: name, power and protection, on the running host", async () => {
    const kept = await direct.create("Deployment", "os", deployed());
    const news = deployed({
      displayName: "web",
      powerState: "power off",
      protected: true,
      protectedReason: "holds data",
    });
    const changed = await direct.update("Deployment", "os", kept, news);
    const there = await ironic.node("host1");
    assert.deepEqual(
      [there.provision_state, there.power_state, there.protected, there.protected_reason],
      ["active", "power off", true, "holds data"],
    );
    assert.equal(there.instance_info.display_name, "web");
    assert.deepEqual(direct.verbs, ["available: active"]);
    await direct.isStill("Deployment", "os", changed);
    await assert.rejects(direct.delete("Deployment", "os", changed), {
      message:
        `node host1 (${node.id}) is protected (holds data) and stays deployed: ` +
        "set protected to false, run, then delete it",
    });
    const back = await direct.update("Deployment", "os", changed, deployed());
    assert.equal((await ironic.node("host1")).power_state, "power on");
    await direct.delete("Deployment", "os", back);
  });

  it("leaves the running host as it is until its installation is another one", async () => {
    const first = deployed({ installation: "1", configDrive: DRIVE });
    const kept = await direct.create("Deployment", "os", first);
    const before = await ironic.node("host1");
    direct.said.length = 0;
    const other = { imageSource: "http://127.0.0.1:9/other.img", displayName: "web" };
    const waiting = deployed({ ...other, installation: "1" });
    assert.deepEqual((await direct.diff("Deployment", "os", kept, waiting)).replaces, []);
    const changed = await direct.update("Deployment", "os", kept, waiting);
    const after = await ironic.node("host1");
    assert.deepEqual(direct.verbs, []);
    assert.deepEqual(
      [after.provision_state, after.instance_uuid, after.provision_updated_at],
      ["active", before.instance_uuid, before.provision_updated_at],
    );
    assert.deepEqual(after.instance_info, { ...before.instance_info, display_name: "web" });
    await direct.isStill("Deployment", "os", changed);
    const again = deployed({ ...other, installation: "2" });
    assert.deepEqual((await direct.diff("Deployment", "os", changed, again)).replaces, [
      "installation",
    ]);
    await direct.delete("Deployment", "os", changed);
    const anew = await direct.create("Deployment", "os", again);
    assert.equal((await ironic.node("host1")).instance_info.image_source, other.imageSource);
    await direct.delete("Deployment", "os", anew);
  });

  it("sees a machine that was powered off, and powers it on", async () => {
    const kept = await direct.create("Deployment", "os", deployed());
    await ironic.ask("PUT", "/nodes/host1/states/power", { target: "power off" });
    await ironic.rest("host1");
    const found = await direct.read("Deployment", "os", kept);
    assert.ok(found);
    const diff = await direct.diff("Deployment", "os", found, deployed());
    assert.deepEqual(diff.detailed, { powerState: "update" });
    const repaired = await direct.update("Deployment", "os", found, deployed());
    assert.equal((await ironic.node("host1")).power_state, "power on");
    await direct.delete("Deployment", "os", repaired);
  });

  it("leaves a host alone that is another's", async () => {
    const kept = await direct.create("Deployment", "os", deployed());
    const refusal = (advice: string) => ({
      message: `node host1 (${node.id}) is active and carries os, which is not this deployment's. ${advice}.`,
    });
    const importing = `import: "${node.id}"`;
    await assert.rejects(
      direct.create("Deployment", "other", deployed()),
      refusal(`Import it by ${importing}, or undeploy it where it is declared`),
    );
    await assert.rejects(
      direct.create("Deployment", "other", deployed({ adopt: true })),
      refusal(`Ironic runs it already, so there is nothing to adopt: import it by ${importing}`),
    );
    await direct.delete("Deployment", "other", { ...kept, id: "another-instance" });
    assert.equal((await ironic.node("host1")).provision_state, "active");
    await direct.delete("Deployment", "os", kept);
  });

  it("adopts a host that runs, without touching its power", async () => {
    const machine = { driver: "fake-hardware", provisionState: "manageable" };
    const running = await direct.create("Node", "runs", machine);
    await ironic.ask("PUT", "/nodes/runs/states/power", { target: "power on" });
    await ironic.rest("runs");
    const before = (await ironic.node("runs")).driver_internal_info as Properties;
    direct.said.length = 0;
    const given = { nodeUuid: running.id, ...IMAGE, adopt: true };
    const kept = await direct.create("Deployment", "adopted", given);
    assert.deepEqual(direct.verbs, ["manageable: adopt"]);
    const there = await ironic.node("runs");
    const after = there.driver_internal_info as Properties;
    assert.deepEqual([there.provision_state, there.instance_uuid], ["active", kept.id]);
    assert.equal(after.last_power_state_change, before.last_power_state_change);
    await direct.isStill("Deployment", "adopted", kept);
    await direct.isStill("Node", "runs", running);
    await direct.delete("Deployment", "adopted", kept);
    const freed = await direct.read("Node", "runs", running);
    assert.ok(freed);
    assert.deepEqual((await direct.diff("Node", "runs", freed, machine)).detailed, {
      provisionState: "update",
    });
    await direct.delete("Node", "runs", running);
  });

  it("names all mistakes at once, and shows no user data", async () => {
    const wrong = {
      nodeUuid: "host1",
      imageSource: "images/host.img",
      bootIso: "http://127.0.0.1/os.iso",
      imageOsHashAlgo: "md5",
      configDrive: {
        userData: 5,
        networkData: {
          links: [{ id: "a", ethernet_mac_address: "525400100001" }],
          networks: [{ link: "b", ip_address: "10.0.0.5" }],
        },
      },
      deploySteps: [{ interface: "bios", step: "apply_configuration" }],
      protectedReason: "why",
    };
    assert.deepEqual(await direct.mistakes("Deployment", wrong), [
      'nodeUuid: expected a UUID, found "host1"; take the uuid of the resource',
      'imageSource: expected a URL such as https://images/host.img, found "images/host.img"',
      'imageOsHashAlgo: expected one of sha256, sha384, sha512, found "md5"',
      "configDrive.userData: expected a string",
      "deploySteps[0].priority: is required: when it runs: the highest first",
      "protectedReason: goes with protected: true",
      'configDrive.networkData.links[0].ethernet_mac_address: expected a MAC address such as 52:54:00:12:34:56, found "525400100001"; write 52:54:00:10:00:01',
      'configDrive.networkData.networks[0].link: there is no link "b"; links has: a',
      'configDrive.networkData.networks[0].ip_address: expected an address with its prefix such as 10.0.0.5/24, found "10.0.0.5", which has no prefix',
    ]);
  });
});
