import assert from "node:assert/strict";
import type { Mistake } from "../../../stacks/environment/mistakes";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { mistakesIn, prodWith } from "./files";

const CASES: [string, Parameters<typeof prodWith>, Mistake[]][] = [
  [
    "a controller outside their network",
    [["site.hosts.storage.machine.bmc.address", "10.0.8.31"]],
    [
      {
        path: "site.hosts.storage.machine.bmc.address",
        problem: "is not in the bmc network (10.0.9.0/24)",
        found: "10.0.8.31",
        allowed: "10.0.9.1 to 10.0.9.254",
        advice: "choose a free address there, or correct site.metal.bmc.cidr",
      },
    ],
  ],
  [
    "a controller that two machines name",
    [["site.hosts.storage.machine.bmc.address", "10.0.9.21"]],
    [
      {
        path: "site.hosts.storage.machine.bmc.address",
        problem: "is already the address of site.hosts.compute1.machine.bmc.address",
        found: "10.0.9.21",
        allowed: "an address that nothing else has",
        advice: "give one of the two another address",
      },
    ],
  ],
  [
    "controllers on another network's addresses",
    [
      ["site.metal.bmc.cidr", "10.0.0.0/20"],
      ["tenants", undefined],
      ["billing", undefined],
    ],
    ["management", "api", "storage", "tenant"].map((network, at) => ({
      path: "site.metal.bmc.cidr",
      problem: `overlaps site.networks.${network} (10.0.${at}.0/24)`,
      found: "10.0.0.0/20",
      allowed: "a network that shares no address with another",
      advice: "give one of the two another range",
    })),
  ],
  [
    "a seed outside its networks, and on a host's address",
    [
      ["site.metal.seed.addresses.management", "10.0.0.21"],
      ["site.metal.seed.addresses.bmc", "10.0.0.5"],
    ],
    [
      {
        path: "site.metal.seed.addresses.bmc",
        problem: "is not in the bmc network (10.0.9.0/24)",
        found: "10.0.0.5",
        allowed: "10.0.9.1 to 10.0.9.254",
        advice: "choose a free address there, or correct site.metal.bmc.cidr",
      },
      {
        path: "site.hosts.compute1.addresses.management",
        problem: "is already the address of site.metal.seed.addresses.management",
        found: "10.0.0.21",
        allowed: "an address that nothing else has",
        advice: "give one of the two another address",
      },
    ],
  ],
  [
    "a MAC address in another form",
    [["site.hosts.billing.machine.nics.eno1", "B07B.2551.0000"]],
    [
      {
        path: "site.hosts.billing.machine.nics.eno1",
        problem: "is not a MAC address",
        found: "B07B.2551.0000",
        allowed: "a MAC address such as 52:54:00:12:34:56",
        advice: "write b0:7b:25:51:00:00",
      },
    ],
  ],
  [
    "what is no MAC address",
    [["site.hosts.billing.machine.nics.eno1", "b0:7b:25:51:00"]],
    [
      {
        path: "site.hosts.billing.machine.nics.eno1",
        problem: "is not a MAC address",
        found: "b0:7b:25:51:00",
        allowed: "a MAC address such as 52:54:00:12:34:56",
        advice: "write six pairs of hexadecimal digits with colons between",
      },
    ],
  ],
  [
    "a multicast address",
    [["site.hosts.billing.machine.nics.eno1", "b1:7b:25:51:00:00"]],
    [
      {
        path: "site.hosts.billing.machine.nics.eno1",
        problem: "is a multicast address, which no card has",
        found: "b1:7b:25:51:00:00",
        allowed: "a MAC address such as 52:54:00:12:34:56",
        advice: "copy it from the machine's BMC or the card's label",
      },
    ],
  ],
  [
    "a card that two machines have",
    [["site.hosts.billing.machine.nics.eno1", "b0:7b:25:0b:00:01"]],
    [
      {
        path: "site.hosts.billing.machine.nics.eno1",
        problem: "is already the MAC address of site.hosts.controller.machine.nics.eno2",
        found: "b0:7b:25:0b:00:01",
        allowed: "a MAC address that no other card has",
        advice: "correct one of the two",
      },
    ],
  ],
  [
    "a card that a bond joins and the machine does not have",
    [["site.hosts.billing.machine.nics.eno2", undefined]],
    [
      {
        path: "site.hosts.billing.machine.nics",
        problem: "has no eno2, which bond0 of the profile joins",
        allowed: "the MAC address of every card that the host uses",
        advice: "add eno2: MAC ADDRESS",
      },
    ],
  ],
  [
    "networks on devices that the machine does not have",
    [
      ["site.hosts.monitoring.machine.hardware", "plain"],
      ["site.metal.hardware.plain", {}],
      ["site.networks.api.interface", "eno1.101"],
      ["site.hosts.compute1.externalInterfaces", { external: "eno9" }],
    ],
    [
      {
        path: "site.hosts.controller.machine.nics",
        problem:
          "cannot have eno1 by itself, which site.networks.api.interface names: it is part of bond0",
        allowed: "a card, or the bond that it is part of",
        advice: "name bond0 there, or take eno1 out of the bond",
      },
      {
        path: "site.hosts.compute1.machine.nics",
        problem: "has no eno9, which externalInterfaces.external names",
        allowed: "the MAC address of every card that the host uses",
        advice: "add eno9: MAC ADDRESS, or a bond of that name to the profile",
      },
      {
        path: "site.hosts.monitoring.machine.nics",
        problem: "has no bond0, which site.networks.management.interface names",
        allowed: "the MAC address of every card that the host uses",
        advice: "add bond0: MAC ADDRESS, or a bond of that name to the profile",
      },
      {
        path: "site.hosts.billing.machine.nics",
        problem:
          "cannot have eno1 by itself, which site.networks.api.interface names: it is part of bond0",
        allowed: "a card, or the bond that it is part of",
        advice: "name bond0 there, or take eno1 out of the bond",
      },
    ],
  ],
  [
    "a VLAN that there cannot be",
    [["site.networks.storage.interface", "bond0.4095"]],
    ["controller", "compute1", "compute2", "storage"].map((host) => ({
      path: `site.hosts.${host}.machine.nics`,
      problem:
        "cannot have bond0.4095, which site.networks.storage.interface names: 4095 is no VLAN",
      allowed: "VLANs from 1 to 4094",
      advice: "correct site.networks.storage.interface",
    })),
  ],
  [
    "network cards with the names of bonds and VLANs",
    [
      [
        "site.hosts.billing.machine.nics",
        {
          eno1: "b0:7b:25:51:00:00",
          eno2: "b0:7b:25:51:00:01",
          bond0: "b0:7b:25:51:00:07",
          "eno1.5": "b0:7b:25:51:00:08",
        },
      ],
    ],
    [
      {
        path: "site.hosts.billing.machine.nics.bond0",
        problem: "is a bond of the profile",
        found: "bond0",
        allowed: "1 to 15 letters, digits, hyphens and underscores, and no bond's or VLAN's name",
        advice: "name the card otherwise than the bond",
      },
      {
        path: "site.hosts.billing.machine.nics.eno1.5",
        problem: "is no name for a network card",
        found: "eno1.5",
        allowed: "1 to 15 letters, digits, hyphens and underscores, and no bond's or VLAN's name",
        advice: "rename it, e.g. to eno1",
      },
    ],
  ],
  [
    "bonds that hosts name otherwise, and a card in two of them",
    [
      [
        "site.metal.hardware.spare",
        {
          bonds: {
            bond0: { links: ["eno1", "eno2"], mode: "802.3ad" },
            bond2: { links: ["eno2"], mode: "active-backup" },
          },
        },
      ],
    ],
    [
      {
        path: "site.metal.hardware.spare.bonds.bond2",
        problem: "is not what hosts call it: they count their bonds from bond0",
        found: "bond2",
        allowed: "bond0 or bond1",
        advice: "rename it",
      },
      {
        path: "site.metal.hardware.spare.bonds.bond2.links[0]",
        problem: "is already part of bond0",
        found: "eno2",
        allowed: "a device that no other bond joins",
        advice: "remove it from one of the two",
      },
    ],
  ],
  [
    "volumes of which none, or more than one, is for the operating system",
    [
      ["site.metal.hardware.storage.raid.logicalDisks.0.root", false],
      [
        "site.metal.hardware.spare",
        {
          raid: {
            logicalDisks: [
              { size: 100, level: "1", root: true },
              { size: "MAX", level: "0", root: true },
            ],
          },
        },
      ],
    ],
    [
      {
        path: "site.metal.hardware.storage.raid.logicalDisks",
        problem: "has no volume with root: true",
        allowed: "exactly one volume for the operating system",
        advice: "add root: true to it",
      },
      {
        path: "site.metal.hardware.spare.raid.logicalDisks",
        problem: "has 2 volumes with root: true",
        allowed: "exactly one volume for the operating system",
        advice: "leave root: true with one of them",
      },
    ],
  ],
  [
    "steps of a cleaning that Ironic has not",
    [
      [
        "site.metal.hardware.spare",
        { cleanSteps: [{ interface: "boot", step: "erase_devices", args: { any: [1, "thing"] } }] },
      ],
    ],
    [
      {
        path: "site.metal.hardware.spare.cleanSteps[0].interface",
        problem: "is not one of the allowed values",
        found: "boot",
        allowed: "bios, deploy, firmware, management, power or raid",
        advice: "choose one of these",
      },
    ],
  ],
  [
    "a hardware profile that there is not",
    [["site.hosts.billing.machine.hardware", "smal"]],
    [
      {
        path: "site.hosts.billing.machine.hardware",
        problem: "is not in site.metal.hardware",
        found: "smal",
        allowed: "compute, storage or small",
        advice: "did you mean small? If not, declare it in site.metal.hardware",
      },
    ],
  ],
  [
    "a machine where nothing says how it becomes a host",
    [
      ["site.metal", undefined],
      ...["controller", "compute1", "compute2", "storage", "monitoring"].map(
        (host): [string, undefined] => [`site.hosts.${host}.machine`, undefined],
      ),
    ],
    [
      {
        path: "site.hosts.billing.machine",
        problem: "needs site.metal, which is missing",
        allowed: "a machine where site.metal says how machines become hosts",
        advice: "add site.metal, or remove machine from a host that runs already",
      },
    ],
  ],
  [
    "no password, and two of them, without showing any",
    [
      ["site.hosts.billing.machine.bmc.passwordFile", undefined],
      ["site.hosts.storage.machine.bmc.password", "hunter22"],
    ],
    [
      {
        path: "site.hosts.storage.machine.bmc",
        problem: "has both password and passwordFile",
        allowed: "one of the two",
        advice: "remove one of them",
      },
      {
        path: "site.hosts.billing.machine.bmc",
        problem: "has neither password nor passwordFile",
        allowed: "one of the two",
        advice: "add passwordFile, or set password as a secret: config set --secret --path",
      },
    ],
  ],
  [
    "a password of another type, without showing it",
    [["site.hosts.billing.machine.bmc.password", 1234567]],
    [
      {
        path: "site.hosts.billing.machine.bmc.password",
        problem: "is not a text",
        found: "[secret]",
        allowed: "a text of 1 to 255 characters",
        advice: "correct it",
      },
    ],
  ],
  [
    "a machine in the place of a text, without showing its password",
    [["site.hosts.billing.machine.hardware", { bmc: { password: "hunter22" } }]],
    [
      {
        path: "site.hosts.billing.machine.hardware",
        problem: "is not a text",
        found: '{"bmc":{"password":"[secret]"}}',
        allowed:
          "a name of 1 to 63 lower-case letters, digits and hyphens that starts with a letter",
        advice: "correct it",
      },
    ],
  ],
  [
    "a host that is adopted and installed anew",
    [
      ["site.hosts.billing.machine.adopt", true],
      ["site.hosts.billing.machine.installation", 2],
    ],
    [
      {
        path: "site.hosts.billing.machine.adopt",
        problem: "does not go with installation 2, which installs the host anew",
        found: "true",
        allowed: "adopt: true with installation: 1",
        advice: "remove adopt to have the host installed, or leave installation at 1",
      },
    ],
  ],
  [
    "an image at hand that is also to be built",
    [["site.metal.image.folder", "/srv/images"]],
    [
      {
        path: "site.metal.image",
        problem: "has packages, kernelArguments beside folder",
        found: '{"packages":["linux-cpupower","lldpd","smartmontools"],"kernelArguments":"con...',
        allowed: "a set of the keys folder, packages, kernel, kernelArguments or sources",
        advice: "give folder for images at hand, or the others for images that are built",
      },
    ],
  ],
];

describe("mistakes in the machines of an environment", () => {
  for (const [name, changes, expected] of CASES) {
    it(`names ${name}`, () => assert.deepEqual(mistakesIn(prodWith(...changes)), expected));
  }

  it("has none in the reference site, and fills in what a machine is by default", () => {
    const { site } = parseEnvironment(prodWith(), "prod");
    assert.deepEqual(site.hosts.billing?.machine, {
      bmc: { address: "10.0.9.51", username: "provisioning", passwordFile: "~/bmc/billing" },
      hardware: "small",
      nics: { eno1: "b0:7b:25:33:00:00", eno2: "b0:7b:25:33:00:01" },
      installation: 1,
      adopt: false,
      protect: true,
    });
    assert.deepEqual(site.metal?.hardware.small, {
      deploy: "direct",
      cleaning: "metadata",
      secureBoot: false,
      cpus: 16,
      memory: 64,
      disk: 200,
      bonds: { bond0: { links: ["eno1", "eno2"], mode: "active-backup" } },
    });
  });
});
