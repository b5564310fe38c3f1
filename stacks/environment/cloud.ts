import { z } from "zod";
import { address, cidr, count, file, name, type Params } from "./values";

/** RFC 6598's shared addresses, which no tenant's private network is in. */
export const DEFAULT_PEERING_RANGE = "100.64.0.0/10";
/** Prefix length of the network of one peering: room for 62 routers or machines. */
export const PEERING_PREFIX = 26;

const externalNetwork = z
  .strictObject({
    physicalNetwork: name.describe(
      "The physical network, as in externalInterfaces of the hosts with role network.",
    ),
    vlan: z.int().min(1).max(4094).optional().describe("VLAN tag, 1 to 4094; untagged without it."),
    cidr: cidr.describe("The network's addresses."),
    gateway: address.describe("The router towards the outside, an address in the network."),
    pool: z
      .strictObject({
        start: address.describe("First address."),
        end: address.describe("Last address."),
      })
      .describe("Addresses for routers and floating IPs, first and last included."),
  })
  .meta({ description: "A network outside the cloud that tenants get floating IPs from." });

const flavor = z
  .strictObject({
    vcpus: count.describe("Virtual CPUs."),
    ram: count.describe("Memory in MiB."),
    disk: z.int().min(0).describe("Root disk in GiB; 0 takes the image's size."),
    ephemeral: z.int().min(0).default(0).describe("Second, passing disk in GiB."),
    swap: z.int().min(0).default(0).describe("Swap disk in MiB."),
    extraSpecs: z
      .record(z.string(), z.string())
      .default({})
      .describe("Nova's extra specs, e.g. { 'hw:cpu_policy': dedicated }."),
  })
  .meta({ description: "A size of virtual machine. Only the tenants that name it may use it." });

const image = z
  .strictObject({
    file: file.describe("The image's file on the computer that runs this; ~ is the home folder."),
    diskFormat: z.enum(["raw", "qcow2", "iso"]).describe("The file's format."),
    minDisk: z.int().min(0).default(0).describe("Smallest root disk in GiB."),
    minRam: z.int().min(0).default(0).describe("Smallest memory in MiB."),
    kernel: file.optional().describe("A kernel to boot instead of the image's own boot loader."),
    initramfs: file.optional().describe("The initramfs that belongs to the kernel."),
    properties: z
      .record(z.string(), z.string())
      .default({})
      .describe("Glance properties, e.g. { hw_rng_model: virtio }."),
  })
  .meta({ description: "An image to start from. Only the tenants that name it may use it." });

/** The control plane's settings and what it offers to tenants. */
export const cloudSchema = z
  .strictObject({
    region: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/)
      .default("RegionOne")
      .describe("Name of the region in the service catalogue."),
    virtualization: z
      .enum(["kvm", "qemu"])
      .default("kvm")
      .describe("kvm, or qemu (emulation) where processors lack virtualisation."),
    datapath: z
      .enum(["system", "netdev"])
      .default("system")
      .describe(
        "Open vSwitch: the kernel's (system), or in user space (netdev) where there is none.",
      ),
    workers: z
      .int()
      .min(1)
      .max(64)
      .default(4)
      .describe("Processes of each API on each controller, 1 to 64."),
    keyRotation: z
      .int()
      .min(0)
      .default(0)
      .describe(
        "Count it up by one to give Keystone new keys, not more often than tokens live (1 hour).",
      ),
    rateLimit: z
      .strictObject({
        requests: count.default(300).describe("Requests that one client may make in that time."),
        logins: count
          .default(30)
          .describe("How many of them may be logins, each of which costs Keystone much."),
        seconds: z.int().min(1).max(3600).default(10).describe("The time, 1 to 3600 seconds."),
        trusted: z
          .array(address)
          .default([])
          .describe("Clients without a limit, e.g. where this program runs."),
      })
      .prefault({})
      .describe("How many API requests a client may make before it gets 429."),
    dnsServers: z
      .array(address)
      .default([])
      .describe("Name servers that DHCP gives to virtual machines."),
    caFile: file
      .optional()
      .describe(
        "Where the clouds.yaml of tenants looks for the certificate authority. @default <stack>-ca.pem in the current folder",
      ),
    peeringRange: cidr
      .refine((value) => Number(value.split("/")[1]) <= PEERING_PREFIX, {
        error: `is smaller than one peering's network, a /${PEERING_PREFIX}`,
        params: { advice: "give a larger range, such as 100.64.0.0/10" } satisfies Params,
      })
      .default(DEFAULT_PEERING_RANGE)
      .describe(
        "Addresses for the networks between tenants that have a peering. @default 100.64.0.0/10 (RFC 6598)",
      ),
    externalNetworks: z
      .record(name, externalNetwork)
      .default({})
      .describe("Networks outside the cloud by name."),
    flavors: z.record(name, flavor).default({}).describe("Sizes of virtual machines by name."),
    images: z.record(name, image).default({}).describe("Images by name."),
  })
  .meta({ description: "The control plane's settings and what it offers to tenants." });

export type CloudSettings = z.output<typeof cloudSchema>;
export type ExternalNetworkSettings = CloudSettings["externalNetworks"][string];
export type FlavorSettings = CloudSettings["flavors"][string];
export type ImageSettings = CloudSettings["images"][string];

/** What is left of the cloud's settings when the parts with mistakes are cut out. */
export const partialCloudSchema = z
  .object({
    peeringRange: cloudSchema.shape.peeringRange,
    externalNetworks: cloudSchema.shape.externalNetworks,
    flavors: cloudSchema.shape.flavors,
    images: cloudSchema.shape.images,
  })
  .partial();
export type PartialCloud = z.output<typeof partialCloudSchema>;
