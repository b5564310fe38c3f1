import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { Access } from "./access";
import type { TenantArgs } from "./args";
import { declareCleanup } from "./cleanup";
import { declareDomain } from "./domain";
import { Grants } from "./grants";
import { cloudsYaml, openrc, type Login } from "./login";
import { Networking } from "./networking";
import { Quota } from "./quota";
import { SecurityGroups } from "./security-groups";
import type { TenantCredentials, TenantOutputs } from "./outputs";

/**
 * A department or team: its project in a domain, people and programs with their roles, limits,
 * networks, security groups, and what it may use of the cloud. The provider in `opts` is the cloud's
 * administrator's.
 */
export class Tenant extends pulumi.ComponentResource {
  readonly projectId: pulumi.Output<string>;
  readonly domainId: pulumi.Output<string>;
  /** Ids of its routers and security groups by name. */
  readonly routers: Record<string, pulumi.Output<string>>;
  readonly securityGroups: Record<string, pulumi.Output<string>>;
  /** Ids by name, for app teams: no secret among them. */
  readonly ids: pulumi.Output<TenantOutputs>;
  /** Ways to log in. Secret. */
  readonly credentials: pulumi.Output<TenantCredentials>;

  constructor(name: string, args: TenantArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:tenant:Tenant", name, {}, opts);
    const { connection } = args;

    const domain = declareDomain(name, args.domain, this);
    const project = new openstack.identity.Project(
      `${name}-project`,
      {
        name,
        description: args.description ?? `Project of tenant ${name}`,
        domainId: domain.id,
        enabled: true,
        isDomain: false,
      },
      { parent: this },
    );
    const projectId = project.id;
    const cleanup = declareCleanup(name, connection, projectId, this);
    const child = { parent: this, dependsOn: [cleanup] };

    const access = new Access(
      `${name}-access`,
      {
        connection,
        roles: args.roles,
        tenant: name,
        projectId,
        domainId: domain.id,
        ownDomain: domain.own,
        users: args.users,
        applicationCredentials: args.applicationCredentials,
      },
      { parent: this },
    );
    const quota = new Quota(
      `${name}-quota`,
      { ...args.quota, projectId, blockStorage: connection.blockStorage },
      child,
    );
    const grants = new Grants(
      `${name}-grants`,
      {
        projectId,
        flavors: args.flavors,
        images: args.images,
        externalNetworks: args.externalNetworks,
      },
      { parent: this },
    );
    const groups = new SecurityGroups(
      `${name}-group`,
      { projectId, limits: args.quota.network, groups: args.securityGroups },
      { parent: this, dependsOn: [cleanup, quota.network] },
    );
    const networking = new Networking(
      `${name}-net`,
      {
        projectId,
        limits: args.quota.network,
        networks: args.networks,
        routers: args.routers,
        externalNetworks: args.externalNetworks,
      },
      { parent: this, dependsOn: [cleanup, quota.network, ...grants.externalNetworks] },
    );

    this.projectId = projectId;
    this.routers = networking.routers;
    this.securityGroups = groups.ids;
    this.domainId = pulumi.output(domain.id);
    this.ids = pulumi.output({
      projectId,
      projectName: name,
      domainId: domain.id,
      domainName: args.domain,
      authUrl: connection.authUrl,
      region: connection.region,
      ca: connection.ca,
      networks: networking.networks,
      subnets: networking.subnets,
      routers: networking.routers,
      securityGroups: groups.ids,
      flavors: args.flavors,
      images: pulumi.output(
        Object.fromEntries(Object.entries(args.images).map(([image, { id }]) => [image, id])),
      ),
      externalNetworks: args.externalNetworks,
      groups: access.groups,
      users: pulumi.output(
        Object.fromEntries(
          Object.entries(access.users).map(([user, login]) => [user, login.userId]),
        ),
      ),
    });
    this.credentials = this.describeCredentials(name, args, access);
    this.registerOutputs({ ids: this.ids, credentials: this.credentials });
  }

  private describeCredentials(
    name: string,
    { connection, caFile }: TenantArgs,
    access: Access,
  ): pulumi.Output<TenantCredentials> {
    const logins: Record<string, pulumi.Output<Login>> = {};
    for (const [user, login] of Object.entries(access.users)) {
      logins[user] = pulumi.output(login).apply((l): Login => ({ kind: "password", ...l }));
    }
    for (const [credential, login] of Object.entries(access.applicationCredentials)) {
      logins[credential] = pulumi
        .output(login)
        .apply((l): Login => ({ kind: "application credential", ...l }));
    }
    const { authUrl, region, ca } = connection;
    return pulumi.secret(
      pulumi
        .all([
          pulumi.output(logins),
          pulumi.output({ authUrl, region, ca, projectId: this.projectId }),
          pulumi.output(access.applicationCredentials),
        ])
        .apply(([known, { ca: pem, ...target }, applicationCredentials]) => {
          const where = { ...target, caFile };
          return {
            applicationCredentials,
            cloudsYaml: cloudsYaml(name, where, known),
            openrc: Object.fromEntries(
              Object.entries(known).map(([login, values]) => [login, openrc(where, pem, values)]),
            ),
          };
        }),
    );
  }
}
