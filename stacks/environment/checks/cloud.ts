import type { ExternalNetworkSettings, PartialCloud } from "../cloud";
import {
  formatAddress,
  overlap,
  parseAddress,
  parseCidr,
  rangeOf,
  usable,
  usableRange,
} from "../../../components/addresses/ipv4";
import { oneOf, suggest, type Mistake } from "../mistakes";
import type { PartialSite, Site } from "../site";
import type { Checked } from "../structure";

/** What does not fit together between the cloud's settings and the site. */
export function checkCloud(
  cloud: PartialCloud,
  { partial: site, cut }: Checked<Site, PartialSite>,
): Mistake[] {
  const networks = Object.entries(cloud.externalNetworks ?? {});
  return networks.flatMap(([name, network], i) => [
    ...apart(name, network, networks.slice(0, i), site),
    ...addresses(name, network),
    ...(cut ? [] : reached(name, network, site)),
  ]);
}

function apart(
  name: string,
  network: ExternalNetworkSettings,
  others: [string, ExternalNetworkSettings][],
  site: PartialSite,
): Mistake[] {
  const taken = [
    ...Object.entries(site.networks ?? {}).map(([n, { cidr }]) => ({
      at: `site.networks.${n}`,
      cidr,
    })),
    ...(site.metal?.bmc ? [{ at: "site.metal.bmc", cidr: site.metal.bmc.cidr }] : []),
    ...others.map(([n, { cidr }]) => ({ at: `cloud.externalNetworks.${n}`, cidr })),
  ];
  const range = rangeOf(parseCidr(network.cidr));
  return taken
    .filter(({ cidr }) => overlap(range, rangeOf(parseCidr(cidr))))
    .map(({ at, cidr }) => ({
      path: `cloud.externalNetworks.${name}.cidr`,
      problem: `overlaps ${at} (${cidr})`,
      found: network.cidr,
      allowed: "a network that shares no address with another",
      advice: "give one of the two another range",
    }));
}

function addresses(name: string, network: ExternalNetworkSettings): Mistake[] {
  const cidr = parseCidr(network.cidr);
  const { first, last } = usableRange(cidr);
  const path = `cloud.externalNetworks.${name}`;
  const places: [string, string][] = [
    ["gateway", network.gateway],
    ["pool.start", network.pool.start],
    ["pool.end", network.pool.end],
  ];
  const outside = places
    .filter(([, address]) => !usable(cidr, parseAddress(address) ?? 0))
    .map(([key, address]) => ({
      path: `${path}.${key}`,
      problem: `is not an address that ${network.cidr} has for hosts`,
      found: address,
      allowed: `${formatAddress(first)} to ${formatAddress(last)}`,
      advice: "choose an address there, or correct cidr",
    }));
  const start = parseAddress(network.pool.start) ?? 0;
  const end = parseAddress(network.pool.end) ?? 0;
  const gateway = parseAddress(network.gateway) ?? 0;
  if (start > end) {
    outside.push({
      path: `${path}.pool`,
      problem: "ends before it starts",
      found: `${network.pool.start} to ${network.pool.end}`,
      allowed: "a start that is not after the end",
      advice: "exchange start and end",
    });
  } else if (start <= gateway && gateway <= end) {
    outside.push({
      path: `${path}.pool`,
      problem: `holds the gateway ${network.gateway}, which would be given to a machine`,
      found: `${network.pool.start} to ${network.pool.end}`,
      allowed: "a range without the gateway",
      advice: "let the pool start after the gateway, or end before it",
    });
  }
  return outside;
}

function reached(name: string, network: ExternalNetworkSettings, site: PartialSite): Mistake[] {
  const networkHosts = Object.values(site.hosts ?? {}).filter(({ roles }) =>
    roles.includes("network"),
  );
  const known = new Set(
    networkHosts.flatMap(({ externalInterfaces }) => Object.keys(externalInterfaces)),
  );
  if (networkHosts.length === 0 || known.has(network.physicalNetwork)) return [];
  return [
    {
      path: `cloud.externalNetworks.${name}.physicalNetwork`,
      problem: "is not reached by any host with role network",
      found: network.physicalNetwork,
      allowed: oneOf(known),
      advice: suggest(
        network.physicalNetwork,
        known,
        `add it to externalInterfaces of a host with role network`,
      ),
    },
  ];
}
