import type { Properties } from "../../../embedded/engine/types";
import type { Body, ServiceType } from "../support/openstack-api";
import type { Bench, Case, Lifecycle } from "./lifecycle";

interface Quota {
  service: ServiceType;
  path: string;
  key: string;
  inputs: Properties;
  shows: Body;
  change: [Properties, Body];
}

/** A quota stays as it is when its resource goes, as long as its project is there. */
async function lifeOf(bench: Bench, quota: Quota): Promise<Lifecycle> {
  const first = await bench.make("identity/project:Project", { name: bench.run });
  const second = await bench.make("identity/project:Project", { name: `${bench.run}-2` });
  const see = bench.item(quota.service, quota.path, quota.key);
  const [, changed] = quota.change;
  return {
    inputs: { projectId: first.id, ...quota.inputs },
    see: (id) => see(id.split("/")[0] ?? ""),
    shows: quota.shows,
    changes: [quota.change],
    replace: [{ projectId: second.id }, { ...quota.shows, ...changed }],
    remains: { ...quota.shows, ...changed },
  };
}

export const quotas: Case[] = [
  {
    type: "networking/quotaV2:QuotaV2",
    life: (bench) =>
      lifeOf(bench, {
        service: "network",
        path: "/v2.0/quotas",
        key: "quota",
        inputs: {
          ...{ floatingip: 2, network: 3, port: 20, rbacPolicy: 5, router: 2, securityGroup: 4 },
          ...{ securityGroupRule: 40, subnet: 4, subnetpool: 1 },
        },
        shows: { floatingip: 2, network: 3, port: 20, security_group_rule: 40, subnetpool: 1 },
        change: [
          { floatingip: 4, network: 0 },
          { floatingip: 4, network: 0 },
        ],
      }),
  },
  {
    type: "compute/quotaSetV2:QuotaSetV2",
    life: (bench) =>
      lifeOf(bench, {
        service: "compute",
        path: "/os-quota-sets",
        key: "quota_set",
        inputs: { cores: 4, instances: 4, ram: 1024, keyPairs: 5 },
        shows: { cores: 4, instances: 4, ram: 1024, key_pairs: 5 },
        change: [{ cores: 6 }, { cores: 6 }],
      }),
  },
  {
    type: "blockstorage/quoteSetV3:QuoteSetV3",
    life: (bench) =>
      lifeOf(bench, {
        service: "volumev3",
        path: "/os-quota-sets",
        key: "quota_set",
        inputs: { volumes: 3, snapshots: 2, gigabytes: 50, perVolumeGigabytes: 10 },
        // What is left out is sent as 0, as the official provider does.
        shows: { volumes: 3, snapshots: 2, gigabytes: 50, per_volume_gigabytes: 10, backups: 0 },
        change: [
          { gigabytes: 60, backups: 1 },
          { gigabytes: 60, backups: 1 },
        ],
      }),
  },
];
