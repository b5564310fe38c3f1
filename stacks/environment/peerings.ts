import { createHash } from "node:crypto";
import {
  formatAddress,
  formatCidr,
  overlap,
  parseCidr,
  rangeOf,
  size,
  usableRange,
} from "../../components/addresses/ipv4";
import { PEERING_PREFIX } from "./cloud";
import { subnetsOf, type PeeringSettings, type TenantSettings } from "./tenant";

type Tenants = ReadonlyMap<string, TenantSettings>;
type Pair = readonly [string, string];

/** Two tenants that reach each other, as both of them declared it. */
export interface Peering {
  /** The two tenants, in the order of their names. */
  between: readonly [PeeringSide, PeeringSide];
  /**
   * `routers`: their routers meet on a network where no machine is, and forward between the networks
   * that take part. `network`: machines of both have a port on one network; for tenants whose
   * networks share addresses, so that no router could tell them apart, or that have no router.
   */
  by: "routers" | "network";
  /** The network between them. */
  cidr: string;
  /** What may pass. */
  allow: Allowed[];
}

export interface PeeringSide {
  tenant: string;
  /** The subnets that take part. */
  cidrs: string[];
  /** The routers that join them; none where `by` is `network`. */
  routers: PeeringRouter[];
}

export interface PeeringRouter {
  router: string;
  /** Its address on the network between the tenants. */
  address: string;
  /** The subnets that take part and that it joins. */
  cidrs: string[];
}

export interface Allowed {
  from: string;
  to: string;
  protocol: PeeringSettings["protocol"];
  /** @default every port */
  port?: { min: number; max: number };
  /** The security group of `to` that lets it in. */
  group: string;
  description?: string;
}

/** Ports as they are written: `80`, `8000-8080`; nothing for every port. */
export const portsOf = ({ port }: PeeringSettings): string | undefined =>
  port && (port.min === port.max ? String(port.min) : `${port.min}-${port.max}`);

/** What both sides have to say alike. */
export function wordsOf(owner: string, entry: PeeringSettings): string {
  const { from, to, protocol } = entry;
  return [`from ${from ?? owner} to ${to ?? owner}:`, protocol, portsOf(entry)]
    .filter((word) => word !== undefined)
    .join(" ");
}

/** The networks that a tenant's machines have their addresses of when they come by a peering. */
export const sourcesOf = ({ between, by, cidr }: Peering, from: string): string[] =>
  by === "network"
    ? [cidr]
    : between.flatMap(({ tenant, cidrs }) => (tenant === from ? cidrs : []));

/** The tenant at the other end. */
export const otherOf = ({ from, to }: PeeringSettings): string => from ?? to ?? "";

/** Whether the other tenant declares the same. */
export const isAgreed = (tenants: Tenants, owner: string, entry: PeeringSettings): boolean =>
  tenants
    .get(otherOf(entry))
    ?.peerings.some((own) => wordsOf(otherOf(entry), own) === wordsOf(owner, entry)) ?? false;

/**
 * The peerings that both sides declare.
 * @param range the addresses for the networks between tenants, see `cloud.peeringRange`
 */
export function planPeerings(tenants: Tenants, range: string): Peering[] {
  const pairs = pairsOf(tenants);
  const slots = slotsOf(pairs, range);
  const ways = pairs.map((pair) => ({
    pair,
    sides: pair.map((own) => sideOf(tenants, pair, own)),
  }));
  return ways.flatMap(({ pair, sides: [one, two] }, n) => {
    const cidr = slots[n];
    if (one === undefined || two === undefined || cidr === undefined) return [];
    const others = ways.filter((way, m) => m !== n).map((way) => way.sides);
    const routed = isRouted(tenants, [one, two], others);
    const count = routed ? one.routers.length : 0;
    return {
      between: [
        routed ? numbered(one, cidr, 0) : { ...one, routers: [] },
        routed ? numbered(two, cidr, count) : { ...two, routers: [] },
      ],
      by: routed ? "routers" : "network",
      cidr,
      allow: allowedOf(tenants, pair),
    } satisfies Peering;
  });
}

function pairsOf(tenants: Tenants): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const [owner, { peerings }] of tenants) {
    for (const entry of peerings) {
      if (!isAgreed(tenants, owner, entry) || otherOf(entry) === owner) continue;
      const [one = "", two = ""] = [owner, otherOf(entry)].sort();
      pairs.set(`${one} ${two}`, [one, two]);
    }
  }
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
}

function allowedOf(tenants: Tenants, pair: Pair): Allowed[] {
  return pair.flatMap((to) =>
    (tenants.get(to)?.peerings ?? [])
      .filter((entry) => entry.from !== undefined && pair.includes(entry.from) && entry.from !== to)
      .filter((entry) => isAgreed(tenants, to, entry))
      .map(({ from = "", protocol, port, group = "", description }) => ({
        from,
        to,
        protocol,
        ...(port && { port }),
        group,
        ...(description !== undefined && { description }),
      })),
  );
}

/** The networks of a tenant that take part, by the routers that join them. */
function sideOf(tenants: Tenants, pair: Pair, own: string): PeeringSide {
  const tenant = tenants.get(own);
  if (tenant === undefined) return { tenant: own, cidrs: [], routers: [] };
  const entries = tenant.peerings.filter((entry) => pair.includes(otherOf(entry)));
  const joined = Object.values(tenant.routers).flatMap(({ networks }) => networks);
  const named = entries.flatMap(({ networks }) => networks ?? joined);
  const taken = new Set<string>();
  const routers = Object.entries(tenant.routers).flatMap(([router, { networks }]) => {
    // A network that two routers join is reached by the first.
    const mine = networks.filter((network) => named.includes(network) && !taken.has(network));
    for (const network of mine) taken.add(network);
    const cidrs = mine.flatMap((network) => cidrsOf(tenant, network));
    return cidrs.length === 0 ? [] : [{ router, address: "", cidrs }];
  });
  return { tenant: own, cidrs: routers.flatMap(({ cidrs }) => cidrs), routers };
}

const cidrsOf = ({ networks }: TenantSettings, network: string): string[] =>
  subnetsOf(network, networks[network] ?? {}).map(([, { cidr }]) => cidr);

/**
 * Whether routers can tell all addresses apart: those of the other side from every network that the
 * own router joins, and from those that it reaches by its other peerings.
 */
function isRouted(
  tenants: Tenants,
  sides: [PeeringSide, PeeringSide],
  others: PeeringSide[][],
): boolean {
  const [one, two] = sides;
  const apart = (own: PeeringSide, other: PeeringSide): boolean => {
    const tenant = tenants.get(own.tenant);
    const known = own.routers.flatMap(({ router }) =>
      (tenant?.routers[router]?.networks ?? []).flatMap((network) =>
        tenant ? cidrsOf(tenant, network) : [],
      ),
    );
    const reached = others
      .filter((pair) => pair.some((side) => side.tenant === own.tenant))
      .flatMap((pair) => pair.filter((side) => side.tenant !== own.tenant))
      .flatMap(({ cidrs }) => cidrs);
    return !other.cidrs.some((a) => [...known, ...reached].some((b) => share(a, b)));
  };
  return one.routers.length > 0 && two.routers.length > 0 && apart(one, two) && apart(two, one);
}

const share = (a: string, b: string): boolean =>
  overlap(rangeOf(parseCidr(a)), rangeOf(parseCidr(b)));

function numbered(side: PeeringSide, cidr: string, before: number): PeeringSide {
  const { first } = usableRange(parseCidr(cidr));
  return {
    ...side,
    routers: side.routers.map((router, n) => ({
      ...router,
      address: formatAddress(first + before + n),
    })),
  };
}

/**
 * A network for each pair, by the pair's names: so a peering keeps its network whichever others come and
 * go. Only pairs that have a tenant in common must not have the same one; the second of two that would
 * takes the next.
 */
function slotsOf(pairs: Pair[], range: string): string[] {
  const { base, prefix } = parseCidr(range);
  const count = size(prefix) / size(PEERING_PREFIX);
  const taken: { slot: number; pair: Pair }[] = [];
  for (const pair of pairs) {
    let slot = createHash("sha256").update(pair.join(" ")).digest().readUInt32BE() % count;
    const isTaken = (): boolean =>
      taken.some((other) => other.slot === slot && other.pair.some((name) => pair.includes(name)));
    for (let tries = 0; isTaken() && tries < count; tries++) slot = (slot + 1) % count;
    taken.push({ slot, pair });
  }
  return taken.map(({ slot }) =>
    formatCidr({ base: base + slot * size(PEERING_PREFIX), prefix: PEERING_PREFIX }),
  );
}
