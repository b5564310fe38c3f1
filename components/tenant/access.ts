import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { ApplicationCredentialArgs, CloudConnection, Roles, UserArgs } from "./args";

export interface AccessArgs {
  connection: CloudConnection;
  roles: Roles;
  tenant: string;
  projectId: pulumi.Input<string>;
  domainId: pulumi.Input<string>;
  /** Whether the domain is this tenant's own: then its admins manage the domain's users. */
  ownDomain: boolean;
  users: Record<string, UserArgs>;
  applicationCredentials: Record<string, ApplicationCredentialArgs>;
}

/** A login by password. */
export interface UserLogin {
  userId: pulumi.Output<string>;
  password: pulumi.Output<string>;
}

/** A login by application credential. */
export interface CredentialLogin {
  id: pulumi.Output<string>;
  secret: pulumi.Output<string>;
}

/** Who may do what in a tenant: its groups with their roles, users and application credentials. */
export class Access extends pulumi.ComponentResource {
  /** Ids of the groups. */
  readonly groups: { admins: pulumi.Output<string>; users: pulumi.Output<string> };
  /** Logins of people, by name. */
  readonly users: Record<string, UserLogin> = {};
  /** Logins of programs, by name. */
  readonly applicationCredentials: Record<string, CredentialLogin> = {};

  constructor(
    private readonly name: string,
    private readonly args: AccessArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("openstack-environment:tenant:Access", name, {}, opts);
    const admins = this.declareGroup("admins", "Administrators");
    const users = this.declareGroup("users", "Users");
    this.groups = { admins: admins.group.id, users: users.group.id };

    const assignments = {
      admin: [
        this.assign("admins-manager", admins.group, args.roles.manager, "project"),
        this.assign("admins-member", admins.group, args.roles.member, "project"),
        ...(args.ownDomain
          ? [this.assign("admins-domain-manager", admins.group, args.roles.manager, "domain")]
          : []),
      ],
      user: [this.assign("users-member", users.group, args.roles.member, "project")],
    };

    for (const [user, settings] of Object.entries(args.users)) {
      const group = settings.role === "admin" ? admins.group : users.group;
      const { login, membership } = this.declareUser(user, settings, group);
      this.users[user] = login;
      this.declareCredentials(user, login, [membership, ...assignments[settings.role]]);
    }
    this.registerOutputs();
  }

  private declareGroup(suffix: string, who: string): { group: openstack.identity.GroupV3 } {
    const { tenant, domainId } = this.args;
    return {
      group: new openstack.identity.GroupV3(
        `${this.name}-${suffix}`,
        { name: `${tenant}-${suffix}`, description: `${who} of tenant ${tenant}`, domainId },
        { parent: this },
      ),
    };
  }

  private assign(
    suffix: string,
    group: openstack.identity.GroupV3,
    roleId: pulumi.Input<string>,
    on: "project" | "domain",
  ): openstack.identity.RoleAssignment {
    const { projectId, domainId } = this.args;
    return new openstack.identity.RoleAssignment(
      `${this.name}-${suffix}`,
      { groupId: group.id, roleId, ...(on === "project" ? { projectId } : { domainId }) },
      { parent: this },
    );
  }

  private declareUser(
    user: string,
    { email, description }: UserArgs,
    group: openstack.identity.GroupV3,
  ): { login: UserLogin; membership: pulumi.Resource } {
    const { tenant, projectId, domainId } = this.args;
    // Letters and digits only: it goes into shell and YAML files without any quoting.
    const { result } = new random.RandomPassword(
      `${this.name}-password.${user}`,
      { length: 32, special: false },
      { parent: this },
    );
    const { id } = new openstack.identity.User(
      `${this.name}-user.${user}`,
      {
        name: user,
        description: description ?? `User of tenant ${tenant}`,
        domainId,
        defaultProjectId: projectId,
        password: result,
        enabled: true,
        ...(email === undefined ? {} : { extra: { email } }),
      },
      { parent: this, additionalSecretOutputs: ["password"] },
    );
    const membership = new openstack.identity.UserMembershipV3(
      `${this.name}-membership.${user}`,
      { userId: id, groupId: group.id },
      { parent: this },
    );
    return { login: { userId: id, password: result }, membership };
  }

  /** Keystone lets nobody but the user make its application credentials: so log in as the user. */
  private declareCredentials(user: string, login: UserLogin, dependsOn: pulumi.Resource[]): void {
    const credentials = Object.entries(this.args.applicationCredentials).filter(
      ([, { user: owner }]) => owner === user,
    );
    if (credentials.length === 0) return;
    const { connection, projectId } = this.args;
    const provider = new openstack.Provider(
      `${this.name}-login.${user}`,
      {
        authUrl: connection.authUrl,
        cacertFile: connection.ca,
        region: connection.region,
        userId: login.userId,
        password: login.password,
        tenantId: projectId,
        allowReauth: true,
      },
      { parent: this, dependsOn },
    );
    for (const [name, { roles, expires, description }] of credentials) {
      const credential = new openstack.identity.ApplicationCredential(
        `${this.name}-credential.${name}`,
        // Roles that are left out would be shown as a change on every run.
        {
          name,
          description: description ?? `Of ${user}`,
          roles: [...roles].sort(),
          unrestricted: false,
          ...(expires === undefined ? {} : { expiresAt: `${expires}T23:59:59Z` }),
        },
        {
          parent: this,
          provider,
          dependsOn,
          // A name is used once for each user.
          deleteBeforeReplace: true,
          additionalSecretOutputs: ["secret"],
        },
      );
      this.applicationCredentials[name] = {
        id: credential.id,
        secret: pulumi.secret(credential.secret),
      };
    }
  }
}
