import { firstHost } from "../components/addresses/ipv4";
import { describePorts, describeReach } from "../components/isolation/describe";
import type { CloudModel, ModelRouter, ModelRule } from "../components/isolation/model";
import { prove } from "../components/isolation/prove";
import type { Environment } from "./environment";
import { sourcesOf, type Peering, type PeeringRouter } from "./environment/peerings";
import { subnetsOf, type RuleSettings, type TenantSettings } from "./environment/tenant";

/** What is proven about who reaches whom: a stack output. */
export interface IsolationOutput {
  /** How many pairs of tenants there are, and how many of them do not reach each other at all. */
  pairs: number;
  isolated: number;
  /** What peerings let through: the way, hop by hop, and what is open at its end. */
  peered: string[];
  /** What each tenant lets in from outside, wherever it publishes a machine by a floating IP. */
  published: Record<string, string[]>;
}

/** Proves what the environment declares. */
export function proveIsolation(environment: Environment): IsolationOutput {
  const { pairs, peered, violations } = prove(modelOf(environment));
  return {
    pairs,
    isolated: pairs - peered.length - violations.length,
    // The way back of a peering is open to answers only.
    peered: peered
      .filter(({ open }) => open.length > 0)
      .map((reach) => describeReach(reach, (id) => id)),
    published: Object.fromEntries(
      Object.entries(environment.tenants).map(([name, tenant]) => [name, publishedBy(tenant)]),
    ),
  };
}

/** An environment as the proof takes it; ids are `tenant/name`. */
export function modelOf(environment: Environment): CloudModel {
  const { cloud, tenants, peerings } = environment;
  const all = Object.entries(tenants);
  return {
    tenants: Object.keys(tenants),
    networks: [
      ...Object.keys(cloud.externalNetworks).map((id) => ({ id, external: true, sharedWith: [] })),
      ...all.flatMap(([owner, { networks }]) =>
        Object.keys(networks).map((name) => ({
          id: `${owner}/${name}`,
          owner,
          external: false,
          sharedWith: [],
        })),
      ),
      ...peerings.map((peering) => ({
        id: idOf(peering),
        external: false,
        sharedWith: peering.by === "network" ? peering.between.map(({ tenant }) => tenant) : [],
      })),
    ],
    subnets: [
      ...Object.entries(cloud.externalNetworks).map(([id, { cidr }]) => ({
        id,
        network: id,
        cidr,
        // See Catalog: routers let nothing in from there but what belongs to a floating IP.
        scope: id,
      })),
      ...all.flatMap(([owner, tenant]) =>
        placesOf(tenant).map(({ network, subnet, cidr }) => ({
          id: `${owner}/${network}/${subnet}`,
          network: `${owner}/${network}`,
          cidr,
        })),
      ),
      ...peerings.map((peering) => ({
        id: idOf(peering),
        network: idOf(peering),
        cidr: peering.cidr,
      })),
    ],
    routers: all.flatMap(([owner, tenant]) =>
      Object.entries(tenant.routers).map(([name, { networks, externalNetwork }]) => ({
        id: `${owner}/${name}`,
        owner,
        interfaces: [
          ...placesOf(tenant)
            .filter(({ network }) => networks.includes(network))
            .map(({ network, subnet, gateway }) => ({
              subnet: `${owner}/${network}/${subnet}`,
              address: gateway,
            })),
          ...peerings.flatMap((peering) =>
            linksOf(peering, owner, name).map(({ address }) => ({
              subnet: idOf(peering),
              address,
            })),
          ),
        ],
        gateway: externalNetwork === undefined ? undefined : { network: externalNetwork },
        routes: peerings.flatMap((peering) =>
          linksOf(peering, owner, name).flatMap(() => routesOf(peering, owner)),
        ),
      })),
    ),
    groups: all.flatMap(([owner, { securityGroups }]) =>
      Object.entries(securityGroups).map(([name, { rules }]) => ({
        id: `${owner}/${name}`,
        owner,
        sharedWith: [],
        ingress: [
          ...rules.flatMap((rule) => ruleOf(owner, rule)),
          ...peerings.flatMap((peering) => peeringRules(peering, owner, name)),
        ],
      })),
    ),
    ports: [],
    peerings: peerings.flatMap(({ allow }) =>
      allow.map(({ from, to, protocol, port }) => ({
        from,
        to,
        allow: [{ protocol, ...(port && { ports: port }) }],
      })),
    ),
  };
}

const idOf = ({ between: [one, two] }: Peering): string => `peering-${one.tenant}-${two.tenant}`;

/** A tenant's router as it is on the network of a peering, where it is. */
const linksOf = ({ between }: Peering, owner: string, router: string): PeeringRouter[] =>
  between
    .filter(({ tenant }) => tenant === owner)
    .flatMap(({ routers }) => routers.filter((link) => link.router === router));

/** The ways to the other tenant of a peering. */
const routesOf = ({ between }: Peering, owner: string): ModelRouter["routes"] =>
  between
    .filter(({ tenant }) => tenant !== owner)
    .flatMap(({ routers }) =>
      routers.flatMap(({ address, cidrs }) =>
        cidrs.map((destination) => ({ destination, nextHop: address })),
      ),
    );

function peeringRules(peering: Peering, owner: string, group: string): ModelRule[] {
  return peering.allow
    .filter(({ to, group: own }) => to === owner && own === group)
    .flatMap(({ from, protocol, port }) =>
      sourcesOf(peering, from).map((cidr): ModelRule => ({
        protocol,
        ports: port,
        from: { cidr },
      })),
    );
}

/** The subnets of a tenant, with the addresses that its routers have there. */
function placesOf({ networks }: TenantSettings) {
  return Object.entries(networks).flatMap(([network, settings]) =>
    subnetsOf(network, settings).map(([subnet, { cidr, gateway }]) => ({
      network,
      subnet,
      cidr,
      gateway: gateway ?? firstHost(cidr),
    })),
  );
}

function ruleOf(owner: string, { direction, protocol, port, from }: RuleSettings): ModelRule[] {
  if (direction !== "ingress" || from === undefined || protocol === "icmpv6") return [];
  const peer = typeof from === "string" ? { cidr: from } : { group: `${owner}/${from.group}` };
  return [{ protocol, ports: port, from: peer }];
}

function publishedBy({ securityGroups, routers }: TenantSettings): string[] {
  const outside = Object.values(routers).some(
    ({ externalNetwork }) => externalNetwork !== undefined,
  );
  if (!outside) return [];
  return Object.entries(securityGroups).flatMap(([group, { rules }]) =>
    rules.flatMap(({ direction, protocol, port, from }) =>
      direction === "ingress" && typeof from === "string"
        ? [`${describePorts({ protocol, ports: port })} from ${from} (${group})`]
        : [],
    ),
  );
}
