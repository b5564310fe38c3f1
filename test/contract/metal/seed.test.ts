import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sshCommand } from "../../../embedded/metal/keys";
import { down } from "../../../embedded/metal/lab";
import { machineFolder } from "../../../embedded/metal/machine";
import { upMetal } from "../../../embedded/metal/metal";
import type { Machine } from "../../../embedded/metal/plan";
import { Progress } from "../../../embedded/metal/progress";
import { imagesFolder, type MetalLab } from "../../../embedded/metal/site";
import { status } from "../../../embedded/metal/status";
import { redfish, smallRoom, traces } from "./support/room";

const { lab: bare, room } = smallRoom("osd-", 251);
const seed: Machine = {
  name: "seed",
  management: "10.251.0.5",
  label: "osd-seed",
  cards: [
    {
      device: "mgmt0",
      cable: "osd-seed-mgmt0",
      bridge: "osd-mgmt",
      address: "10.251.0.5/24",
      mtu: 1500,
    },
    {
      device: "bmc0",
      cable: "osd-seed-bmc0",
      bridge: "osd-bmc",
      address: "10.251.9.5/24",
      mtu: 1500,
    },
  ],
  folders: { "/var/lib/metal/images": imagesFolder(bare) },
};
/** Its images are not the lab's to build here: they are the hosts' with the packages of all roles. */
const metal: MetalLab = {
  lab: { ...bare, machines: [seed], bridges: [...bare.bridges, room.network] },
  room,
  hosts: bare.machines.map((machine) => ({ ...machine, deployed: true })),
  seed,
};

const on = (command: string): string => {
  const [program = "", ...args] = sshCommand(metal.lab, seed, [command]);
  return execFileSync(program, args, { encoding: "utf8" }).trim();
};
const supervisor = (): string =>
  readFileSync(join(machineFolder(metal.lab, seed), "pid"), "utf8").trim();

describe("a small lab with metal", function () {
  this.timeout(1_200_000);
  const said: string[] = [];
  const progress = new Progress();
  progress.step = (text) => void said.push(text);

  before(() => down(bare, progress));
  after(() => down(bare, progress));
  beforeEach(() => said.splice(0));

  it("has a seed that can run Ironic, on both networks, and machines that are off", async () => {
    mkdirSync(imagesFolder(bare), { recursive: true });
    writeFileSync(join(imagesFolder(bare), "host.iso"), "medium");
    await upMetal(metal, progress);
    assert.equal(said[0], "Starting the controllers of one, two");
    // The guest image is made meanwhile, where there is none yet.
    const without = said.filter((text) => !/guest image/i.test(text));
    assert.deepEqual(without.slice(-2), [
      "Booting seed",
      "Answering SSH: seed; machines that are off: 2",
    ]);
    const networks = "ip -br -4 address show scope global | awk '{ print $1, $3 }'";
    assert.equal(on(networks).replaceAll(/@if\d+/g, ""), "mgmt0 10.251.0.5/24\nbmc0 10.251.9.5/24");
    const images = "/var/lib/metal/images";
    assert.equal(
      on(`cat ${images}/host.iso; touch ${images}/x 2>&1 || :`),
      `mediumtouch: cannot touch '${images}/x': Read-only file system`,
    );
    // The Seed's step starts them, as it has written their files.
    assert.equal(
      on("command -v ironic nginx; systemctl is-enabled ironic-api ironic-conductor nginx || :"),
      "/usr/bin/ironic\n/usr/sbin/nginx\ndisabled\ndisabled\ndisabled",
    );
    const [machine] = room.machines;
    assert.ok(machine);
    assert.equal((await redfish(room, machine, "GET", "/Systems/1")).body.PowerState, "Off");
    const rows = (await status(metal.lab, metal)).split("\n").map((line) => line.split(/ {2,}/));
    assert.deepEqual(rows, [
      ["HOST", "STATE", "SSH", "MEMORY", "ADDRESSES", "BOOT", "BMC"],
      ["seed", "running", "yes", rows[1]?.[3], "mgmt0 10.251.0.5/24, bmc0 10.251.9.5/24", "-", "-"],
      ["one", "off", "-", "-", "-", "Hdd", "10.251.9.11"],
      ["two", "off", "-", "-", "-", "Hdd", "10.251.9.12"],
      [""],
    ]);
  });

  it("stays as it is when all is there", async () => {
    const before = supervisor();
    await upMetal(metal, progress);
    assert.deepEqual(said, ["Answering SSH: seed; machines that are off: 2"]);
    assert.equal(supervisor(), before);
  });

  it("leaves nothing behind", async () => {
    await down(bare, progress);
    assert.deepEqual(traces(bare), []);
  });
});
