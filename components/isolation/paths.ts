import { parseAddress, parseCidr, rangeOf } from "../addresses/ipv4";
import type { CloudModel, ModelRouter, ModelSubnet } from "./model";
import { EVERYTHING, intersect, isEmpty, without, type Ranges } from "./ranges";

/** One stop on the way of a packet. */
export type Hop =
  | { network: string }
  | {
      router: string;
      /** The static route that was taken there. */ by?: { destination: string; nextHop: string };
    };

/** Somewhere that packets from a network arrive. */
export interface Arrival {
  network: string;
  /** From the first network to the last, both included. */
  path: Hop[];
  /** The addresses that packets which arrive may have come from. */
  source: Ranges;
}

interface Attached {
  subnet: ModelSubnet;
  address: number;
  range: Ranges;
  prefix: number;
}

interface Forwarder {
  router: ModelRouter;
  attached: Attached[];
}

interface Packet {
  destination: Ranges;
  source: Ranges;
  path: Hop[];
  /** The address scope it came from; undefined where that network has none. */
  scope: string | undefined;
}

/** Where packets can get to, by networks and routers alone: what security groups let in is another matter. */
export class Paths {
  private readonly forwarders: Forwarder[];
  /** The routers on a network. */
  private readonly on = new Map<string, Forwarder[]>();
  private readonly byAddress = new Map<string, Forwarder>();
  private readonly subnetsOf = new Map<string, ModelSubnet[]>();

  constructor(model: CloudModel) {
    const subnets = new Map(model.subnets.map((subnet) => [subnet.id, subnet]));
    for (const subnet of model.subnets) push(this.subnetsOf, subnet.network, subnet);
    this.forwarders = model.routers.map((router) => ({
      router,
      attached: router.interfaces.flatMap(({ subnet: id, address }): Attached[] => {
        const subnet = subnets.get(id);
        const number = parseAddress(address);
        if (subnet === undefined || number === undefined) return [];
        const cidr = parseCidr(subnet.cidr);
        return [{ subnet, address: number, range: [rangeOf(cidr)], prefix: cidr.prefix }];
      }),
    }));
    for (const forwarder of this.forwarders) {
      const { router, attached } = forwarder;
      for (const network of new Set(attached.map(({ subnet }) => subnet.network))) {
        push(this.on, network, forwarder);
      }
      for (const { subnet, address } of attached) {
        this.byAddress.set(`${subnet.network} ${address}`, forwarder);
      }
      const outside = parseAddress(router.gateway?.address ?? "");
      if (outside !== undefined) {
        this.byAddress.set(`${router.gateway?.network} ${outside}`, forwarder);
      }
    }
  }

  /**
   * Every network that a machine on this one can send packets to. It may hand them to any router there,
   * whichever its gateway is: who has a machine sets its routes.
   */
  from(network: string): Arrival[] {
    const source = this.addressesOf(network);
    const start: Arrival = { network, path: [{ network }], source };
    const arrivals = [start];
    for (const forwarder of this.on.get(network) ?? []) {
      const scopes = new Set(
        forwarder.attached
          .filter(({ subnet }) => subnet.network === network)
          .map(({ subnet }) => subnet.scope),
      );
      for (const scope of scopes) {
        const packet = { destination: EVERYTHING, source, path: start.path, scope };
        this.forward(forwarder, packet, arrivals);
      }
    }
    return arrivals;
  }

  private addressesOf(network: string): Ranges {
    return (this.subnetsOf.get(network) ?? []).map(({ cidr }) => rangeOf(parseCidr(cidr)));
  }

  /** A router forwards by the longest prefix; its own networks come before a static route as long. */
  private forward({ router, attached }: Forwarder, packet: Packet, arrivals: Arrival[]): void {
    // A packet that comes by a second time goes round for ever.
    if (packet.path.some((hop) => "router" in hop && hop.router === router.id)) return;
    const routes = router.routes.map((route) => ({ route, cidr: parseCidr(route.destination) }));
    const ways = [
      ...attached.map((to) => ({ to, route: undefined, range: to.range, prefix: to.prefix })),
      ...routes.map(({ route, cidr }) => ({
        to: undefined,
        route,
        range: [rangeOf(cidr)],
        prefix: cidr.prefix,
      })),
    ].sort((a, b) => b.prefix - a.prefix);
    let left = packet.destination;
    for (const { to, route, range } of ways) {
      const taken = intersect(left, range);
      left = without(left, range);
      if (isEmpty(taken)) continue;
      if (to !== undefined) {
        this.deliver(
          to,
          { ...packet, destination: taken, path: [...packet.path, { router: router.id }] },
          arrivals,
        );
      } else if (route !== undefined) {
        const path = [...packet.path, { router: router.id, by: route }];
        this.followRoute(
          { router, attached },
          route.nextHop,
          { ...packet, destination: taken, path },
          arrivals,
        );
      }
    }
  }

  private deliver({ subnet }: Attached, packet: Packet, arrivals: Arrival[]): void {
    if (packet.scope !== subnet.scope) return;
    const routers = (this.on.get(subnet.network) ?? []).flatMap(({ attached }) =>
      attached
        .filter((other) => other.subnet.network === subnet.network)
        .map(({ address }) => ({ first: address, last: address })),
    );
    // What is for a router's own address ends there.
    if (isEmpty(without(packet.destination, routers))) return;
    const { network } = subnet;
    arrivals.push({ network, path: [...packet.path, { network }], source: packet.source });
  }

  private followRoute(
    { router, attached }: Forwarder,
    nextHop: string,
    packet: Packet,
    arrivals: Arrival[],
  ): void {
    const address = parseAddress(nextHop);
    if (address === undefined) return;
    const next = { first: address, last: address };
    const to = attached.find(({ range }) => !isEmpty(intersect(range, [next])));
    if (to !== undefined) {
      if (packet.scope !== to.subnet.scope) return;
      const { network } = to.subnet;
      const other = this.byAddress.get(`${network} ${address}`);
      const path = [...packet.path, { network }];
      if (other === undefined) arrivals.push({ network, path, source: packet.source });
      else this.forward(other, { ...packet, path }, arrivals);
      return;
    }
    const { gateway } = router;
    const other = gateway && this.byAddress.get(`${gateway.network} ${address}`);
    if (gateway === undefined || other === undefined) return;
    // On its way out it takes the router's own address there.
    const own = parseAddress(gateway.address ?? "");
    const source =
      own === undefined ? this.addressesOf(gateway.network) : [{ first: own, last: own }];
    const path = [...packet.path, { network: gateway.network }];
    const scope = this.subnetsOf.get(gateway.network)?.[0]?.scope;
    this.forward(other, { ...packet, path, source, scope }, arrivals);
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
