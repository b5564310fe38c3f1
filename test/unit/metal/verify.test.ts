import assert from "node:assert/strict";
import type { HardwareProfile } from "../../../components/metal/hardware";
import { refusal, type Inspected, type Inventory } from "../../../components/metal/verify";

const HARDWARE: HardwareProfile = {
  deploy: "direct",
  cleaning: "metadata",
  secureBoot: false,
  cpus: 4,
  memory: 8,
  disk: 10,
  bonds: {},
};

const mac = (number: number, card: number): string => `52:54:00:0${card}:00:0${number}`;

const inventory = (number: number): Inventory => ({
  cpu: { count: 4 },
  memory: { physical_mb: 8192 },
  disks: [
    { name: "sda", size: 4 * 2 ** 30 },
    { name: "sdb", size: 10 * 2 ** 30 },
  ],
  // Controllers write addresses as they like.
  interfaces: [1, 2].map((card) => ({ mac_address: mac(number, card).toUpperCase() })),
});

const machine = (host: string, number: number, found = number): Inspected => ({
  host,
  bmc: `10.0.9.${number}`,
  nics: { mgmt0: mac(number, 1), api0: mac(number, 2) },
  hardware: HARDWARE,
  inventory: inventory(found),
});

const text = (...lines: string[]): string =>
  [
    "Inspection found other machines than the environment declares. Nothing was deployed.",
    "",
    ...lines,
    "",
    "Correct site.hosts.<name>.machine or site.metal.hardware, or the cabling and the machine.",
  ].join("\n");

describe("machines as they are declared and as they were found", () => {
  it("may be the same", () => {
    assert.equal(refusal([machine("one", 1), machine("two", 2)]), undefined);
  });

  it("may have more than is declared, where that says nothing of the amount", () => {
    const plain = { ...HARDWARE, cpus: undefined, memory: undefined, disk: undefined };
    const nics = { mgmt0: mac(1, 1) };
    assert.equal(refusal([{ ...machine("one", 1), hardware: plain, nics }]), undefined);
  });

  it("are told apart when they are swapped, each by the other's name", () => {
    assert.equal(
      refusal([machine("one", 1, 2), machine("two", 2, 1)]),
      text(
        "  one (BMC 10.0.9.1):",
        "    no network card 52:54:00:01:00:01 (mgmt0): it is two's, at BMC 10.0.9.2",
        "    no network card 52:54:00:02:00:01 (api0): it is two's, at BMC 10.0.9.2",
        "  two (BMC 10.0.9.2):",
        "    no network card 52:54:00:01:00:02 (mgmt0): it is one's, at BMC 10.0.9.1",
        "    no network card 52:54:00:02:00:02 (api0): it is one's, at BMC 10.0.9.1",
      ),
    );
  });

  it("differ in everything that is declared of them, all of it said at once", () => {
    const found: Inventory = {
      cpu: { count: 2 },
      memory: { physical_mb: 4096 },
      disks: [{ name: "sda", size: 10 * 2 ** 30 - 1 }],
      interfaces: [{ mac_address: mac(1, 1) }],
    };
    assert.equal(
      refusal([{ ...machine("one", 1), inventory: found }, machine("two", 2)]),
      text(
        "  one (BMC 10.0.9.1):",
        "    2 CPUs, declared are 4",
        "    4 GiB of memory, declared are 8",
        "    a largest disk of 9 GiB, declared are at least 10 GiB",
        "    no network card 52:54:00:02:00:01 (api0)",
      ),
    );
  });

  it("differ where the controller does not say what is declared", () => {
    assert.equal(
      refusal([{ ...machine("one", 1), inventory: { interfaces: inventory(1).interfaces } }]),
      text(
        "  one (BMC 10.0.9.1):",
        "    unknown CPUs, declared are 4",
        "    unknown GiB of memory, declared are 8",
        "    no disk, declared are at least 10 GiB",
      ),
    );
  });

  it("may have disks that are too small by themselves, where a RAID is made of them", () => {
    const raid = { deleteExisting: true, logicalDisks: [] };
    const found = { ...inventory(1), disks: [{ size: 1 }] };
    const hardware = { ...HARDWARE, raid };
    assert.equal(refusal([{ ...machine("one", 1), hardware, inventory: found }]), undefined);
  });

  it("are no matter where Ironic could not look at a host that ran already", () => {
    assert.equal(refusal([{ ...machine("one", 1), inventory: {} }]), undefined);
  });
});
