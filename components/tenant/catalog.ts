import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { ImageIds } from "./args";
import { expandHome } from "./paths";

export interface FlavorArgs {
  vcpus: number;
  /** MiB */
  ram: number;
  /** GiB */
  disk: number;
  /** GiB */
  ephemeral: number;
  /** MiB */
  swap: number;
  extraSpecs: Record<string, string>;
}

export interface ImageArgs {
  /** Path on the computer that runs this; `~` is the home folder. */
  file: string;
  diskFormat: "raw" | "qcow2" | "iso";
  /** GiB */
  minDisk: number;
  /** MiB */
  minRam: number;
  kernel?: string;
  initramfs?: string;
  properties: Record<string, string>;
}

export interface ExternalNetworkArgs {
  physicalNetwork: string;
  /** @default untagged */
  vlan?: number;
  cidr: string;
  gateway: string;
  pool: { start: string; end: string };
}

export interface CatalogArgs {
  flavors: Record<string, FlavorArgs>;
  images: Record<string, ImageArgs>;
  externalNetworks: Record<string, ExternalNetworkArgs>;
}

/** What the cloud offers to tenants, once for all: flavors, images, external networks. None is public. */
export class Catalog extends pulumi.ComponentResource {
  /** Ids by name. */
  readonly flavors: Record<string, pulumi.Output<string>> = {};
  readonly images: Record<string, ImageIds> = {};
  /** Ids by name. An id is known once the network can be used. */
  readonly externalNetworks: Record<string, pulumi.Output<string>> = {};
  /** Of the project that owns the external networks. */
  private ownerQuota?: openstack.networking.QuotaV2;

  constructor(
    private readonly name: string,
    args: CatalogArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("openstack-environment:tenant:Catalog", name, {}, opts);
    for (const [flavor, settings] of Object.entries(args.flavors)) {
      this.flavors[flavor] = new openstack.compute.Flavor(
        `${name}-flavor.${flavor}`,
        { name: flavor, isPublic: false, ...settings },
        // A flavor's name is used once.
        { parent: this, deleteBeforeReplace: true },
      ).id;
    }
    for (const [image, settings] of Object.entries(args.images)) this.declareImage(image, settings);
    for (const [network, settings] of Object.entries(args.externalNetworks)) {
      this.declareExternalNetwork(network, settings);
    }
    this.registerOutputs();
  }

  private declareImage(image: string, settings: ImageArgs): void {
    const upload = (
      suffix: string,
      file: string,
      containerFormat: string,
      rest: Omit<openstack.images.ImageArgs, "containerFormat">,
    ): pulumi.Output<string> =>
      new openstack.images.Image(
        `${this.name}-image.${image}${suffix}`,
        {
          name: `${image}${suffix}`,
          localFilePath: expandHome(file),
          containerFormat,
          visibility: "shared",
          ...rest,
        },
        { parent: this },
      ).id;
    const { kernel, initramfs } = settings;
    const kernelId = kernel && upload("-kernel", kernel, "aki", { diskFormat: "aki" });
    const ramdiskId = initramfs && upload("-initramfs", initramfs, "ari", { diskFormat: "ari" });
    const id = upload("", settings.file, "bare", {
      diskFormat: settings.diskFormat,
      minDiskGb: settings.minDisk,
      minRamMb: settings.minRam,
      properties: {
        ...settings.properties,
        ...(kernelId ? { kernel_id: kernelId } : {}),
        ...(ramdiskId ? { ramdisk_id: ramdiskId } : {}),
      },
    });
    this.images[image] = {
      id,
      parts: [kernelId, ramdiskId].filter((part) => part !== undefined),
    };
  }

  /**
   * Not made with `external: true`, for that would share it with every project: each tenant's grant
   * (RBAC, access as external) makes it external for that tenant alone. Its owner has the first one,
   * so that no two tenants turn it into an external network at the same time.
   */
  private declareExternalNetwork(network: string, settings: ExternalNetworkArgs): void {
    const { physicalNetwork, vlan, cidr, gateway, pool } = settings;
    const { id: networkId, tenantId: owner } = new openstack.networking.Network(
      `${this.name}-network.${network}`,
      {
        name: network,
        adminStateUp: true,
        shared: false,
        segments: [
          {
            physicalNetwork,
            networkType: vlan === undefined ? "flat" : "vlan",
            ...(vlan === undefined ? {} : { segmentationId: vlan }),
          },
        ],
      },
      { parent: this },
    );
    const subnet = new openstack.networking.Subnet(
      `${this.name}-subnet.${network}`,
      {
        name: network,
        networkId,
        subnetpoolId: this.declareScope(network, cidr),
        cidr,
        ipVersion: 4,
        gatewayIp: gateway,
        enableDhcp: false,
        allocationPools: [pool],
      },
      { parent: this, deleteBeforeReplace: true },
    );
    this.ownerQuota ??= new openstack.networking.QuotaV2(
      `${this.name}-quota`,
      // Every tenant's grant counts as one of the owner's RBAC policies, of which it may have ten.
      { projectId: owner, rbacPolicy: -1 },
      { parent: this },
    );
    const grant = new openstack.networking.RbacPolicyV2(
      `${this.name}-external.${network}`,
      {
        action: "access_as_external",
        objectType: "network",
        objectId: networkId,
        targetTenant: owner,
      },
      { parent: this, dependsOn: this.ownerQuota },
    );
    this.externalNetworks[network] = pulumi
      .all([networkId, subnet.id, grant.id])
      .apply(([id]) => id);
  }

  /**
   * An address scope of the network's own. Without one, a router forwards to its tenant's network what
   * comes in from outside for an address there, and any tenant can send it such packets: by a route of
   * its own router with the other's as next hop. From one scope to another routers forward nothing but
   * what belongs to a floating IP or to a connection from inside.
   * @returns id of the pool that the network's addresses come from
   */
  private declareScope(network: string, cidr: string): pulumi.Output<string> {
    const { id: addressScopeId } = new openstack.networking.AddressScope(
      `${this.name}-scope.${network}`,
      { name: network, ipVersion: 4, shared: false },
      { parent: this },
    );
    return new openstack.networking.SubnetPool(
      `${this.name}-pool.${network}`,
      { name: network, prefixes: [cidr], addressScopeId, shared: false },
      { parent: this },
    ).id;
  }
}
