import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { ImageIds } from "./args";

export interface GrantsArgs {
  projectId: pulumi.Input<string>;
  flavors: Record<string, pulumi.Input<string>>;
  images: Record<string, ImageIds>;
  externalNetworks: Record<string, pulumi.Input<string>>;
}

/** What a tenant may use of what the cloud offers. Nothing is public, so each use is granted. */
export class Grants extends pulumi.ComponentResource {
  /** The grants of external networks: a router can have no gateway before them. */
  readonly externalNetworks: pulumi.Resource[];

  constructor(name: string, args: GrantsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:tenant:Grants", name, {}, opts);
    const { projectId } = args;
    for (const [flavor, flavorId] of Object.entries(args.flavors)) {
      new openstack.compute.FlavorAccess(
        `${name}-flavor.${flavor}`,
        { flavorId, tenantId: projectId },
        { parent: this },
      );
    }
    for (const [image, { id, parts }] of Object.entries(args.images)) {
      [id, ...parts].forEach((imageId, i) => {
        new openstack.images.ImageAccess(
          `${name}-image.${image}${i === 0 ? "" : `.part${i}`}`,
          // Accepted for the tenant: else the image would not be in its list.
          { imageId, memberId: projectId, status: "accepted" },
          { parent: this },
        );
      });
    }
    this.externalNetworks = Object.entries(args.externalNetworks).map(
      ([network, objectId]) =>
        new openstack.networking.RbacPolicyV2(
          `${name}-external.${network}`,
          {
            action: "access_as_external",
            objectType: "network",
            objectId,
            targetTenant: projectId,
          },
          { parent: this },
        ),
    );
    this.registerOutputs();
  }
}
