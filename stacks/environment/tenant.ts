import { z } from "zod";
import type { Subscription } from "../../components/billing/plan/types";
import { budgetSchema } from "./billing";
import { address, anyCidr, cidr, instant, limit, name, ports, text } from "./values";

const computeQuota = z.strictObject({
  instances: limit.default(10).describe("Virtual machines."),
  cores: limit.default(20).describe("Virtual CPUs."),
  ram: limit.default(51200).describe("Memory in MiB."),
  keyPairs: limit.default(100).describe("SSH keys of each user."),
  metadataItems: limit.default(128).describe("Metadata of each machine."),
  serverGroups: limit.default(10).describe("Server groups."),
  serverGroupMembers: limit.default(10).describe("Machines in each server group."),
});

const networkQuota = z.strictObject({
  networks: limit.default(10).describe("Networks."),
  subnets: limit.default(10).describe("Subnets."),
  subnetPools: limit.default(0).describe("Subnet pools."),
  routers: limit.default(2).describe("Routers."),
  ports: limit.default(100).describe("Ports, those of routers and DHCP included."),
  floatingIps: limit.default(10).describe("Floating IPs."),
  securityGroups: limit.default(10).describe("Security groups, the default one included."),
  securityGroupRules: limit
    .default(100)
    .describe("Rules of all security groups, the default one's four included."),
  rbacPolicies: limit.default(0).describe("Shares of networks with other projects."),
});

const volumeQuota = z.strictObject({
  volumes: limit.default(10).describe("Volumes."),
  gigabytes: limit.default(1000).describe("Size of all volumes and snapshots in GiB."),
  perVolumeGigabytes: limit.default(-1).describe("Size of one volume in GiB."),
  snapshots: limit.default(10).describe("Snapshots."),
  backups: limit.default(10).describe("Backups."),
  backupGigabytes: limit.default(1000).describe("Size of all backups in GiB."),
  groups: limit.default(10).describe("Volume groups."),
});

const subnet = z
  .strictObject({
    cidr: cidr.describe("The subnet's addresses."),
    gateway: address.optional().describe("The router's address. @default the subnet's first one"),
    dnsServers: z.array(address).optional().describe("Name servers. @default those of the cloud"),
  })
  .meta({ description: "Addresses on a network." });

/** A network with one subnet is written as that subnet; it then has the network's name. */
const network = z
  .strictObject({
    ...subnet.partial().shape,
    subnets: z
      .record(name, subnet)
      .optional()
      .describe("Several subnets by name, instead of cidr."),
    description: text.optional().describe("What the network is for."),
  })
  .check((ctx) => {
    const { cidr: one, gateway, dnsServers, subnets } = ctx.value;
    const both = one !== undefined && subnets !== undefined;
    const stray = one === undefined && (gateway !== undefined || dnsServers !== undefined);
    const none = one === undefined && Object.keys(subnets ?? {}).length === 0;
    if (!both && !stray && !none) return;
    ctx.issues.push({
      code: "custom",
      input: ctx.value,
      message: both
        ? "has both cidr and subnets"
        : none
          ? "has no subnet"
          : "has a gateway or name servers beside subnets",
      params: {
        advice:
          stray && !none
            ? "move gateway and dnsServers into the subnet they belong to"
            : "give cidr for one subnet, or subnets for several",
      },
    });
  })
  .meta({ description: "A network of the tenant: cidr for one subnet, or subnets for several." });

const router = z
  .strictObject({
    externalNetwork: name
      .optional()
      .describe("The external network it leads to; without it the router is inside only."),
    networks: z.array(name).min(1).describe("The tenant's networks that it joins."),
    description: text.optional().describe("What the router is for."),
  })
  .meta({ description: "A router between the tenant's networks and the outside." });

const peer = z
  .union([
    anyCidr,
    z.strictObject({ group: name.describe("A security group of the same tenant.") }),
  ])
  .meta({ form: "a network such as 0.0.0.0/0, or { group: NAME } of the same tenant" });

const rule = z
  .strictObject({
    direction: z
      .enum(["ingress", "egress"])
      .default("ingress")
      .describe("To or from the machines."),
    protocol: z.enum(["tcp", "udp", "icmp", "icmpv6", "any"]).describe("The protocol."),
    port: ports.optional().describe("A port or a range such as 8000-8080 (tcp and udp only)."),
    from: peer.optional().describe("For ingress: who may. A network, or { group: NAME }."),
    to: peer.optional().describe("For egress: where to. A network, or { group: NAME }."),
    description: text.optional().describe("Why the rule is there."),
  })
  .check((ctx) => {
    const { direction, protocol, port, from, to } = ctx.value;
    const key = direction === "ingress" ? "from" : "to";
    const other = direction === "ingress" ? to : from;
    const problem = (path: string, message: string, advice: string): void => {
      ctx.issues.push({
        code: "custom",
        input: ctx.value,
        path: [path],
        message,
        params: { advice },
      });
    };
    if ((key === "from" ? from : to) === undefined) {
      problem(key, "is missing", `say ${key}: 0.0.0.0/0 for anywhere`);
    }
    if (other !== undefined) {
      const wrong = key === "from" ? "to" : "from";
      problem(wrong, `does not belong to ${direction}`, `write ${key} instead of ${wrong}`);
    }
    if (port !== undefined && protocol !== "tcp" && protocol !== "udp") {
      problem("port", `does not go with protocol ${protocol}`, "remove port, or choose tcp or udp");
    }
  })
  .meta({ description: "What may pass. All else is blocked." });

const securityGroup = z
  .strictObject({
    description: text.optional().describe("What the group is for."),
    egress: z
      .enum(["any", "rules"])
      .default("any")
      .describe("any: machines may reach everything; rules: only what egress rules name."),
    rules: z.array(rule).default([]).describe("What may pass."),
  })
  .meta({ description: "A security group." });

const peering = z
  .strictObject({
    from: name.optional().describe("A tenant whose machines may open connections to this one's."),
    to: name.optional().describe("A tenant whose machines this one's may open connections to."),
    protocol: z.enum(["tcp", "udp", "icmp", "any"]).describe("What may pass."),
    port: ports.optional().describe("A port or a range such as 8000-8080 (tcp and udp only)."),
    group: name
      .optional()
      .describe("With from: the security group whose machines are reached. No other one's are."),
    networks: z
      .array(name)
      .min(1)
      .optional()
      .describe("This tenant's networks that take part. @default all that its routers join"),
    description: text.optional().describe("Why it is there."),
  })
  .check((ctx) => {
    const { from, to, protocol, port, group } = ctx.value;
    const problem = (path: string[], message: string, advice: string): void => {
      ctx.issues.push({ code: "custom", input: ctx.value, path, message, params: { advice } });
    };
    if ((from === undefined) === (to === undefined)) {
      const both = from !== undefined;
      problem(
        [],
        both ? "has both from and to" : "has neither from nor to",
        both
          ? "write two entries, one for each direction"
          : "say from: TENANT to let it in, or to: TENANT to reach it",
      );
    }
    if (from !== undefined && to === undefined && group === undefined) {
      problem(["group"], "is missing", "name the security group whose machines are reached");
    }
    if (to !== undefined && from === undefined && group !== undefined) {
      problem(["group"], "does not belong to the side that opens connections", "remove it");
    }
    if (port !== undefined && protocol !== "tcp" && protocol !== "udp") {
      problem(
        ["port"],
        `does not go with protocol ${protocol}`,
        "remove port, or choose tcp or udp",
      );
    }
  })
  .meta({
    description:
      "A way between this tenant and another, in one direction. The other one declares the same.",
  });

const subscription = z
  .strictObject({
    name: z.string().describe("The plan, one of billing.plans."),
    from: instant
      .optional()
      .describe(
        "Since when, in UTC. What has begun is never changed again. @default ever since, of the first",
      ),
  })
  .meta({ description: "A plan that a tenant is on, until the next one begins." });

/** The plans that it names, in the order of time. */
const plan = z
  .union([z.string(), z.array(subscription).min(1)])
  .transform((given): Subscription[] => (typeof given === "string" ? [{ name: given }] : given))
  .meta({
    form: "a plan's name, or a list such as [{ name: basic }, { name: pro, from: 2027-01-01 }]",
  });

const user = z
  .strictObject({
    role: z
      .enum(["admin", "user"])
      .describe("admin: also manages the tenant's users; user: works with its resources."),
    email: z.email().optional().describe("Mail address."),
    description: text.optional().describe("Who that is."),
  })
  .meta({
    description: "A person or a program that may log in. The password is made and kept secret.",
  });

const applicationCredential = z
  .strictObject({
    user: name.describe("The user of this tenant that it acts for."),
    roles: z
      .array(z.enum(["member", "reader", "manager"]))
      .min(1)
      .default(["member"])
      .describe("Roles it has, of those the user has."),
    expires: z.iso
      .date()
      .meta({ form: "a date such as 2027-06-30" })
      .optional()
      .describe(
        "The last day on which it works (UTC). A new date makes it anew. @default it never ends",
      ),
    description: text.optional().describe("What it is for."),
  })
  .meta({ description: "A login for programs, bound to one user and project, with no password." });

/** A department or team: its project and all that belongs to it. */
export const tenantSchema = z
  .strictObject({
    description: text.optional().describe("Who the tenant is."),
    domain: z
      .string()
      .regex(/^(Default|[a-z][a-z0-9-]{0,62})$/)
      .default("Default")
      .describe("Keystone domain of its project and users. Any but Default is the tenant's own."),
    quota: z
      .strictObject({
        compute: computeQuota.prefault({}).describe("Limits of Nova."),
        network: networkQuota.prefault({}).describe("Limits of Neutron."),
        volume: volumeQuota.prefault({}).describe("Limits of Cinder."),
      })
      .prefault({})
      .describe(
        "How much the tenant may use. Every limit is set, the ones left out to the default.",
      ),
    users: z.record(name, user).default({}).describe("People and programs by name."),
    applicationCredentials: z
      .record(name, applicationCredential)
      .default({})
      .describe("Logins for programs by name."),
    networks: z.record(name, network).default({}).describe("Networks by name."),
    routers: z.record(name, router).default({}).describe("Routers by name."),
    securityGroups: z.record(name, securityGroup).default({}).describe("Security groups by name."),
    peerings: z
      .array(peering)
      .default([])
      .describe("Ways to and from other tenants. Each is declared by both, or there is none."),
    plan: plan
      .optional()
      .describe(
        "Its price list, one of billing.plans, or several with their dates. @default that of billing.plan",
      ),
    budget: budgetSchema.optional().describe("What it may cost. @default no budget"),
    flavors: z.array(name).default([]).describe("The cloud's flavors that it may use."),
    images: z.array(name).default([]).describe("The cloud's images that it may use."),
    externalNetworks: z
      .array(name)
      .default([])
      .describe("The cloud's external networks that it may use."),
  })
  .meta({ description: "A department or team: its project and all that belongs to it." });

export type TenantSettings = z.output<typeof tenantSchema>;
export type NetworkSettings = TenantSettings["networks"][string];
export type SubnetSettings = z.output<typeof subnet>;
export type RouterSettings = TenantSettings["routers"][string];
export type SecurityGroupSettings = TenantSettings["securityGroups"][string];
export type RuleSettings = SecurityGroupSettings["rules"][number];
export type PeeringSettings = TenantSettings["peerings"][number];
export type UserSettings = TenantSettings["users"][string];
export type ApplicationCredentialSettings = TenantSettings["applicationCredentials"][string];

/** The subnets of a network by name, whichever way they were written. */
export function subnetsOf(
  networkName: string,
  network: NetworkSettings,
): [string, SubnetSettings][] {
  const { cidr: one, gateway, dnsServers, subnets } = network;
  if (one !== undefined) return [[networkName, { cidr: one, gateway, dnsServers }]];
  return Object.entries(subnets ?? {});
}
