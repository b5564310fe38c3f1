import { made, ref } from "../../cases";
import type { CaseResource, CaseValue } from "../../rule";
import type { Settings } from "../../settings";

type Props = Record<string, CaseValue>;
type Resources = Record<string, CaseResource>;

export const compute = (tenant: string, more: Props = {}): Resources => ({
  [`${tenant}-compute`]: made("computeQuota", {
    projectId: ref(tenant),
    instances: 10,
    cores: 20,
    ram: 51200,
    keyPairs: 100,
    metadataItems: 128,
    serverGroups: 10,
    serverGroupMembers: 10,
    ...more,
  }),
});

export const networks = (tenant: string, more: Props = {}): Resources => ({
  [`${tenant}-network`]: made("networkQuota", {
    projectId: ref(tenant),
    network: 2,
    subnet: 2,
    subnetpool: 0,
    router: 1,
    port: 50,
    floatingip: 5,
    securityGroup: 10,
    securityGroupRule: 100,
    rbacPolicy: 0,
    ...more,
  }),
});

export const volumes = (tenant: string, more: Props = {}): Resources => ({
  [`${tenant}-volume`]: made("volumeQuota", {
    projectId: ref(tenant),
    volumes: 10,
    gigabytes: 1000,
    perVolumeGigabytes: -1,
    snapshots: 10,
    backups: 10,
    backupGigabytes: 1000,
    groups: 10,
    ...more,
  }),
});

/** A tenant with all its quotas: `name`, `${name}-compute`, `${name}-network` and `${name}-volume`. */
export const tenant = (
  name: string,
  more: Partial<Record<"compute" | "network" | "volume", Props>> = {},
): Resources => ({
  [name]: made("project", { name }),
  ...compute(name, more.compute),
  ...networks(name, more.network),
  ...volumes(name, more.volume),
});

/** A quota without some of its limits. */
export const without = (resources: Resources, ...fields: string[]): Resources =>
  Object.fromEntries(
    Object.entries(resources).map(([name, { type, props }]) => [
      name,
      made(
        type,
        Object.fromEntries(Object.entries(props).filter(([field]) => !fields.includes(field))),
      ),
    ]),
  );

export const capacity = (given: Partial<Settings["capacity"]>): Pick<Settings, "capacity"> => ({
  capacity: { floatingIps: {}, ...given },
});
