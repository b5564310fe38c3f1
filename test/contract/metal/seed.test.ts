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
    assert.deepEqual(said.slice(-4), [
      "Starting the controllers of one, two",
      "Booting seed",
      "seed answer SSH; 2 machines are off",
    ].slice(-3));
    assert.equal(
      on(
        "ip -br -4 address show scope global | awk '{ print $1, $3 }' | tr @ ' '; cat /var/lib/metal/images/host.iso; ! touch /var/lib/metal/images/x 2>/dev/null && command -v ironic nginx; systemctl is-active ironic-api nginx",
      ).replaceAll(/ if\d+ /g, " "),
      "",
    );
    const [machine] = room.machines;
    assert.ok(machine);
    assert.equal((await redfish(room, machine, "GET", "/Systems/1")).body.PowerState, "Off");
    assert.equal(
      await status(metal.lab, metal),
      "",
    );
  });

  it("stays as it is when all is there", async () => {
    const before = supervisor();
    await upMetal(metal, progress);
    assert.deepEqual(said, ["seed answer SSH; 2 machines are off"]);
    assert.equal(supervisor(), before);
  });

  it("leaves nothing behind", async () => {
    await down(bare, progress);
    assert.deepEqual(traces(bare), []);
  });
});
