import { z } from "zod";

/** What each value is allowed to be is said in its `form`, for error messages. */
const ruleId = z
  .string()
  .regex(/^[A-Z]{2,3}-\d{2}$/)
  .meta({ form: "the id of a rule such as SG-03" });
const level = z.enum(["mandatory", "advisory", "disabled"]);
const cidr = z
  .string()
  .regex(/^[\d.]+\/\d{1,2}$|^[0-9a-fA-F:]+\/\d{1,3}$/)
  .meta({ form: "a network such as 10.0.0.0/24" });
const positive = z.number().positive().meta({ form: "a number above 0" });
const words = z.string().min(1).meta({ form: "a text" });

const waiver = z
  .strictObject({
    rule: ruleId.describe("The rule that is not kept, e.g. SG-02."),
    resource: words.describe(
      "Where: the resource's name in the program, or its URN. `*` stands for any text.",
    ),
    owner: words.describe("Who answers for it."),
    reason: words.describe("Why the rule cannot be kept there."),
    expires: z.iso
      .date()
      .meta({ form: "a date such as 2027-03-31" })
      .describe("The last day on which it counts (UTC)."),
  })
  .meta({ description: "A rule that is not kept in one place, for a time." });

const demands = z
  .strictObject({
    dedicatedHosts: z
      .boolean()
      .default(false)
      .describe("Its machines share no host with those of other tenants."),
    encryptedVolumes: z.boolean().default(false).describe("It has encrypted volume types only."),
    signedImages: z.boolean().default(false).describe("It boots signed images only."),
    quotaClass: z.string().optional().describe("The quota class that it may not exceed."),
    budget: positive
      .optional()
      .describe("What it may cost in a month, in the currency of the cloud's prices."),
  })
  .meta({ description: "What a tenant asked for beyond what all have." });

const quotaClass = z
  .record(z.string(), z.int().min(0))
  .meta({ description: "The most that a tenant of the class may have, by the quota's field." });

const peering = z
  .strictObject({
    from: z.string().describe("The tenant whose machines open connections."),
    to: z.string().describe("The tenant whose machines they reach."),
    allow: z
      .array(
        z.strictObject({
          protocol: z.string().describe("tcp, udp, icmp or any."),
          ports: z
            .strictObject({ min: z.int(), max: z.int() })
            .optional()
            .describe("For tcp and udp. @default every port"),
        }),
      )
      .optional()
      .describe("What may pass. @default everything"),
  })
  .meta({ description: "Two tenants that may reach each other." });

/** How the rules are enforced, and what they need to know of a site. */
export const settingsSchema = z
  .strictObject({
    levels: z
      .record(z.union([z.literal("all"), ruleId]), level)
      .default({})
      .describe("Levels by rule: mandatory, advisory or disabled. `all` stands for every rule."),
    waivers: z.array(waiver).default([]).describe("Where rules are not kept, and until when."),
    infrastructure: z
      .array(cidr)
      .default([])
      .describe("Networks of the cloud itself, which no tenant may reach or take."),
    dnsServers: z
      .array(z.string())
      .default([])
      .describe("Name servers within the infrastructure that tenants may use."),
    externalNetworks: z
      .array(z.string())
      .optional()
      .describe(
        "Names of the networks that tenants may use as external. @default those of the cloud",
      ),
    peerings: z.array(peering).default([]).describe("Tenants that may reach each other."),
    tenantRoles: z
      .array(z.string())
      .default(["member", "reader", "manager"])
      .describe("Roles that tenants' people and programs may have."),
    roleIds: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        "Ids of the cloud's roles by name: a program that looks a role up shows its id only.",
      ),
    serviceProjects: z
      .array(z.string())
      .default(["admin", "service"])
      .describe("Projects in which the cloud's own users have the role admin."),
    ldapDomains: z.array(z.string()).default([]).describe("Domains whose users come from LDAP."),
    tenants: z.record(z.string(), demands).default({}).describe("What tenants asked for, by name."),
    blockStorage: z
      .boolean()
      .optional()
      .describe(
        "Whether the cloud has block storage. @default it has where any tenant has a quota of it",
      ),
    quotaClasses: z.record(z.string(), quotaClass).default({}).describe("Quota classes by name."),
    capacity: z
      .strictObject({
        vcpus: positive.optional().describe("Threads of all compute hosts."),
        ram: positive.optional().describe("Memory of all compute hosts in MiB."),
        gigabytes: positive.optional().describe("Block storage in GiB."),
        floatingIps: z
          .record(z.string(), positive)
          .default({})
          .describe("Addresses of the pool of each external network."),
      })
      .prefault({})
      .describe("What there is. What is left out is not compared with quotas."),
    overcommit: z
      .strictObject({
        vcpus: positive.default(4).describe("Virtual CPUs for each thread (Nova's own default)."),
        ram: positive.default(1).describe("Memory given out for each MiB (Nova's own default)."),
        gigabytes: positive.default(1).describe("Volumes given out for each GiB."),
      })
      .prefault({})
      .describe("How much more than there is may be given out."),
    maxMtu: z.int().min(68).default(8950).describe("The largest MTU of a tenant's network."),
    billing: z
      .boolean()
      .default(false)
      .describe("Whether the cloud has rating: then all is rated."),
  })
  .meta({ description: "How isolation between tenants is enforced." });

export type Settings = z.output<typeof settingsSchema>;
export type Waiver = Settings["waivers"][number];
export type Level = z.output<typeof level>;

/** What a site says by itself of what the rules need to know. */
const siteSchema = z.object({
  networks: z.record(z.string(), z.object({ cidr: z.string() })).default({}),
  metal: z.object({ bmc: z.object({ cidr: z.string() }).optional() }).optional(),
});
const cloudSchema = z.object({ dnsServers: z.array(z.string()).default([]) });

/**
 * The settings of the running stack: its configuration's `openstack-environment:policy`. The networks
 * and name servers of a site that is in the same configuration are filled in.
 * @param read reads a key of the configuration; undefined where it is not there
 * @throws Error that names what is wrong
 */
export function readSettings(read: (key: string) => unknown): Settings {
  const given = settingsSchema.safeParse(read("policy") ?? {});
  if (!given.success) {
    throw new Error(`openstack-environment:policy is wrong:\n${z.prettifyError(given.error)}`);
  }
  const settings = given.data;
  const site = siteSchema.safeParse(read("site") ?? {});
  if (site.success && settings.infrastructure.length === 0) {
    const { networks, metal } = site.data;
    settings.infrastructure = Object.values(networks).map((network) => network.cidr);
    if (metal?.bmc !== undefined) settings.infrastructure.push(metal.bmc.cidr);
  }
  const cloud = cloudSchema.safeParse(read("cloud") ?? {});
  if (cloud.success && settings.dnsServers.length === 0) {
    settings.dnsServers = cloud.data.dnsServers;
  }
  return settings;
}
