import { contains, parseAddress, parseCidr } from "../../../components/addresses/ipv4";
import type { CloudModel, ModelRule } from "../../../components/isolation/model";
import { Paths } from "../../../components/isolation/paths";
import { prove, type Reach } from "../../../components/isolation/prove";
import type { Machine } from "./machines";

/** What is sent to an address. */
export interface Packet {
  protocol: "tcp" | "udp" | "icmp";
  port?: number;
}

/** Who gets a packet, and what it sees as its source. */
export interface Delivery {
  machine: Machine;
  source: string;
}

/**
 * What the proof and the security groups say of packets between machines. Nothing of it is about these
 * tenants: where the environment declares a peering, it says what that lets through.
 */
export class Expectation {
  private readonly paths: Paths;
  /** Ways between tenants, whether allowed or not: the proof says that packets take them. */
  readonly ways: Reach[];

  /** @param outside the address that each tenant's machines without a floating one have outside */
  constructor(
    private readonly model: CloudModel,
    private readonly machines: Machine[],
    private readonly outside: Record<string, string>,
  ) {
    this.paths = new Paths(model);
    const { peered, violations } = prove(model);
    this.ways = [...peered, ...violations];
  }

  /** @returns undefined where the packet gets to nobody */
  delivery(from: Machine, to: string, packet: Packet): Delivery | undefined {
    // A machine's packets to itself do not leave it.
    if (to === from.address) return { machine: from, source: from.address };
    const delivery = this.published(from, to) ?? this.inside(from, to, packet);
    return delivery && this.lets(delivery, from, packet) ? delivery : undefined;
  }

  /** By a floating address it arrives from outside, whoever sends it. */
  private published(from: Machine, to: string): Delivery | undefined {
    const machine = this.machines.find(({ floating }) => floating === to);
    return machine && { machine, source: from.floating ?? this.outside[from.tenant] ?? "" };
  }

  /** By a fixed address: the own tenant's machine, or one of a tenant that the proof has a way to. */
  private inside(from: Machine, to: string, packet: Packet): Delivery | undefined {
    const reached = new Set(this.paths.from(networkOf(from)).map(({ network }) => network));
    const own = this.model.subnets.some(
      ({ network, cidr }) =>
        network.startsWith(`${from.tenant}/`) && reached.has(network) && isIn(to, cidr),
    );
    const machine = this.machines.find(
      (other) =>
        other.address === to &&
        reached.has(networkOf(other)) &&
        (own ? other.tenant === from.tenant : this.hasWay(from, other, packet)),
    );
    return machine && { machine, source: from.address };
  }

  private hasWay(from: Machine, to: Machine, packet: Packet): boolean {
    const way = this.ways.find((reach) => reach.from === from.tenant && reach.to === to.tenant);
    return way?.open.some((opening) => opening.by === groupOf(to) && is(opening, packet)) ?? false;
  }

  private lets({ machine, source }: Delivery, from: Machine, packet: Packet): boolean {
    const group = this.model.groups.find(({ id }) => id === groupOf(machine));
    return (group?.ingress ?? []).some(
      (rule) =>
        is(rule, packet) &&
        ("cidr" in rule.from
          ? isIn(source, rule.from.cidr)
          : // Members of a group are known by their fixed addresses.
            rule.from.group === groupOf(from) && source === from.address),
    );
  }
}

const networkOf = ({ tenant, network }: Machine): string => `${tenant}/${network}`;
const groupOf = ({ tenant, group }: Machine): string => `${tenant}/${group}`;

const isIn = (address: string, cidr: string): boolean =>
  !cidr.includes(":") && contains(parseCidr(cidr), parseAddress(address) ?? -1);

/** Whether a rule or an opening is about a packet. */
export function is({ protocol, ports }: Omit<ModelRule, "from">, packet: Packet): boolean {
  if (protocol !== "any" && protocol !== packet.protocol) return false;
  if (ports === undefined || packet.port === undefined) return true;
  return ports.min <= packet.port && packet.port <= ports.max;
}
