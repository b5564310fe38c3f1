import type * as pulumi from "@pulumi/pulumi";

/** How the cloud is reached, and as whom tenants are set up. */
export interface CloudConnection {
  /** Keystone's address, e.g. `https://10.0.1.10:5000/v3`. */
  authUrl: pulumi.Input<string>;
  /** The certificate authority of every API, as PEM. */
  ca: pulumi.Input<string>;
  region: pulumi.Input<string>;
  /** The cloud's administrator. */
  admin: {
    userName: pulumi.Input<string>;
    password: pulumi.Input<string>;
    projectName: pulumi.Input<string>;
    /** Name of the domain that both the user and the project are in. */
    domainName: pulumi.Input<string>;
  };
  /** Whether the cloud has block storage (Cinder). */
  blockStorage: boolean;
}

/** The roles that tenants' groups get, by id. */
export interface Roles {
  manager: pulumi.Input<string>;
  member: pulumi.Input<string>;
  reader: pulumi.Input<string>;
}

/** An image with what it needs to boot. */
export interface ImageIds {
  id: pulumi.Input<string>;
  /** Ids of its kernel and initramfs, which a tenant needs access to as well. */
  parts: pulumi.Input<string>[];
}

export interface UserArgs {
  /** `admin` also manages the tenant's users. */
  role: "admin" | "user";
  email?: string;
  description?: string;
}

export interface ApplicationCredentialArgs {
  /** The user of this tenant that it acts for. */
  user: string;
  roles: (keyof Roles)[];
  /** The last day on which it works, e.g. 2027-06-30 (UTC). @default it never ends */
  expires?: string;
  description?: string;
}

export interface SubnetArgs {
  cidr: string;
  /** @default the subnet's first address */
  gateway?: string;
  /** Name servers that DHCP gives out. */
  dnsServers: string[];
}

export interface NetworkArgs {
  description?: string;
  /** Subnets by name. */
  subnets: Record<string, SubnetArgs>;
}

export interface RouterArgs {
  description?: string;
  /** One of the tenant's external networks. @default inside only */
  externalNetwork?: string;
  /** The tenant's networks that it joins. */
  networks: string[];
}

/** A network such as 0.0.0.0/0, or a security group of the same tenant. */
export type Peer = string | { group: string };

export interface RuleArgs {
  direction: "ingress" | "egress";
  protocol: "tcp" | "udp" | "icmp" | "icmpv6" | "any";
  /** @default every port */
  port?: { min: number; max: number };
  /** Who may, for ingress. */
  from?: Peer;
  /** Where to, for egress. */
  to?: Peer;
  description?: string;
}

export interface SecurityGroupArgs {
  description?: string;
  /** `any`: machines may reach everything; `rules`: only what egress rules name. */
  egress: "any" | "rules";
  rules: RuleArgs[];
}

/** Every limit; -1 is none. */
export interface QuotaArgs {
  compute: {
    instances: number;
    cores: number;
    /** MiB */
    ram: number;
    keyPairs: number;
    metadataItems: number;
    serverGroups: number;
    serverGroupMembers: number;
  };
  network: {
    networks: number;
    subnets: number;
    subnetPools: number;
    routers: number;
    ports: number;
    floatingIps: number;
    securityGroups: number;
    securityGroupRules: number;
    rbacPolicies: number;
  };
  /** Sizes in GiB. Not applied where the cloud has no block storage. */
  volume: {
    volumes: number;
    gigabytes: number;
    perVolumeGigabytes: number;
    snapshots: number;
    backups: number;
    backupGigabytes: number;
    groups: number;
  };
}

/** A department or team. Nothing in here is another tenant's. */
export interface TenantArgs {
  connection: CloudConnection;
  roles: Roles;
  /** Where clouds.yaml looks for the certificate authority; its name is openrc's as well. */
  caFile: string;
  description?: string;
  /** Name of the domain. `Default` is everybody's; any other is made for this tenant. */
  domain: string;
  quota: QuotaArgs;
  users: Record<string, UserArgs>;
  applicationCredentials: Record<string, ApplicationCredentialArgs>;
  networks: Record<string, NetworkArgs>;
  routers: Record<string, RouterArgs>;
  securityGroups: Record<string, SecurityGroupArgs>;
  /** Ids of the flavors it may use, by name. */
  flavors: Record<string, pulumi.Input<string>>;
  /** The images it may use, by name. */
  images: Record<string, ImageIds>;
  /** Ids of the external networks it may use, by name. */
  externalNetworks: Record<string, pulumi.Input<string>>;
}
