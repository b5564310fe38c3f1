import { parseCidr, rangeOf } from "../addresses/ipv4";
import type { CloudModel, ModelGroup, ModelPeering, Protocol } from "./model";
import { Paths, type Arrival, type Hop } from "./paths";
import { intersect, isEmpty, type Ranges } from "./ranges";

/** What a security group of the reached tenant lets in, or a port without any. */
export interface Opening {
  protocol: Protocol;
  /** @default every port */
  ports?: { min: number; max: number };
  /** Id of the security group, or of the port that takes everything. */
  by: string;
}

/** A tenant whose packets get to where another one's machines may be. */
export interface Reach {
  from: string;
  to: string;
  path: Hop[];
  /** What gets in there. Empty: only the other's security groups stand between them. */
  open: Opening[];
}

export interface Proof {
  /** Ways between tenants that a peering allows. */
  peered: Reach[];
  /** Ways between tenants that nothing allows, or that are wider than their peering. */
  violations: Reach[];
  /** How many pairs of tenants there are; all but those above do not reach each other. */
  pairs: number;
}

/**
 * Which tenant's packets reach which other's machines within the cloud. A tenant is taken to have
 * machines on every network that it may use, to send what it likes, and to be in each of its groups.
 * What gets in from outside, by floating IPs, is published to the outside and is not part of this.
 */
export function prove(model: CloudModel): Proof {
  const paths = new Paths(model);
  const places = placesOf(model);
  const openings = new Openings(model);
  const best = new Map<string, Reach>();
  for (const [network, senders] of places) {
    for (const arrival of paths.from(network)) {
      for (const to of places.get(arrival.network) ?? []) {
        for (const from of senders) {
          if (from === to) continue;
          keep(best, { from, to, path: arrival.path, open: openings.of(from, to, arrival) });
        }
      }
    }
  }
  const peered: Reach[] = [];
  const violations: Reach[] = [];
  const order = new Map(model.tenants.map((tenant, n) => [tenant, n]));
  const at = (tenant: string): number => order.get(tenant) ?? model.tenants.length;
  const compare = (a: string, b: string): number => at(a) - at(b) || (a < b ? -1 : Number(a > b));
  const found = [...best.values()].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
  for (const reach of found) {
    // In an order that does not hang on which rule was made first.
    reach.open.sort((a, b) => (openingKey(a) < openingKey(b) ? -1 : 1));
    (isAllowed(reach, model.peerings) ? peered : violations).push(reach);
  }
  const count = model.tenants.length;
  return { peered, violations, pairs: count * (count - 1) };
}

const openingKey = ({ protocol, ports, by }: Opening): string =>
  [protocol, String(ports?.min ?? 0).padStart(5, "0"), ports?.max, by].join(" ");

/** The tenants that may have machines on a network. */
function placesOf({ networks, ports, tenants }: CloudModel): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const { id, owner, external, sharedWith } of networks) {
    if (external) continue;
    const shared = sharedWith.includes("*") ? tenants : sharedWith;
    places.set(id, new Set([...(owner === undefined ? [] : [owner]), ...shared]));
  }
  for (const { network, owner } of ports) {
    if (owner !== undefined) places.get(network)?.add(owner);
  }
  return places;
}

/** One way for each pair: the shortest, with all that gets in on any, each once. */
function keep(best: Map<string, Reach>, reach: Reach): void {
  const key = `${reach.from} ${reach.to}`;
  const known = best.get(key);
  const open = [...(known?.open ?? []), ...reach.open];
  // Rules that differ in where they let in from only open the same.
  const distinct = new Map(open.map((opening) => [openingKey(opening), opening]));
  const path =
    known !== undefined && known.path.length <= reach.path.length ? known.path : reach.path;
  best.set(key, { ...reach, path, open: [...distinct.values()] });
}

/** What tenants let in. */
class Openings {
  private readonly groupsOf = new Map<string, ModelGroup[]>();
  private readonly members = new Map<string, Set<string>>();
  /** Ports that take everything, by tenant and network. */
  private readonly open = new Map<string, string[]>();

  constructor(model: CloudModel) {
    for (const group of model.groups) {
      const shared = group.sharedWith.includes("*") ? model.tenants : group.sharedWith;
      const users = new Set([...(group.owner === undefined ? [] : [group.owner]), ...shared]);
      this.members.set(group.id, users);
      for (const tenant of users) {
        this.groupsOf.set(tenant, [...(this.groupsOf.get(tenant) ?? []), group]);
      }
    }
    for (const { id, owner, network, open } of model.ports) {
      if (!open || owner === undefined) continue;
      const key = `${owner} ${network}`;
      this.open.set(key, [...(this.open.get(key) ?? []), id]);
    }
  }

  of(from: string, to: string, { network, source }: Arrival): Opening[] {
    const byPorts = (this.open.get(`${to} ${network}`) ?? []).map((by): Opening => ({
      protocol: "any",
      by,
    }));
    const byGroups = (this.groupsOf.get(to) ?? []).flatMap(({ id, ingress }) =>
      ingress
        .filter((rule) =>
          "group" in rule.from
            ? this.members.get(rule.from.group)?.has(from)
            : !isEmpty(intersect(source, rangesOfPeer(rule.from.cidr))),
        )
        .map(({ protocol, ports }): Opening => ({ protocol, ...(ports && { ports }), by: id })),
    );
    return [...byPorts, ...byGroups];
  }
}

/** The IPv4 addresses of a rule's peer: none for IPv6. */
function rangesOfPeer(cidr: string): Ranges {
  return cidr.includes(":") ? [] : [rangeOf(parseCidr(cidr))];
}

function isAllowed({ from, to, open }: Reach, peerings: ModelPeering[]): boolean {
  const between = peerings.filter((peering) => peering.from === from && peering.to === to);
  // The answers come back the other way; nothing else of it is open.
  const back = peerings.some((peering) => peering.from === to && peering.to === from);
  if (between.length === 0) return back && open.length === 0;
  return open.every((opening) =>
    between.some(({ allow }) => allow.some((allowed) => covers(allowed, opening))),
  );
}

/** Whether a peering that allows the one lets all of the other pass. */
export function covers(
  allowed: ModelPeering["allow"][number],
  { protocol, ports }: Pick<Opening, "protocol" | "ports">,
): boolean {
  if (allowed.protocol !== "any" && allowed.protocol !== protocol) return false;
  const { min, max } = allowed.ports ?? { min: 1, max: 65535 };
  return (ports?.min ?? 1) >= min && (ports?.max ?? 65535) <= max;
}
