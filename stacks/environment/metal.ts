import { z } from "zod";
import { address, cidr, count, file, name, text, type Params } from "./values";

/** A MAC address of one card, with small letters and colons. */
const mac = z
  .string()
  .check((ctx) => {
    if (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(ctx.value)) {
      if ((parseInt(ctx.value.slice(0, 2), 16) & 1) === 0) return;
      ctx.issues.push({
        code: "custom",
        input: ctx.value,
        message: "is a multicast address, which no card has",
        params: { advice: "copy it from the machine's BMC or the card's label" } satisfies Params,
      });
      return;
    }
    const digits = ctx.value.toLowerCase().replace(/[^0-9a-f]/g, "");
    ctx.issues.push({
      code: "custom",
      input: ctx.value,
      message: "is not a MAC address",
      params: {
        advice:
          digits.length === 12
            ? `write ${digits.match(/../g)?.join(":")}`
            : "write six pairs of hexadecimal digits with colons between",
      } satisfies Params,
    });
  })
  .meta({ form: "a MAC address such as 52:54:00:12:34:56", examples: ["52:54:00:12:34:56"] });

const url = z
  .string()
  .regex(/^https?:\/\/[^\s/@]+\/\S+$/)
  .meta({ form: "a URL that the seed or the BMC can fetch, such as https://mirror/bios.bin" });

const seed = z.strictObject({
  addresses: z
    .strictObject({
      management: address.describe("Where Ironic's API answers, on the management network."),
      bmc: address.describe("Where machines and BMCs fetch images, on the network of the BMCs."),
    })
    .describe("Its addresses."),
});

const image = z
  .strictObject({
    folder: z
      .string()
      .regex(/^\/\S*$/)
      .optional()
      .meta({
        description:
          "Images at hand: a folder on the seed with what the profiles need of host.iso, host.img, agent.kernel and agent.initramfs, each with its .sha256. @default they are built on the seed",
        form: "the absolute path of a folder on the seed",
      }),
    packages: z.array(text).optional().describe("Further Debian packages of the image."),
    kernel: text.optional().describe("The kernel's package. @default linux-image-amd64"),
    kernelArguments: text
      .optional()
      .describe("Further kernel arguments. @default the screen and the first serial line"),
    sources: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Debian's package sources for the image and its hosts, in the form of a .sources file. @default those of the seed",
      ),
  })
  .check((ctx) => {
    const { folder, ...recipe } = ctx.value;
    const beside = Object.keys(recipe);
    if (folder === undefined || beside.length === 0) return;
    ctx.issues.push({
      code: "custom",
      input: ctx.value,
      message: `has ${beside.join(", ")} beside folder`,
      params: {
        advice: "give folder for images at hand, or the others for images that are built",
      } satisfies Params,
    });
  })
  .meta({
    form: "a folder, or what the image is built of",
  });

export const BOND_MODES = [
  "balance-rr",
  "active-backup",
  "balance-xor",
  "broadcast",
  "802.3ad",
  "balance-tlb",
  "balance-alb",
] as const;

const bond = z
  .strictObject({
    links: z
      .array(z.string().min(1).max(15))
      .min(1)
      .describe("The devices that it joins: keys of each machine's nics."),
    mode: z.enum(BOND_MODES).describe("How it joins them; 802.3ad needs the switch to take part."),
  })
  .meta({ description: "Several network cards as one device." });

export const RAID_LEVELS = ["0", "1", "2", "5", "6", "1+0", "5+0", "6+0", "JBOD"] as const;

const raid = z.strictObject({
  deleteExisting: z
    .boolean()
    .default(true)
    .describe("Whether volumes that are there are deleted first, with what is on them."),
  logicalDisks: z
    .array(
      z.strictObject({
        size: z.union([count, z.literal("MAX")]).meta({
          description: "In GiB, or MAX for all that is left.",
          form: "a whole number from 1, or MAX",
        }),
        level: z.enum(RAID_LEVELS).describe("The RAID level."),
        root: z
          .boolean()
          .default(false)
          .describe("Whether the operating system goes there: exactly one of them."),
        disks: count.optional().describe("How many disks. @default the fewest for the level"),
        controller: text
          .optional()
          .describe("The RAID controller, as the BMC calls it. @default any"),
      }),
    )
    .min(1)
    .describe("The volumes that are made."),
});

const firmware = z.strictObject({
  component: z
    .string()
    .regex(/^(bios|bmc|nic:\S+)$/)
    .meta({
      description: "What is brought up to date.",
      form: "bios, bmc or nic: and the card's name at the BMC",
    }),
  url: url.describe("The vendor's file, fetched by the BMC."),
  wait: count.optional().describe("Seconds until the BMC answers again. @default the BMC's"),
});

export const CLEANING_INTERFACES = [
  "bios",
  "deploy",
  "firmware",
  "management",
  "power",
  "raid",
] as const;

const cleanStep = z
  .strictObject({
    interface: z.enum(CLEANING_INTERFACES).describe("What of Ironic's driver does it."),
    step: text.describe("The step's name, such as erase_devices."),
    args: z.record(z.string(), z.unknown()).optional().describe("Its arguments. @default none"),
  })
  .meta({ description: "A step of Ironic's manual cleaning." });

const deviceHints = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .describe(
    "The disk for the operating system by Ironic's hints: name, wwn, serial, size, model, rotational, ... @default the smallest of at least 4 GiB",
  );

const profile = z
  .strictObject({
    deploy: z
      .enum(["direct", "ramdisk"])
      .default("direct")
      .describe("direct writes the image to the disk; ramdisk boots the medium each time."),
    cleaning: z
      .enum(["metadata", "none"])
      .default("metadata")
      .describe(
        "What is erased before a machine is used and after: metadata (partition tables, file systems, RAID headers) or nothing.",
      ),
    secureBoot: z
      .boolean()
      .default(false)
      .describe("Whether the machine boots signed code only. Ironic switches it."),
    cpus: count.optional().describe("Hardware threads that inspection must find."),
    memory: count.optional().describe("Memory in GiB that inspection must find."),
    disk: count
      .optional()
      .describe("GiB that the disk for the operating system must have at least."),
    rootDevice: deviceHints.optional(),
    bonds: z
      .record(z.string(), bond)
      .default({})
      .describe("Bonds by the device's name in the host, e.g. bond0."),
    bios: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe("BIOS settings by their names at the BMC, made at each installation."),
    raid: raid.optional().describe("RAID volumes, made at each installation."),
    firmware: z
      .array(firmware)
      .min(1)
      .optional()
      .describe("Firmware, brought up to date at each installation, in this order."),
    cleanSteps: z
      .array(cleanStep)
      .min(1)
      .optional()
      .describe(
        "Steps done once, in this order, after a machine was found to be the one that is declared and before its first installation. Other steps are done before its next installation; a host that is installed or adopted is left alone.",
      ),
  })
  .meta({ description: "What a kind of machine has and how it is installed." });

/** Bare metal: how machines without an operating system become hosts. */
export const metalSchema = z.strictObject({
  bmc: z
    .strictObject({
      cidr: cidr.describe("Their network's addresses."),
      caFile: file
        .optional()
        .describe(
          "The authority of their certificates, in PEM. @default certificates are not verified",
        ),
    })
    .describe("The management controllers of the machines."),
  seed: seed.describe(
    "The host that runs Ironic. It runs already, is reached like site.ssh says and pinned there.",
  ),
  image: image.default({}).describe("Debian for the hosts, and Ironic's agent."),
  hardware: z.record(name, profile).describe("Hardware profiles by name."),
});

/** What makes a host of a machine by Ironic. */
export const machineSchema = z.strictObject({
  bmc: z
    .strictObject({
      address: address.describe("The controller's address, in site.metal.bmc.cidr."),
      username: text.describe("Who logs in to it."),
      password: text
        .optional()
        .describe(
          "The password, as a secret: config set --secret --path openstack-environment:site.hosts.<name>.machine.bmc.password.",
        ),
      passwordFile: file.optional().describe("A file with the password, instead of password."),
    })
    .describe("The machine's management controller, which speaks Redfish."),
  hardware: name.describe("Its profile in site.metal.hardware."),
  nics: z
    .record(z.string(), mac)
    .describe(
      "The MAC address of each network card by the device's name in the host. VLAN 100 on bond0 is bond0.100; bonds are in the profile.",
    ),
  installation: count
    .default(1)
    .describe(
      "Raising it installs the host anew. Changes of its image or network wait until then.",
    ),
  adopt: z
    .boolean()
    .default(false)
    .describe("Whether the host runs already and is taken over without a reboot."),
  protect: z
    .boolean()
    .default(true)
    .describe("Whether Pulumi and Ironic refuse to undeploy the host."),
});

export type Metal = z.output<typeof metalSchema>;
export type HardwareProfile = z.output<typeof profile>;
export type SiteMachine = z.output<typeof machineSchema>;
