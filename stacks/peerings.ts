import type * as pulumi from "@pulumi/pulumi";
import { known } from "../components/tenant/known";
import { Peering, type PassArgs } from "../components/tenant/peering";
import type { Tenant } from "../components/tenant/tenant";
import type { Environment } from "./environment";
import { sourcesOf, type Peering as Planned, type PeeringSide } from "./environment/peerings";

/** The networks that a tenant's machines may have a port on beside its own: ids by name, by tenant. */
export type PeeringNetworks = Record<string, Record<string, pulumi.Output<string>>>;

/** Declares the ways between tenants. */
export function declarePeerings(
  { peerings }: Environment,
  tenants: Record<string, Tenant>,
  opts: pulumi.ComponentResourceOptions & { after: pulumi.Resource[] },
): PeeringNetworks {
  const networks: PeeringNetworks = {};
  const { after, ...rest } = opts;
  for (const planned of peerings) {
    const [one, two] = planned.between;
    const peering = new Peering(
      `peering.${one.tenant}.${two.tenant}`,
      {
        between: [peerOf(one, tenants), peerOf(two, tenants)],
        by: planned.by,
        cidr: planned.cidr,
        allow: planned.allow.map((allowed) => passOf(allowed, planned, tenants)),
        after,
      },
      rest,
    );
    if (planned.by === "routers") continue;
    for (const [own, other] of [
      [one.tenant, two.tenant],
      [two.tenant, one.tenant],
    ] as const) {
      (networks[own] ??= {})[`peering-${other}`] = peering.networkId;
    }
  }
  return networks;
}

function peerOf({ tenant, routers }: PeeringSide, tenants: Record<string, Tenant>) {
  const { projectId, routers: ids } = known(tenants, tenant);
  return {
    tenant,
    projectId,
    routers: routers.map(({ router, address, cidrs }) => ({
      name: router,
      id: known(ids, router),
      address,
      cidrs,
    })),
  };
}

function passOf(
  allowed: Planned["allow"][number],
  planned: Planned,
  tenants: Record<string, Tenant>,
): PassArgs {
  const { projectId, securityGroups } = known(tenants, allowed.to);
  return {
    ...allowed,
    projectId,
    groupId: known(securityGroups, allowed.group),
    sources: sourcesOf(planned, allowed.from),
  };
}
