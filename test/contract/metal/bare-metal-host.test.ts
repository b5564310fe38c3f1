import assert from "node:assert/strict";
import { linkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diskFile } from "../../../embedded/metal/bmc/firmware";
import { readPartitions } from "../../../embedded/metal/bmc/gpt";
import { buildAgentImage } from "../../../embedded/metal/bmc/images";
import type { BareMachine } from "../../../embedded/metal/bmc/plan";
import type { BareMetalSite } from "../../fixtures/programs/bare-metal";
import { BareMetalRoom } from "./support/bare-metal";
import { quiet } from "./support/room";

describe("machines that become hosts by a program", function () {
  this.timeout(1_200_000);
  const metal = new BareMetalRoom("osh-", 243);
  const { room, seed } = metal;
  before(() => metal.start());
  after(() => metal.stop());

  it("are planned before anything is there, and nothing is asked of them", async () => {
    const { done, errors } = await metal.pulumi("preview");
    assert.deepEqual(errors, []);
    assert.equal(done.length, 16);
    assert.deepEqual((await metal.ironic.call<{ nodes: object[] }>("GET", "/v1/nodes")).nodes, []);
  });

  it("are refused when they are others than is declared, and nothing is deployed", async () => {
    const [one, two] = room.machines as [BareMachine, BareMachine];
    const swapped = metal.withMachine("one", { bmc: metal.declared(two).bmc });
    swapped.machines.two = { ...metal.declared(two), bmc: metal.declared(one).bmc };
    const hardware = { ...metal.site.hardware, memory: 8 };
    const { errors } = await metal.pulumi("up", { ...swapped, hardware });
    const card = (machine: BareMachine, at: number) => machine.cards[at]?.mac ?? "";
    assert.deepEqual(errors, [
      [
        "Inspection found other machines than the environment declares. Nothing was deployed.",
        "",
        `  one (BMC ${two.bmc}):`,
        "    4 GiB of memory, declared are 8",
        `    no network card ${card(one, 0)} (mgmt0): it is two's, at BMC ${one.bmc}`,
        `    no network card ${card(one, 1)} (api0): it is two's, at BMC ${one.bmc}`,
        `  two (BMC ${one.bmc}):`,
        "    4 GiB of memory, declared are 8",
        `    no network card ${card(two, 0)} (mgmt0): it is one's, at BMC ${two.bmc}`,
        `    no network card ${card(two, 1)} (api0): it is one's, at BMC ${two.bmc}`,
        "",
        "Correct site.hosts.<name>.machine or site.metal.hardware, or the cabling and the machine.",
      ].join("\n"),
    ]);
    for (const name of ["one", "two"]) {
      const node = await metal.ironic.node(name);
      assert.deepEqual([node.provision_state, node.power_state], ["manageable", "power off"]);
    }
  });

  it("become hosts when that is mended, by other nodes for other controllers", async () => {
    const { done, errors } = await metal.pulumi("up");
    assert.deepEqual(errors, []);
    for (const step of ["create Deployment one", "create Command two-step"]) {
      assert.ok(done.includes(step), done.join("\n"));
    }
    for (const name of ["one", "two"]) {
      assert.equal(
        metal.on(
          name,
          "hostname; ip -br address show scope global | tr '@' ' ' | awk '{ print $1, $NF }'; wc -l </root/steps",
        ),
        `${name}\nmgmt0 10.243.0.${metal.numberOf(name)}/24\napi0 10.243.1.${metal.numberOf(name)}/24\n1`,
      );
    }
  });

  it("are left alone by a run that changes nothing", async () => {
    const before = [metal.boot("one"), metal.boot("two")];
    assert.deepEqual(await metal.pulumi("up"), { done: [], errors: [] });
    assert.deepEqual([metal.boot("one"), metal.boot("two")], before);
  });

  it("keep running while what is declared of their image waits", async () => {
    const before = [metal.boot("one"), metal.boot("two")];
    const image = { bootIso: `http://${seed}:8080/images/other.iso` };
    const { done, errors } = await metal.pulumi("up", { ...metal.site, image });
    assert.deepEqual(errors, []);
    assert.deepEqual(done, ["update Deployment one", "update Deployment two"]);
    assert.deepEqual([metal.boot("one"), metal.boot("two")], before);
    assert.equal(metal.on("one", "wc -l </root/steps"), "1");
  });

  it("are installed anew one by one, and their steps run again", async () => {
    const before = [metal.boot("one"), metal.boot("two")];
    metal.on("one", "touch /root/old");
    const { errors } = await metal.pulumi("up", metal.withMachine("one", { installation: 2 }));
    assert.deepEqual(errors, []);
    assert.notEqual(metal.boot("one"), before[0]);
    assert.equal(metal.boot("two"), before[1]);
    assert.equal(
      metal.on("one", "wc -l </root/steps; ls /root/old 2>/dev/null || echo gone"),
      "1\ngone",
    );
  });

  it("are taken over as they run, where Ironic does not know them yet", async () => {
    const keys = metal.deployment.resources.filter(({ urn }) => urn.includes("PrivateKey::"));
    const hostKey = (name: string): string => {
      const { outputs } = keys.find(({ urn }) => urn.endsWith(`::${name}-host`)) ?? assert.fail();
      return (outputs?.publicKeyOpenssh as string).trim();
    };
    const known = Object.fromEntries(["one", "two"].map((name) => [name, hostKey(name)]));
    const before = [metal.boot("one"), metal.boot("two")];
    // A new site: neither Ironic nor the program knows of the hosts, and both run.
    for (const name of ["one", "two"]) {
      await metal.ironic.call("PUT", `/v1/nodes/${name}/maintenance`);
      await metal.ironic.call("DELETE", `/v1/nodes/${name}`);
    }
    metal.deployment = { resources: [], pendingOperations: [] };
    const adopted = ["one", "two"].reduce(
      (all, name) => metal.withMachine(name, { adopt: { hostKey: known[name] } }, all),
      metal.site,
    );
    assert.deepEqual((await metal.pulumi("up", adopted)).errors, []);
    assert.deepEqual([metal.boot("one", known.one), metal.boot("two", known.two)], before);
    assert.equal(metal.on("two", "wc -l </root/steps", known.two), "2");
    assert.deepEqual(await metal.pulumi("up", adopted), { done: [], errors: [] });
  });

  it("are switched off and forgotten when they are taken away", async () => {
    const { errors } = await metal.pulumi("destroy");
    assert.deepEqual(errors, []);
    assert.deepEqual((await metal.ironic.call<{ nodes: object[] }>("GET", "/v1/nodes")).nodes, []);
    assert.deepEqual(metal.deployment.resources, []);
  });

  // The agent is a whole root file system, which is built and unpacked for this.
  it("get their disks cleaned and written by a real agent", async function () {
    if (!process.env.METAL_DIRECT) return this.skip();
    const agent = await buildAgentImage(quiet);
    for (const file of ["agent.kernel", "agent.initramfs"]) {
      linkSync(join(agent, file), metal.ironic.at(`http/images/${file}`));
    }
    // Containers have no use for a boot loader.
    writeFileSync(metal.ironic.at("http/esp.img"), Buffer.alloc(1024 * 1024));
    const images = `http://${seed}:8080/images`;
    const { one } = metal.site.machines;
    const direct: BareMetalSite = {
      ...metal.site,
      hardware: {
        ...metal.site.hardware,
        deploy: "direct",
        cleaning: "metadata",
        cleanSteps: [{ interface: "deploy", step: "erase_devices_metadata" }],
      },
      image: {
        diskImage: `${images}/host.img`,
        diskChecksum: `${images}/host.img.sha256`,
        agentKernel: `${images}/agent.kernel`,
        agentRamdisk: `${images}/agent.initramfs`,
      },
      machines: { one: one ?? assert.fail() },
    };
    assert.deepEqual((await metal.pulumi("up", direct)).errors, []);
    assert.equal(
      metal.on("one", "hostname; findmnt -no FSTYPE /; wc -l </root/steps"),
      "one\next4\n1",
    );
    assert.deepEqual(await metal.pulumi("up", direct), { done: [], errors: [] });
    assert.deepEqual((await metal.pulumi("destroy", direct)).errors, []);
    assert.deepEqual(await readPartitions(diskFile(room.machines[0] ?? assert.fail())), []);
  });
});
