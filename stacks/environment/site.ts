import { z } from "zod";
import { machineSchema, metalSchema } from "./metal";
import { address, cidr, file, name, portNumber, text } from "./values";

export const NETWORKS = ["management", "api", "storage", "tenant"] as const;
export type NetworkName = (typeof NETWORKS)[number];

export const ROLES = [
  "controller",
  "compute",
  "network",
  "storage",
  "monitoring",
  "billing",
] as const;
export type Role = (typeof ROLES)[number];

const network = z
  .strictObject({
    cidr: cidr.describe("The network's addresses, e.g. 10.0.0.0/24."),
    gateway: address.optional().describe("The way out of this network, an address in it."),
    interface: z
      .string()
      .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,14}$/)
      .describe("The network device on every host, at most 15 characters, e.g. eno1 or bond0.100."),
    mtu: z
      .int()
      .min(1280)
      .max(9216)
      .default(1500)
      .describe("Largest packet in bytes, 1280 to 9216."),
  })
  .meta({ description: "One of the site's networks." });

const host = z
  .strictObject({
    roles: z
      .array(z.enum(ROLES))
      .min(1)
      .describe("What the host is for: one or more of the roles."),
    addresses: z
      .strictObject({
        management: address.describe("Address on the management network: every host has one."),
        api: address.optional().describe("Address on the API network."),
        storage: address.optional().describe("Address on the storage network."),
        tenant: address.optional().describe("Address on the tenant network."),
      })
      .describe("The host's addresses by network."),
    externalInterfaces: z
      .record(name, z.string().min(1).max(15))
      .default({})
      .describe(
        "For role network: the device without address that leads to each physical network, e.g. { external: eno4 }.",
      ),
    machine: machineSchema
      .optional()
      .describe("The machine that becomes this host. @default the host runs already"),
  })
  .meta({ description: "A machine with an operating system and SSH, or one that gets them." });

/** The physical side: networks, addresses, hosts and their roles. */
export const siteSchema = z
  .strictObject({
    domain: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/)
      .describe("DNS domain of the hosts and of the API's name, e.g. cloud.example.com."),
    networks: z
      .strictObject({
        management: network.describe("Between the services: database, messages, SSH."),
        api: network.describe("Where the APIs and the dashboard are reached."),
        storage: network.describe("Volumes and images."),
        tenant: network.describe("The overlay between virtual machines (VXLAN)."),
      })
      .describe("The four networks."),
    vip: z
      .strictObject({
        api: address.describe(
          "Where people reach every API and the dashboard, on the API network.",
        ),
        management: address.describe("Where services reach each other, on the management network."),
      })
      .describe("The addresses that move between controllers."),
    ssh: z
      .strictObject({
        user: text
          .default("root")
          .describe("User to log in as; it must be root or get there by sudo."),
        port: portNumber.default(22).describe("Port of SSH on every host."),
        privateKeyFile: file.describe("The private key to log in with."),
        knownHostsFile: file.describe(
          "The host keys, in OpenSSH's known_hosts form. They are pinned.",
        ),
      })
      .describe("How hosts are reached."),
    metal: metalSchema
      .optional()
      .describe(
        "Bare metal: how machines without an operating system become hosts. @default all hosts run already",
      ),
    hosts: z.record(name, host).describe("The hosts by name."),
  })
  .meta({ description: "The physical side: networks, addresses, hosts and their roles." });

export type Site = z.output<typeof siteSchema>;
export type SiteNetwork = Site["networks"][NetworkName];
export type SiteHost = Site["hosts"][string];

/** What is left of a site when the parts with mistakes are cut out: what cross-checks look at. */
export const partialSiteSchema = z
  .object({
    networks: siteSchema.shape.networks.partial(),
    vip: siteSchema.shape.vip.partial(),
    metal: metalSchema.partial().optional(),
    hosts: siteSchema.shape.hosts,
  })
  .partial();
export type PartialSite = z.output<typeof partialSiteSchema>;
