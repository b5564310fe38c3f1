import { firstHost } from "../components/addresses/ipv4";
import { describePorts } from "../components/isolation/describe";
import type { CloudModel, ModelRule } from "../components/isolation/model";
import { prove } from "../components/isolation/prove";
import type { Environment } from "./environment";
import { subnetsOf, type RuleSettings, type TenantSettings } from "./environment/tenant";

/** What is proven about who reaches whom: a stack output. */
export interface IsolationOutput {
  /** How many pairs of tenants there are, and how many of them do not reach each other at all. */
  pairs: number;
  isolated: number;
  /** What each tenant lets in from outside, wherever it publishes a machine by a floating IP. */
  published: Record<string, string[]>;
}

/** Proves what the environment declares. */
export function proveIsolation(environment: Environment): IsolationOutput {
  const { pairs, peered, violations } = prove(modelOf(environment));
  return {
    pairs,
    isolated: pairs - peered.length - violations.length,
    published: Object.fromEntries(
      Object.entries(environment.tenants).map(([name, tenant]) => [name, publishedBy(tenant)]),
    ),
  };
}

/** An environment as the proof takes it; ids are `tenant/name`. */
export function modelOf({ cloud, tenants }: Environment): CloudModel {
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
    ],
    subnets: [
      ...Object.entries(cloud.externalNetworks).map(([id, { cidr }]) => ({
        id,
        network: id,
        cidr,
      })),
      ...all.flatMap(([owner, tenant]) =>
        placesOf(tenant).map(({ network, subnet, cidr }) => ({
          id: `${owner}/${network}/${subnet}`,
          network: `${owner}/${network}`,
          cidr,
        })),
      ),
    ],
    routers: all.flatMap(([owner, tenant]) =>
      Object.entries(tenant.routers).map(([name, { networks, externalNetwork }]) => ({
        id: `${owner}/${name}`,
        owner,
        interfaces: placesOf(tenant)
          .filter(({ network }) => networks.includes(network))
          .map(({ network, subnet, gateway }) => ({
            subnet: `${owner}/${network}/${subnet}`,
            address: gateway,
          })),
        gateway: externalNetwork === undefined ? undefined : { network: externalNetwork },
        routes: [],
      })),
    ),
    groups: all.flatMap(([owner, { securityGroups }]) =>
      Object.entries(securityGroups).map(([name, { rules }]) => ({
        id: `${owner}/${name}`,
        owner,
        sharedWith: [],
        ingress: rules.flatMap((rule) => ruleOf(owner, rule)),
      })),
    ),
    ports: [],
    peerings: [],
  };
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
