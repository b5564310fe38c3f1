/** What a stack tells app teams about a tenant. Ids by name; no secret among them. */
export interface TenantOutputs {
  projectId: string;
  projectName: string;
  domainId: string;
  domainName: string;
  /** Keystone's address. */
  authUrl: string;
  region: string;
  /** The certificate authority of every API, as PEM. */
  ca: string;
  networks: Record<string, string>;
  /** By `network/subnet`, or by the network's name where it has one subnet. */
  subnets: Record<string, string>;
  routers: Record<string, string>;
  securityGroups: Record<string, string>;
  flavors: Record<string, string>;
  images: Record<string, string>;
  externalNetworks: Record<string, string>;
  groups: { admins: string; users: string };
  users: Record<string, string>;
}

/** A tenant's logins: a stack has them in a secret output. */
export interface TenantCredentials {
  applicationCredentials: Record<string, { id: string; secret: string }>;
  /** A clouds.yaml with one cloud for each login, called `<tenant>-<login>`. */
  cloudsYaml: string;
  /** A shell file to source, by login. */
  openrc: Record<string, string>;
}

/** Names of the stack outputs that hold the above, by tenant. */
export const TENANTS_OUTPUT = "tenants";
export const CREDENTIALS_OUTPUT = "tenantCredentials";
