import * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";

/** Id of the domain that Keystone makes by itself. */
const DEFAULT_DOMAIN_ID = "default";

/**
 * The id of a tenant's domain, which is made unless it is Default. Keystone has domains as projects
 * with `isDomain`; the provider disables it before it deletes it, as Keystone wants.
 */
export function declareDomain(
  name: string,
  domain: string,
  parent: pulumi.Resource,
): { id: pulumi.Input<string>; own: boolean } {
  if (domain === "Default") return { id: DEFAULT_DOMAIN_ID, own: false };
  const { id } = new openstack.identity.Project(
    `${name}-domain`,
    { name: domain, description: `Domain of tenant ${name}`, isDomain: true, enabled: true },
    { parent },
  );
  return { id, own: true };
}
