import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, linkSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { replay, run, type JournalEntry } from "../../../embedded/engine/deployment";
import type { Deployment } from "../../../embedded/engine/types";
import { caFile, passwordFile } from "../../../embedded/metal/bmc/identity";
import { buildAgentImage, buildHostImage, buildRoot } from "../../../embedded/metal/bmc/images";
import type { BareMachine } from "../../../embedded/metal/bmc/plan";
import { diskFile } from "../../../embedded/metal/bmc/firmware";
import { readPartitions } from "../../../embedded/metal/bmc/gpt";
import { openRoom } from "../../../embedded/metal/bmc/room";
import { down } from "../../../embedded/metal/lab";
import type { BareMetalSite } from "../../fixtures/programs/bare-metal";
import { serveFiles } from "./support/files";
import { Ironic, IRONIC_PACKAGES } from "./support/ironic";
import { quiet, smallRoom, traces } from "./support/room";

const PROGRAM = join(__dirname, "../../fixtures/programs/bare-metal");
const { lab, room } = smallRoom("osh-", 243);
const SEED = "10.243.9.1";
const NUMBERS: Record<string, number> = { one: 11, two: 12 };

describe("machines that become hosts by a program", function () {
  this.timeout(1_200_000);
  const folder = join(lab.folder, "ironic");
  const key = join(folder, "key");
  let ironic: Ironic;
  let files: Server;
  let site: BareMetalSite;
  let deployment: Deployment = { resources: [], pendingOperations: [] };

  before(async () => {
    await down(lab, quiet);
    const image = await buildHostImage(quiet, []);
    const root = await buildRoot(quiet, "ironic", IRONIC_PACKAGES);
    await openRoom(lab, room, quiet);
    ironic = new Ironic(root, folder, SEED);
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
    copyFileSync(caFile(room), ironic.at("state/ca.crt"));
    mkdirSync(ironic.at("http/images"));
    for (const file of ["host.iso", "host.img", "host.img.sha256"]) {
      linkSync(join(image, file), ironic.at(`http/images/${file}`));
    }
    linkSync(join(image, "host.iso"), ironic.at("http/images/other.iso"));
    files = await serveFiles(ironic.at("http"), SEED, 8080);
    await ironic.start();
    const network = (third: number, device: string) => ({
      cidr: `10.243.${third}.0/24`,
      interface: device,
      mtu: 1500,
    });
    site = {
      provider: { endpoint: `http://${SEED}:6385`, userName: "any", password: "any" },
      redfishVerifyCa: "/state/ca.crt",
      image: { bootIso: `http://${SEED}:8080/images/host.iso` },
      networks: {
        management: { ...network(0, "mgmt0"), gateway: "10.243.0.1" },
        api: network(1, "api0"),
        storage: network(2, "stor0"),
        tenant: network(3, "ten0"),
      },
      hardware: {
        deploy: "ramdisk",
        cleaning: "none",
        secureBoot: false,
        bonds: {},
        cpus: 2,
        memory: 4,
        disk: 6,
      },
      login: {
        user: "root",
        privateKey: readFileSync(key, "utf8"),
        publicKey: readFileSync(`${key}.pub`, "utf8").split(" ").slice(0, 2).join(" "),
      },
      machines: Object.fromEntries(
        room.machines.map((machine) => [machine.name, declared(machine)]),
      ),
    };
  });
  after(async () => {
    files?.close();
    await ironic?.stop();
    await down(lab, quiet);
    assert.deepEqual(traces(lab), []);
  });

  const declared = (machine: BareMachine): BareMetalSite["machines"][string] => {
    const number = NUMBERS[machine.name];
    const [management = "", api = ""] = machine.cards.map(({ mac }) => mac);
    return {
      addresses: { management: `10.243.0.${number}`, api: `10.243.1.${number}` },
      nics: { mgmt0: management, api0: api },
      bmc: {
        address: machine.bmc,
        username: "root",
        password: readFileSync(passwordFile(machine), "utf8").trim(),
      },
      installation: 1,
    };
  };

  /** What is done, `OP NAME` sorted, without what stays the same; and errors. */
  const pulumi = async (command: "up" | "preview" | "destroy", wanted = site) => {
    const entries: JournalEntry[] = [];
    const done: string[] = [];
    const errors: string[] = [];
    const { failed } = await run({
      command,
      projectDir: PROGRAM,
      project: {
        name: "program",
        main: "index.ts",
        nodeargs: ["--import", "tsx"],
        providers: [{ name: "ironic", path: "../../../../providers/ironic" }],
      },
      stack: "test",
      organization: "organization",
      config: { "program:site": JSON.stringify(wanted) },
      configSecretKeys: [],
      parallel: 8,
      targets: [],
      policyPacks: [],
      snapshot: structuredClone(deployment),
      journal: {
        append: (more) => {
          entries.push(...structuredClone(more));
          return Promise.resolve();
        },
      },
      resolveStackReference: () => Promise.reject(new Error("no other stack")),
      emit: (event) => {
        if (event.kind === "step-done" && event.step.op !== "same") {
          const [type = "", name = ""] = event.step.urn.split("::").slice(-2);
          const plain = type.split("$").at(-1)?.split(":").at(-1);
          done.push(`${event.step.op} ${plain} ${name}`);
        }
        if (event.kind === "step-failed") errors.push(event.message);
        if (event.kind === "diagnostic" && event.severity === "error") errors.push(event.message);
      },
      signal: new AbortController().signal,
    });
    if (command !== "preview") deployment = replay(deployment, entries);
    assert.equal(failed, errors.length > 0);
    return { done: done.sort(), errors };
  };

  /** Runs a command on a host, whose key has to be this one. @param hostKey by default, what was made for it */
  const on = (name: string, command: string, hostKey?: string): string => {
    const made = deployment.resources.find(({ urn }) => urn.endsWith(`PrivateKey::${name}-host`));
    const address = `10.243.0.${NUMBERS[name]}`;
    const pin = `${address} ${hostKey ?? (made?.outputs?.publicKeyOpenssh as string)}`;
    writeFileSync(join(folder, "known"), pin);
    const options = ["BatchMode=yes", "ConnectTimeout=3", `UserKnownHostsFile=${folder}/known`];
    const words = ["-F", "none", "-i", key, ...options.flatMap((option) => ["-o", option])];
    return execFileSync("ssh", [...words, `root@${address}`, command], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  };
  /** Another one after each start. */
  const boot = (name: string, hostKey?: string): string =>
    on(name, "cut -d ' ' -f 22 /proc/1/stat", hostKey);

  const withMachine = (name: string, more: object, from = site): BareMetalSite => {
    const machine = { ...from.machines[name], ...more } as BareMetalSite["machines"][string];
    return { ...from, machines: { ...from.machines, [name]: machine } };
  };

  it("are planned before anything is there, and nothing is asked of them", async () => {
    const { done, errors } = await pulumi("preview");
    assert.deepEqual(errors, []);
    assert.equal(done.length, 16);
    assert.deepEqual((await ironic.call<{ nodes: object[] }>("GET", "/v1/nodes")).nodes, []);
  });

  it("are refused when they are others than is declared, and nothing is deployed", async () => {
    const [one, two] = room.machines as [BareMachine, BareMachine];
    const swapped = withMachine("one", { bmc: declared(two).bmc });
    swapped.machines.two = { ...declared(two), bmc: declared(one).bmc };
    const hardware = { ...site.hardware, memory: 8 };
    const { errors } = await pulumi("up", { ...swapped, hardware });
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
      const node = await ironic.node(name);
      assert.deepEqual([node.provision_state, node.power_state], ["manageable", "power off"]);
    }
  });

  it("become hosts when that is mended, by other nodes for other controllers", async () => {
    const { done, errors } = await pulumi("up");
    assert.deepEqual(errors, []);
    for (const step of ["create Deployment one", "create Command two-step"]) {
      assert.ok(done.includes(step), done.join("\n"));
    }
    for (const name of ["one", "two"]) {
      assert.equal(
        on(
          name,
          "hostname; ip -br address show scope global | tr '@' ' ' | awk '{ print $1, $NF }'; wc -l </root/steps",
        ),
        `${name}\nmgmt0 10.243.0.${NUMBERS[name]}/24\napi0 10.243.1.${NUMBERS[name]}/24\n1`,
      );
    }
  });

  it("are left alone by a run that changes nothing", async () => {
    const before = [boot("one"), boot("two")];
    assert.deepEqual(await pulumi("up"), { done: [], errors: [] });
    assert.deepEqual([boot("one"), boot("two")], before);
  });

  it("keep running while what is declared of their image waits", async () => {
    const before = [boot("one"), boot("two")];
    const image = { bootIso: `http://${SEED}:8080/images/other.iso` };
    const { done, errors } = await pulumi("up", { ...site, image });
    assert.deepEqual(errors, []);
    assert.deepEqual(done, ["update Deployment one", "update Deployment two"]);
    assert.deepEqual([boot("one"), boot("two")], before);
    assert.equal(on("one", "wc -l </root/steps"), "1");
  });

  it("are installed anew one by one, and their steps run again", async () => {
    const before = [boot("one"), boot("two")];
    on("one", "touch /root/old");
    const { errors } = await pulumi("up", withMachine("one", { installation: 2 }));
    assert.deepEqual(errors, []);
    assert.notEqual(boot("one"), before[0]);
    assert.equal(boot("two"), before[1]);
    assert.equal(on("one", "wc -l </root/steps; ls /root/old 2>/dev/null || echo gone"), "1\ngone");
  });

  it("are taken over as they run, where Ironic does not know them yet", async () => {
    const keys = deployment.resources.filter(({ urn }) => urn.includes("PrivateKey::"));
    const hostKey = (name: string): string => {
      const { outputs } = keys.find(({ urn }) => urn.endsWith(`::${name}-host`)) ?? assert.fail();
      return (outputs?.publicKeyOpenssh as string).trim();
    };
    const known = Object.fromEntries(["one", "two"].map((name) => [name, hostKey(name)]));
    const before = [boot("one"), boot("two")];
    // A new site: neither Ironic nor the program knows of the hosts, and both run.
    for (const name of ["one", "two"]) {
      await ironic.call("PUT", `/v1/nodes/${name}/maintenance`);
      await ironic.call("DELETE", `/v1/nodes/${name}`);
    }
    deployment = { resources: [], pendingOperations: [] };
    const adopted = ["one", "two"].reduce(
      (all, name) => withMachine(name, { adopt: { hostKey: known[name] } }, all),
      site,
    );
    assert.deepEqual((await pulumi("up", adopted)).errors, []);
    assert.deepEqual([boot("one", known.one), boot("two", known.two)], before);
    assert.equal(on("two", "wc -l </root/steps", known.two), "2");
    assert.deepEqual(await pulumi("up", adopted), { done: [], errors: [] });
  });

  it("are switched off and forgotten when they are taken away", async () => {
    const { errors } = await pulumi("destroy");
    assert.deepEqual(errors, []);
    assert.deepEqual((await ironic.call<{ nodes: object[] }>("GET", "/v1/nodes")).nodes, []);
    assert.deepEqual(deployment.resources, []);
  });

  // The agent is a whole root file system, which is built and unpacked for this.
  it("get their disks cleaned and written by a real agent", async function () {
    if (!process.env.METAL_DIRECT) return this.skip();
    const agent = await buildAgentImage(quiet);
    for (const file of ["agent.kernel", "agent.initramfs"]) {
      linkSync(join(agent, file), ironic.at(`http/images/${file}`));
    }
    // Containers have no use for a boot loader.
    writeFileSync(ironic.at("http/esp.img"), Buffer.alloc(1024 * 1024));
    const images = `http://${SEED}:8080/images`;
    const { one } = site.machines;
    const direct: BareMetalSite = {
      ...site,
      hardware: { ...site.hardware, deploy: "direct", cleaning: "metadata" },
      image: {
        diskImage: `${images}/host.img`,
        diskChecksum: `${images}/host.img.sha256`,
        agentKernel: `${images}/agent.kernel`,
        agentRamdisk: `${images}/agent.initramfs`,
      },
      machines: { one: one ?? assert.fail() },
    };
    assert.deepEqual((await pulumi("up", direct)).errors, []);
    assert.equal(on("one", "hostname; findmnt -no FSTYPE /; wc -l </root/steps"), "one\next4\n1");
    assert.deepEqual(await pulumi("up", direct), { done: [], errors: [] });
    assert.deepEqual((await pulumi("destroy", direct)).errors, []);
    assert.deepEqual(await readPartitions(diskFile(room.machines[0] ?? assert.fail())), []);
  });
});
