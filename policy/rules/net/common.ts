import { covers } from "../../../components/isolation/prove";
import { isGiven, isUnknown, nameOf, objects, text, type Declared } from "../../declared/resource";
import type { Owner, Stack } from "../../declared/stack";
import type { Settings } from "../../settings";
import { blockOf, spanOf, type Block, type Span } from "./blocks";

/** Computes something of a stack once, however many resources ask for it. */
export function once<T>(compute: (stack: Stack) => T): (stack: Stack) => T {
  const computed = new WeakMap<Stack, { value: T }>();
  return (stack) => {
    const known = computed.get(stack) ?? { value: compute(stack) };
    computed.set(stack, known);
    return known.value;
  };
}

/** In an order that does not hang on which resource was made first. */
export const sorted = (resources: Declared[]): Declared[] =>
  [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));

/** Whether one of two owners is a tenant and the other is somebody else. */
export const differ = (a: Owner | undefined, b: Owner | undefined): boolean =>
  a !== undefined && b !== undefined && a.key !== b.key && Boolean(a.tenant ?? b.tenant);

/** Whether two tenants have a declared peering, in whichever direction. */
export const peered = ({ peerings }: Settings, a: Owner, b: Owner): boolean =>
  peerings.some(
    ({ from, to }) => (from === a.name && to === b.name) || (from === b.name && to === a.name),
  );

/** Whether the machines of one owner are not to open connections to those of another, by a protocol and ports. */
export const notReach = (
  { peerings }: Settings,
  from: Owner | undefined,
  to: Owner | undefined,
  protocol?: string,
  ports?: { min: number; max: number },
): boolean =>
  differ(from, to) &&
  !peerings.some(
    (peering) =>
      peering.from === from?.name &&
      peering.to === to?.name &&
      // What is let pass is everything, unless it is said.
      (peering.allow ?? [{ protocol: "any" }]).some((allowed) =>
        // A rule that names no protocol is about every one.
        covers(allowed, { protocol: protocol ?? "any", ports }),
      ),
  );

/** Whether two owners differ and have no peering. */
export const strangers = (
  settings: Settings,
  a: Owner | undefined,
  b: Owner | undefined,
): boolean =>
  a !== undefined &&
  b !== undefined &&
  differ(a, b) &&
  !(a.tenant && b.tenant && peered(settings, a, b));

/** An owner for people: what is in no project that can be told is the cloud's own. */
export const nameOfOwner = (owner: Owner | undefined): string =>
  owner !== undefined && (owner.tenant || owner.key.startsWith("id:")) ? owner.name : "the cloud";

/** e.g. `network app of acme`. */
export const called = (what: string, resource: Declared, owner: Owner | undefined): string =>
  `${what} ${nameOf(resource)} of ${nameOfOwner(owner)}`;

/** The provider's documentation has some values as `accessAsShared`, the API takes `access_as_shared`. */
export const constant = (value: string | undefined): string | undefined =>
  value?.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Whom networks are given to as external, by the network: keys of owners, and `*` for everybody. */
const externalGrants = once((stack) => {
  const grants = new Map<Declared, Set<string>>();
  for (const policy of stack.of("rbacPolicy")) {
    if (constant(text(policy, "action")) !== "access_as_external") continue;
    const network = stack.follow(policy, "objectId", "network");
    if (network === undefined) continue;
    const everybody = text(policy, "targetTenant") === "*";
    const key = everybody ? "*" : (stack.ownerAt(policy, "targetTenant")?.key ?? "?");
    grants.set(network, (grants.get(network) ?? new Set<string>()).add(key));
  }
  return grants;
});

/** Whether routers may lead out by a network. */
export const isExternal = (stack: Stack, network: Declared): boolean =>
  network.props.external === true || externalGrants(stack).has(network);

/** Whether an owner's routers may lead out by a network. */
export function mayLeadOutBy(stack: Stack, network: Declared, owner: Owner): boolean {
  const keys = externalGrants(stack).get(network);
  return (
    network.props.external === true || keys?.has("*") === true || keys?.has(owner.key) === true
  );
}

export const subnetsOf = (stack: Stack, network: Declared): Declared[] =>
  stack.leadingTo("subnet", "networkId", "network").get(network) ?? [];

/** The network by which a router leads out, where this program declares it. */
export const gatewayOf = (stack: Stack, router: Declared): Declared | undefined =>
  stack.follow(router, "externalNetworkId", "network") ??
  stack.follow(router, "externalGateway", "network");

export const hasGateway = (router: Declared): boolean =>
  isGiven(router, "externalNetworkId") || isGiven(router, "externalGateway");

/** The networks that an interface of a router is on: by a subnet, or by a port. */
export function networkOfInterface(stack: Stack, link: Declared): Declared | undefined {
  const at = stack.follow(link, "subnetId", "subnet") ?? stack.follow(link, "portId", "port");
  return at && stack.follow(at, "networkId", "network");
}

/** The tenants whose routers are on a network. */
const tenantsByRouters = once((stack) => {
  const tenants = new Map<Declared, Map<string, Owner>>();
  for (const link of stack.of("interface")) {
    const router = stack.follow(link, "routerId", "router");
    const owner = router && stack.ownerOf(router);
    const network = networkOfInterface(stack, link);
    if (network === undefined || !owner?.tenant) continue;
    const known = tenants.get(network) ?? new Map<string, Owner>();
    tenants.set(network, known.set(owner.key, owner));
  }
  return tenants;
});

/**
 * Whether a network of the cloud's own is where routers of tenants meet that all have peerings with each
 * other. Such a network has two tenants at least: one alone would get at what else the cloud has there.
 */
export function isMeeting(stack: Stack, settings: Settings, network: Declared): boolean {
  if (stack.ownerOf(network)?.tenant || isExternal(stack, network)) return false;
  const tenants = [...(tenantsByRouters(stack).get(network)?.values() ?? [])];
  return (
    tenants.length > 1 &&
    tenants.every((one, n) => tenants.slice(n + 1).every((two) => peered(settings, one, two)))
  );
}

/** Subnets on which routers of this program have an address of their own choice: the gateway's. */
export const routedSubnets = once(
  (stack) =>
    new Set(
      stack
        .of("interface")
        .map((link) => stack.follow(link, "subnetId", "subnet"))
        .filter((subnet) => subnet !== undefined),
    ),
);

/** The network of a subnet, in addresses. */
export function cidrOf(subnet: Declared): Block | undefined {
  const cidr = text(subnet, "cidr");
  return cidr === undefined ? undefined : blockOf(cidr);
}

/** The address of a subnet's gateway: Neutron takes the first one where none is given. */
export function gatewayAddress(subnet: Declared): Span | undefined {
  if (subnet.props.noGateway === true || isUnknown(subnet, "gatewayIp")) return undefined;
  const given = text(subnet, "gatewayIp");
  if (given !== undefined) return blockOf(given);
  const cidr = cidrOf(subnet);
  if (cidr === undefined || cidr.first === cidr.last) return undefined;
  const address = cidr.first + 1n;
  return { six: cidr.six, first: address, last: address };
}

/** The addresses that a subnet gives out: all of its own where it does not say which. */
export function poolsOf(subnet: Declared): { text: string; span: Span }[] {
  const keys = ["allocationPools", "allocationPoolsCollection"];
  if (keys.some((key) => isUnknown(subnet, key))) return [];
  const pools = keys
    .flatMap((key) => objects(subnet, key))
    .flatMap(({ start, end }) => {
      const span = spanOf(start, end);
      return span === undefined ? [] : [{ text: `${String(start)}-${String(end)}`, span }];
    });
  const cidr = cidrOf(subnet);
  return pools.length > 0 || cidr === undefined ? pools : [{ text: cidr.text, span: cidr }];
}

/** A static route, wherever it is declared. */
export interface Route {
  to: Block;
  /** For people. */
  by: string;
}

/** The routes of a router's or a subnet's route, and those within a subnet. */
export function routesOf(resource: Declared): Route[] {
  return [resource.props, ...objects(resource, "hostRoutes")].flatMap(
    ({ destinationCidr, nextHop }) => {
      const to = typeof destinationCidr === "string" ? blockOf(destinationCidr) : undefined;
      if (to === undefined) return [];
      return [{ to, by: typeof nextHop === "string" ? nextHop : "a machine" }];
    },
  );
}

/**
 * Whether a port that has a gateway's address takes it from somebody: from a router that this program
 * puts there, or from the network's owner. On a network of its own and with no router a tenant may
 * well make one of its machines the gateway.
 */
export function gatewayIsTaken(stack: Stack, port: Declared, subnet: Declared): boolean {
  if (routedSubnets(stack).has(subnet)) return true;
  const network = stack.follow(subnet, "networkId", "network");
  return network !== undefined && differ(stack.ownerOf(network), stack.ownerOf(port));
}
