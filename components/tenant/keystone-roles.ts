import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { Roles } from "./args";

export interface KeystoneRolesArgs {
  /** What is known of the cloud once it stands: before that there is nobody to ask. */
  standing: pulumi.Output<unknown>;
  provider: openstack.Provider;
}

/**
 * The roles that Keystone makes by itself, by name. Their ids are random, and a role assignment shows
 * nothing else: so this component puts out which is which, for policies to tell.
 */
export class KeystoneRoles extends pulumi.ComponentResource {
  /** Those that tenants' groups get. */
  readonly tenant: Roles;

  constructor(name: string, args: KeystoneRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:tenant:KeystoneRoles", name, {}, opts);
    const { standing, provider } = args;
    const idOf = (role: string): pulumi.Output<string> =>
      openstack.identity.getRoleOutput({ name: standing.apply(() => role) }, { provider }).id;
    this.tenant = { manager: idOf("manager"), member: idOf("member"), reader: idOf("reader") };
    this.registerOutputs({ roleIds: { ...this.tenant, admin: idOf("admin") } });
  }
}
