import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { CloudConnection, NetworkArgs } from "../components/tenant/args";
import { Catalog } from "../components/tenant/catalog";
import { KeystoneRoles } from "../components/tenant/keystone-roles";
import { known } from "../components/tenant/known";
import type { TenantCredentials, TenantOutputs } from "../components/tenant/outputs";
import { Tenant } from "../components/tenant/tenant";
import type { Cloud } from "./cloud-types";
import type { Environment } from "./environment";
import { declarePeerings } from "./peerings";
import { subnetsOf, type NetworkSettings, type TenantSettings } from "./environment/tenant";

/** What the tenants' layer gives to the stack's outputs, by tenant. */
export interface Tenants {
  tenants: Record<string, pulumi.Output<TenantOutputs>>;
  /** The ids of their projects. */
  projects: Record<string, pulumi.Output<string>>;
  /** Secret. */
  tenantCredentials: Record<string, pulumi.Output<TenantCredentials>>;
}

/** Declares what the cloud offers and every tenant on it. */
export function declareTenants(environment: Environment, cloud: Cloud): Tenants {
  const { name, cloud: settings } = environment;
  const connection: CloudConnection = {
    authUrl: cloud.authUrl,
    ca: cloud.ca,
    region: cloud.region,
    admin: cloud.admin,
    blockStorage: cloud.blockStorage,
  };
  const provider = new openstack.Provider(
    "cloud-admin",
    {
      authUrl: cloud.authUrl,
      cacertFile: cloud.ca,
      region: cloud.region,
      userName: cloud.admin.userName,
      password: cloud.admin.password,
      tenantName: cloud.admin.projectName,
      userDomainName: cloud.admin.domainName,
      projectDomainName: cloud.admin.domainName,
      allowReauth: true,
      maxRetries: 5,
    },
    // All of it waits for its provider, and so for the cloud.
    { dependsOn: cloud.ready },
  );
  const providers = { openstack: provider };
  // A preview knows where a cloud will be before it is there; the provider's id comes with the cloud.
  const standing = pulumi.all([provider.id, cloud.authUrl, cloud.ca]);
  const roles = new KeystoneRoles("roles", { standing, provider }).tenant;
  const catalog = new Catalog(
    "catalog",
    {
      flavors: settings.flavors,
      images: settings.images,
      externalNetworks: settings.externalNetworks,
    },
    { providers },
  );

  const tenants: Record<string, Tenant> = {};
  for (const [tenantName, tenantSettings] of Object.entries(environment.tenants)) {
    tenants[tenantName] = new Tenant(
      tenantName,
      {
        ...tenantSettings,
        connection,
        roles,
        caFile: settings.caFile ?? `${name}-ca.pem`,
        networks: networksOf(tenantSettings, settings.dnsServers),
        // Only what the tenant may use: it never sees the rest of the catalogue.
        flavors: choose(catalog.flavors, tenantSettings.flavors),
        images: choose(catalog.images, tenantSettings.images),
        externalNetworks: choose(catalog.externalNetworks, tenantSettings.externalNetworks),
      },
      { providers },
    );
  }
  const shared = declarePeerings(environment, tenants, { providers, after: [catalog] });
  return {
    tenants: mapOf(tenants, (tenant, own) => withNetworks(tenant.ids, shared[own])),
    projects: mapOf(tenants, ({ projectId }) => projectId),
    tenantCredentials: mapOf(tenants, ({ credentials }) => credentials),
  };
}

const mapOf = <T, U>(things: Record<string, T>, make: (thing: T, name: string) => U) =>
  Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, make(thing, name)]));

/** A network that a tenant shares with another by a peering stands among its own. */
function withNetworks(
  ids: pulumi.Output<TenantOutputs>,
  shared: Record<string, pulumi.Output<string>> = {},
): pulumi.Output<TenantOutputs> {
  if (Object.keys(shared).length === 0) return ids;
  return pulumi
    .all([ids, pulumi.output(shared)])
    .apply(([own, networks]) => ({ ...own, networks: { ...own.networks, ...networks } }));
}

function choose<T>(things: Record<string, T>, names: string[]): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, known(things, name)]));
}

function networksOf(
  { networks }: TenantSettings,
  dnsServers: string[],
): Record<string, NetworkArgs> {
  const withSubnets = (name: string, network: NetworkSettings): NetworkArgs => ({
    description: network.description,
    subnets: Object.fromEntries(
      subnetsOf(name, network).map(([subnet, settings]) => [
        subnet,
        { ...settings, dnsServers: settings.dnsServers ?? dnsServers },
      ]),
    ),
  });
  return Object.fromEntries(
    Object.entries(networks).map(([name, network]) => [name, withSubnets(name, network)]),
  );
}
