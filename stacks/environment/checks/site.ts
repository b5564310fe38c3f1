import {
  contains,
  overlap,
  parseAddress,
  parseCidr,
  rangeOf,
  usable,
  usableRange,
  formatAddress,
} from "../../../components/addresses/ipv4";
import type { Mistake } from "../mistakes";
import type { NetworkName, PartialSite, Role, SiteHost } from "../site";
import type { Checked } from "../structure";
import type { Site } from "../site";
import { checkMachines } from "./machines";

/** The networks beside management on which a role needs an address. */
const NEEDED: Record<Role, NetworkName[]> = {
  controller: ["api"],
  compute: ["tenant"],
  network: ["tenant"],
  storage: ["storage"],
  monitoring: [],
  billing: [],
};

/** Roles without which there is no cloud. */
const REQUIRED: Role[] = ["controller", "compute", "network"];

/** What does not fit together within the site. */
export function checkSite(checked: Checked<Site, PartialSite>): Mistake[] {
  const { partial, cut } = checked;
  return [
    ...networksApart(partial),
    ...addressesInPlace(partial),
    ...addressesUsedOnce(partial),
    ...addressesForRoles(partial.hosts ?? {}),
    ...checkMachines(checked),
    // A host that was cut out for its mistakes may be the one that has the role.
    ...(cut ? [] : rolesTaken(partial.hosts ?? {})),
  ];
}

/** Where a network of the site is declared: one of the four, or that of the management controllers. */
type Net = NetworkName | "bmc";
const placeOf = (network: Net): string =>
  network === "bmc" ? "site.metal.bmc" : `site.networks.${network}`;

/** The networks of the site that hold addresses, with that of the management controllers. */
function networksOf(site: PartialSite): Partial<Record<Net, { cidr: string }>> {
  return { ...site.networks, ...(site.metal?.bmc && { bmc: site.metal.bmc }) };
}

function networksApart(site: PartialSite): Mistake[] {
  const networks = Object.entries(networksOf(site)) as [Net, { cidr: string }][];
  return networks.flatMap(([name, network], i) =>
    networks
      .slice(0, i)
      .filter(([, other]) =>
        overlap(rangeOf(parseCidr(network.cidr)), rangeOf(parseCidr(other.cidr))),
      )
      .map(([other, { cidr }]) => ({
        path: `${placeOf(name)}.cidr`,
        problem: `overlaps ${placeOf(other)} (${cidr})`,
        found: network.cidr,
        allowed: "a network that shares no address with another",
        advice: "give one of the two another range",
      })),
  );
}

interface Place {
  path: string;
  network: Net;
  address: string;
}

/** Every address of the site with the network it has to be in. */
function placesOf(site: PartialSite): Place[] {
  const entries = <T extends object>(object: T | undefined) =>
    Object.entries(object ?? {}) as [Net, string | undefined][];
  const places: Place[] = [];
  const add = (path: string, network: Net, address: string | undefined): void => {
    if (address !== undefined) places.push({ path, network, address });
  };
  for (const [network, settings] of Object.entries(site.networks ?? {})) {
    add(`site.networks.${network}.gateway`, network as NetworkName, settings.gateway);
  }
  for (const [network, address] of entries(site.vip)) add(`site.vip.${network}`, network, address);
  for (const [network, address] of entries(site.metal?.seed?.addresses)) {
    add(`site.metal.seed.addresses.${network}`, network, address);
  }
  for (const [host, { addresses, machine }] of Object.entries(site.hosts ?? {})) {
    for (const [network, address] of entries(addresses)) {
      add(`site.hosts.${host}.addresses.${network}`, network, address);
    }
    add(`site.hosts.${host}.machine.bmc.address`, "bmc", machine?.bmc.address);
  }
  return places;
}

function addressesInPlace(site: PartialSite): Mistake[] {
  return placesOf(site).flatMap(({ path, network, address }) => {
    const text = networksOf(site)[network]?.cidr;
    const number = parseAddress(address);
    if (text === undefined || number === undefined) return [];
    const cidr = parseCidr(text);
    if (usable(cidr, number)) return [];
    const { first, last } = usableRange(cidr);
    return [
      {
        path,
        problem: contains(cidr, number)
          ? `is the first or last address of the ${network} network (${text}), which no host can have`
          : `is not in the ${network} network (${text})`,
        found: address,
        allowed: `${formatAddress(first)} to ${formatAddress(last)}`,
        advice: `choose a free address there, or correct ${placeOf(network)}.cidr`,
      },
    ];
  });
}

function addressesUsedOnce(site: PartialSite): Mistake[] {
  const owner = new Map<string, string>();
  return placesOf(site).flatMap(({ path, address }) => {
    const other = owner.get(address);
    if (other === undefined) {
      owner.set(address, path);
      return [];
    }
    return [
      {
        path,
        problem: `is already the address of ${other}`,
        found: address,
        allowed: "an address that nothing else has",
        advice: "give one of the two another address",
      },
    ];
  });
}

function addressesForRoles(hosts: Record<string, SiteHost>): Mistake[] {
  return Object.entries(hosts).flatMap(([name, host]) => {
    const needs = new Map<NetworkName, Role>();
    for (const role of host.roles) for (const network of NEEDED[role]) needs.set(network, role);
    return [...needs]
      .filter(([network]) => host.addresses[network] === undefined)
      .map(([network, role]) => ({
        path: `site.hosts.${name}.addresses.${network}`,
        problem: `is missing: role ${role} needs an address on the ${network} network`,
        allowed: `an address in site.networks.${network}`,
        advice: `add ${network}: ADDRESS`,
      }));
  });
}

function rolesTaken(hosts: Record<string, SiteHost>): Mistake[] {
  const taken = new Set(Object.values(hosts).flatMap(({ roles }) => roles));
  return REQUIRED.filter((role) => !taken.has(role)).map((role) => ({
    path: "site.hosts",
    problem: `has no host with role ${role}`,
    allowed: "at least one host for each of controller, compute and network",
    advice: `add ${role} to the roles of a host`,
  }));
}
