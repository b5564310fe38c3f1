import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { QuotaArgs } from "./args";

/** Nova's own limits for files that are put into a machine at boot, which nobody needs to change. */
const INJECTED = {
  injectedFiles: 5,
  injectedFileContentBytes: 10240,
  injectedFilePathBytes: 255,
};

/**
 * A project's limits. Every field is stated: one that is left out is sent as 0. Nova's fields for
 * networks are not, because Neutron has them.
 */
export class Quota extends pulumi.ComponentResource {
  /** Neutron's limits: networks and the like have to wait for them. */
  readonly network: openstack.networking.QuotaV2;

  constructor(
    name: string,
    args: QuotaArgs & { projectId: pulumi.Input<string>; blockStorage: boolean },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("openstack-environment:tenant:Quota", name, {}, opts);
    const { projectId, compute, network, volume } = args;

    new openstack.compute.QuotaSetV2(
      `${name}-compute`,
      { projectId, ...compute, ...INJECTED },
      { parent: this },
    );
    this.network = new openstack.networking.QuotaV2(
      `${name}-network`,
      {
        projectId,
        network: network.networks,
        subnet: network.subnets,
        subnetpool: network.subnetPools,
        router: network.routers,
        port: network.ports,
        floatingip: network.floatingIps,
        securityGroup: network.securityGroups,
        securityGroupRule: network.securityGroupRules,
        rbacPolicy: network.rbacPolicies,
      },
      { parent: this },
    );
    if (args.blockStorage) {
      new openstack.blockstorage.QuoteSetV3(
        `${name}-volume`,
        { projectId, ...volume },
        // What Cinder adds for each volume type would be shown as a change on every run.
        { parent: this, ignoreChanges: ["volumeTypeQuota"] },
      );
    }
    this.registerOutputs();
  }
}
