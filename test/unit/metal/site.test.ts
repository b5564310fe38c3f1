import assert from "node:assert/strict";
import { readLabEnvironment } from "../../../embedded/metal/environment";
import { bootScript } from "../../../embedded/metal/boot";
import { planMetal } from "../../../embedded/metal/site";
import type { Environment } from "../../../stacks/environment";

/** The lab's environment with two of its hosts as machines; the others run already. */
function environment(): Environment {
  const lab = structuredClone(readLabEnvironment());
  const { hosts } = lab.site;
  lab.site.metal = {
    bmc: { cidr: "10.0.8.0/24" },
    seed: { addresses: { management: "10.0.0.5", bmc: "10.0.8.5" } },
    image: { folder: "/var/lib/metal/images" },
    hardware: {
      small: { ...profile, deploy: "ramdisk", cleaning: "none", cpus: 4, disk: 20 },
      big: { ...profile, memory: 64 },
    },
  };
  for (const host of Object.values(hosts)) delete host.machine;
  Object.assign(hosts.storage ?? {}, {
    machine: machine("10.0.8.77", { mgmt0: "52:54:00:00:00:01", stor0: "52:54:00:00:00:02" }),
  });
  Object.assign(hosts.billing ?? {}, {
    machine: machine("10.0.8.78", { mgmt0: "52:54:00:00:00:03", api0: "52:54:00:00:00:04" }),
  });
  return lab;
}

const profile = {
  deploy: "direct",
  cleaning: "metadata",
  secureBoot: false,
  bonds: {},
} as const;

const machine = (address: string, nics: Record<string, string>) => ({
  bmc: { address, username: "root", passwordFile: "/p" },
  hardware: "small",
  nics,
  installation: 1,
  adopt: false,
  protect: false,
});

const plan = (given = environment()) => {
  const found = planMetal(given, "osl-", "/lab");
  assert.ok(found);
  return found;
};

describe("a lab with metal", () => {
  it("is none for an environment without", () => {
    const given = environment();
    delete given.site.metal;
    assert.equal(planMetal(given, "osl-", "/lab"), undefined);
  });

  it("boots the seed and what runs already, and gives the rest controllers", () => {
    const { lab, room, hosts } = plan();
    assert.deepEqual(
      lab.machines.map(({ name }) => name),
      ["seed", "controller", "compute1", "compute2", "monitoring"],
    );
    assert.deepEqual(
      room.machines.map(({ name, bmc, hardware, cards }) => ({
        name,
        bmc,
        hardware,
        cards: cards.map(({ device, mac, bridge }) => `${device} ${mac} ${bridge}`),
      })),
      [
        {
          name: "storage",
          bmc: "10.0.8.77",
          hardware: { cpus: 4, memoryGiB: 4, diskGiB: 20 },
          cards: ["eno1 52:54:00:00:00:01 osl-mgmt", "eno2 52:54:00:00:00:02 osl-stor"],
        },
        {
          name: "billing",
          bmc: "10.0.8.78",
          hardware: { cpus: 4, memoryGiB: 4, diskGiB: 20 },
          cards: ["eno1 52:54:00:00:00:03 osl-mgmt", "eno2 52:54:00:00:00:04 osl-api"],
        },
      ],
    );
    assert.deepEqual(
      hosts.map(({ name, deployed }) => [name, deployed]),
      [
        ["storage", true],
        ["billing", true],
      ],
    );
    assert.deepEqual(room.network, lab.bridges.at(-1));
  });

  it("has a seed on the networks of management and of the controllers, which sees the images", () => {
    const { lab, seed } = plan();
    assert.deepEqual(seed, {
      name: "seed",
      management: "10.0.0.5",
      label: "osl-seed",
      cards: [
        {
          device: "mgmt0",
          cable: "osl-seed-mgmt0",
          bridge: "osl-mgmt",
          address: "10.0.0.5/24",
          mtu: 1500,
        },
        {
          device: "bmc0",
          cable: "osl-seed-bmc0",
          bridge: "osl-bmc",
          address: "10.0.8.5/24",
          mtu: 1500,
        },
      ],
      folders: { "/var/lib/metal/images": "/lab/images" },
    });
    const script = bootScript(seed, { folder: "/f", gateway: lab.gateway, group: "/g" });
    assert.ok(script.includes(" --bind-ro=/lab/images:/var/lib/metal/images "));
  });

  it("builds what the machines' profiles need, and nothing where the seed does", () => {
    const given = environment();
    assert.deepEqual(plan(given).images, {
      folder: "/var/lib/metal/images",
      needs: { disk: false, agent: false },
    });
    Object.assign(given.site.metal?.hardware.small ?? {}, { cleaning: "metadata" });
    assert.deepEqual(plan(given).images?.needs, { disk: false, agent: true });
    // The agent does a profile's own steps, too.
    Object.assign(given.site.metal?.hardware.small ?? {}, { cleaning: "none", bios: { a: 1 } });
    assert.deepEqual(plan(given).images?.needs, { disk: false, agent: true });
    Object.assign(given.site.metal?.hardware.small ?? {}, { bios: undefined, deploy: "direct" });
    assert.deepEqual(plan(given).images?.needs, { disk: true, agent: true });
    delete given.site.metal?.image.folder;
    assert.equal(plan(given).images, undefined);
    assert.equal(plan(given).seed.folders, undefined);
  });

  it("refuses cards that it has no cable for, and a host of the seed's name", () => {
    const given = environment();
    Object.assign(given.site.hosts.storage ?? {}, {
      machine: machine("10.0.8.77", { mgmt0: "52:54:00:00:00:01", eno5: "52:54:00:00:00:02" }),
    });
    assert.throws(() => plan(given), {
      message:
        "The lab gives storage one card for each of its networks: mgmt0, stor0. The environment names eno5, mgmt0 in nics. Name those of the networks; there are no bonds and VLANs in the lab.",
    });
    const named = environment();
    const { billing, ...others } = named.site.hosts;
    named.site.hosts = { ...others, ...(billing && { seed: billing }) };
    assert.throws(() => plan(named), {
      message:
        "A host of the environment is called seed, as the lab's host that runs Ironic is. Give it another name.",
    });
  });
});
