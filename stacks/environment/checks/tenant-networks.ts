import {
  formatAddress,
  overlap,
  parseAddress,
  parseCidr,
  rangeOf,
  usable,
  usableRange,
} from "../../../components/addresses/ipv4";
import type { Mistake } from "../mistakes";
import { subnetsOf, type TenantSettings } from "../tenant";
import type { TenantContext } from "./tenant";

interface Place {
  network: string;
  path: string;
  cidr: string;
  gateway: string | undefined;
}

/** Addresses of a tenant's networks that do not fit. Other tenants may have the same ones. */
export function checkTenantNetworks(tenant: TenantSettings, context: TenantContext): Mistake[] {
  const places = placesOf(tenant, context.at);
  return [
    ...places.flatMap((place) => [...infrastructure(place, context), ...gateway(place)]),
    ...routed(tenant, places, context.at),
  ];
}

function placesOf(tenant: TenantSettings, at: string): Place[] {
  return Object.entries(tenant.networks).flatMap(([network, settings]) =>
    subnetsOf(network, settings).map(([subnet, { cidr, gateway }]) => ({
      network,
      path: `${at}.networks.${network}${settings.subnets ? `.subnets.${subnet}` : ""}`,
      cidr,
      gateway,
    })),
  );
}

/** A machine whose subnet has the addresses of the infrastructure could not reach it, or worse. */
function infrastructure(place: Place, { site, cloud }: TenantContext): Mistake[] {
  const taken = [
    ...Object.entries(site.networks ?? {}).map(([n, { cidr }]) => ({
      at: `site.networks.${n}`,
      cidr,
    })),
    ...(site.metal?.bmc ? [{ at: "site.metal.bmc", cidr: site.metal.bmc.cidr }] : []),
    ...Object.entries(cloud.externalNetworks ?? {}).map(([n, { cidr }]) => ({
      at: `cloud.externalNetworks.${n}`,
      cidr,
    })),
  ];
  const range = rangeOf(parseCidr(place.cidr));
  return taken
    .filter(({ cidr }) => overlap(range, rangeOf(parseCidr(cidr))))
    .map(({ at, cidr }) => ({
      path: `${place.path}.cidr`,
      problem: `collides with ${at} (${cidr})`,
      found: place.cidr,
      allowed: "a network that shares no address with the site's and the external networks",
      advice: "choose another private range, for example in 192.168.0.0/16 or 172.16.0.0/12",
    }));
}

function gateway({ path, cidr: text, gateway: address }: Place): Mistake[] {
  if (address === undefined) return [];
  const cidr = parseCidr(text);
  if (usable(cidr, parseAddress(address) ?? 0)) return [];
  const { first, last } = usableRange(cidr);
  return [
    {
      path: `${path}.gateway`,
      problem: `is not an address that ${text} has for hosts`,
      found: address,
      allowed: `${formatAddress(first)} to ${formatAddress(last)}`,
      advice: "choose an address there, or leave gateway out for the first one",
    },
  ];
}

/** Subnets that overlap cannot be on one network or one router. */
function routed(tenant: TenantSettings, places: Place[], at: string): Mistake[] {
  const groups = [
    ...Object.keys(tenant.networks).map((name) => ({ what: "on one network", networks: [name] })),
    ...Object.entries(tenant.routers).map(([name, { networks }]) => ({
      what: `on router ${at}.routers.${name}`,
      networks,
    })),
  ];
  const seen = new Set<string>();
  return groups.flatMap(({ what, networks }) => {
    const members = places.filter(({ network }) => networks.includes(network));
    return members.flatMap((place, i) =>
      members
        .slice(0, i)
        .filter(({ cidr }) => overlap(rangeOf(parseCidr(place.cidr)), rangeOf(parseCidr(cidr))))
        .filter(({ path }) => {
          const pair = `${place.path} ${path}`;
          return !seen.has(pair) && seen.add(pair);
        })
        .map((other) => ({
          path: `${place.path}.cidr`,
          problem: `overlaps ${other.path} (${other.cidr}) ${what}`,
          found: place.cidr,
          allowed: "subnets without a common address",
          advice: "give one of the two another range",
        })),
    );
  });
}
