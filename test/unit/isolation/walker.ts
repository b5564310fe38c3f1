import { parseAddress, parseCidr, contains } from "../../../components/addresses/ipv4";
import type { CloudModel, ModelRouter, ModelRule } from "../../../components/isolation/model";

/**
 * A packet walker: sends packets one by one through the model, hop by hop, as routers do, and asks the
 * security groups of whoever gets it. Slow and simple, and of no piece with what it checks.
 */
export interface Packet {
  from: string;
  to: string;
  protocol: "tcp" | "udp" | "icmp";
  port: number;
}

/** Every packet that gets from a machine of one tenant into a machine of another one. */
export function walk(
  model: CloudModel,
  addresses: string[],
  probes: Pick<Packet, "protocol" | "port">[],
): Set<string> {
  const arrived = new Set<string>();
  for (const network of model.networks) {
    if (network.external) continue;
    for (const from of tenantsOn(model, network.id)) {
      const sources = addresses.filter((address) => isOn(model, network.id, address));
      for (const source of sources) {
        // A neighbour gets it whatever its address is.
        receive(model, arrived, network.id, from, source, probes);
        for (const router of model.routers) {
          for (const entry of router.interfaces) {
            if (subnetOf(model, entry.subnet).network !== network.id) continue;
            const { scope } = subnetOf(model, entry.subnet);
            for (const destination of addresses) {
              forward(model, router, { source, destination, scope, ttl: 16 }, (where, seen) =>
                receive(model, arrived, where, from, seen, probes),
              );
            }
          }
        }
      }
    }
  }
  return arrived;
}

interface Flying {
  source: string;
  destination: string;
  scope: string | undefined;
  ttl: number;
}

function forward(
  model: CloudModel,
  router: ModelRouter,
  { source, destination, scope, ttl }: Flying,
  deliver: (network: string, source: string) => void,
): void {
  if (ttl === 0) return;
  const address = parseAddress(destination)!;
  let best: { prefix: number; subnet?: string; nextHop?: string } | undefined;
  for (const { subnet } of router.interfaces) {
    const cidr = parseCidr(subnetOf(model, subnet).cidr);
    if (contains(cidr, address) && (best === undefined || cidr.prefix > best.prefix)) {
      best = { prefix: cidr.prefix, subnet };
    }
  }
  for (const { destination: to, nextHop } of router.routes) {
    const cidr = parseCidr(to);
    if (contains(cidr, address) && (best === undefined || cidr.prefix > best.prefix)) {
      best = { prefix: cidr.prefix, nextHop };
    }
  }
  if (best === undefined) return;
  if (best.subnet !== undefined) {
    const subnet = subnetOf(model, best.subnet);
    if (subnet.scope !== scope) return;
    if (routerAt(model, subnet.network, destination) === undefined) deliver(subnet.network, source);
    return;
  }
  const nextHop = best.nextHop!;
  const link = router.interfaces.find(({ subnet }) =>
    contains(parseCidr(subnetOf(model, subnet).cidr), parseAddress(nextHop)!),
  );
  if (link !== undefined) {
    const subnet = subnetOf(model, link.subnet);
    if (subnet.scope !== scope) return;
    const next = routerAt(model, subnet.network, nextHop);
    if (next === undefined) deliver(subnet.network, source);
    else forward(model, next, { source, destination, scope, ttl: ttl - 1 }, deliver);
    return;
  }
  if (router.gateway?.address === undefined) return;
  const { network, address: own } = router.gateway;
  const next = model.routers.find(
    ({ gateway }) => gateway?.network === network && gateway.address === nextHop,
  );
  if (next === undefined) return;
  // It comes in by the network outside, and so from the scope of that.
  const { scope: outside } = model.subnets.find((subnet) => subnet.network === network)!;
  forward(model, next, { source: own, destination, scope: outside, ttl: ttl - 1 }, deliver);
}

/** Every other tenant that has machines on the network asks its groups. */
function receive(
  model: CloudModel,
  arrived: Set<string>,
  network: string,
  from: string,
  source: string,
  probes: Pick<Packet, "protocol" | "port">[],
): void {
  for (const to of tenantsOn(model, network)) {
    if (to === from) continue;
    arrived.add(`${from} gets to ${to}`);
    for (const { protocol, port } of probes) {
      const open = model.ports.some(
        (declared) => declared.open && declared.owner === to && declared.network === network,
      );
      const let_in = model.groups.some(
        (group) =>
          isMember(group, to) &&
          group.ingress.some((rule) => matches(model, rule, from, source, protocol, port)),
      );
      if (open || let_in) arrived.add(`${from} gets into ${to} by ${protocol} ${port}`);
    }
  }
}

function matches(
  model: CloudModel,
  rule: ModelRule,
  from: string,
  source: string,
  protocol: string,
  port: number,
): boolean {
  if (rule.protocol !== "any" && rule.protocol !== protocol) return false;
  if (rule.ports !== undefined && (port < rule.ports.min || port > rule.ports.max)) return false;
  if ("cidr" in rule.from) return contains(parseCidr(rule.from.cidr), parseAddress(source)!);
  const { group } = rule.from;
  return model.groups.some((other) => other.id === group && isMember(other, from));
}

const isMember = (group: { owner?: string; sharedWith: string[] }, tenant: string): boolean =>
  group.owner === tenant || group.sharedWith.includes(tenant) || group.sharedWith.includes("*");

function tenantsOn(model: CloudModel, network: string): string[] {
  const found = model.networks.find(({ id }) => id === network)!;
  return model.tenants.filter(
    (tenant) =>
      isMember(found, tenant) ||
      model.ports.some((port) => port.network === network && port.owner === tenant),
  );
}

function isOn(model: CloudModel, network: string, address: string): boolean {
  return (
    routerAt(model, network, address) === undefined &&
    model.subnets.some(
      (subnet) =>
        subnet.network === network && contains(parseCidr(subnet.cidr), parseAddress(address)!),
    )
  );
}

function routerAt(model: CloudModel, network: string, address: string): ModelRouter | undefined {
  return model.routers.find(
    (router) =>
      router.interfaces.some(
        (link) => link.address === address && subnetOf(model, link.subnet).network === network,
      ) ||
      (router.gateway?.network === network && router.gateway.address === address),
  );
}

const subnetOf = (model: CloudModel, id: string) => model.subnets.find((s) => s.id === id)!;
