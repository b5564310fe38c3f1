import { firstHost, readCidr } from "../../components/addresses/ipv4";
import type {
  CloudModel,
  ModelGroup,
  ModelInterface,
  ModelNetwork,
  ModelPort,
  ModelRule,
  ModelSubnet,
} from "../../components/isolation/model";
import type { Settings } from "../settings";
import { list, number, objects, text, type Declared } from "./resource";
import type { Stack, Target } from "./stack";
import type { ShortType } from "./types";

/**
 * What a program declares, as the reachability proof takes it. Ids are URNs (`id:...` for what is
 * declared elsewhere), tenants the keys of their owners. What is not known yet is left out.
 */
export function cloudModelOf(stack: Stack, { peerings }: Settings): CloudModel {
  const owners = stack.tenants().flatMap((project) => stack.ownerOf(project) ?? []);
  // Of one name there may be several, in domains of their own.
  const named = new Map(owners.map(({ name, key }) => [name, key]));
  const shared = grantsOf(stack);
  const links = stack.leadingTo("interface", "routerId", "router");
  const routes = stack.leadingTo("route", "routerId", "router");
  const rules = stack.leadingTo("securityGroupRule", "securityGroupId", "securityGroup");
  return {
    tenants: owners.map(({ key }) => key).sort(),
    networks: networksOf(stack, shared),
    subnets: stack.of("subnet").flatMap((subnet) => subnetOf(stack, subnet)),
    routers: stack.of("router").map((router) => ({
      id: router.urn,
      owner: tenantOf(stack, router),
      interfaces: (links.get(router) ?? []).flatMap((link) => interfaceOf(stack, link)),
      gateway: gatewayOf(stack, router),
      routes: (routes.get(router) ?? []).flatMap((route) => {
        const [destination, nextHop] = [text(route, "destinationCidr"), text(route, "nextHop")];
        return isIpv4(destination) && nextHop !== undefined ? [{ destination, nextHop }] : [];
      }),
    })),
    groups: stack.of("securityGroup").map((group): ModelGroup => ({
      id: group.urn,
      owner: tenantOf(stack, group),
      sharedWith: shared.get(group.urn) ?? [],
      ingress: (rules.get(group) ?? []).flatMap((rule) => ruleOf(stack, rule)),
    })),
    ports: [...stack.of("port"), ...stack.of("instance")].flatMap((port) => portsOf(stack, port)),
    peerings: peerings.map(({ from, to, allow = [{ protocol: "any" }] }) => ({
      from: named.get(from) ?? from,
      to: named.get(to) ?? to,
      allow,
    })),
  };
}

const isIpv4 = (cidr: string | undefined): cidr is string =>
  cidr !== undefined && readCidr(cidr)?.exact === true;

const tenantOf = (stack: Stack, resource: Declared): string | undefined => {
  const owner = stack.ownerOf(resource);
  return owner?.tenant === undefined ? undefined : owner.key;
};

const keyAt = (
  stack: Stack,
  resource: Declared,
  key: string,
  ...types: ShortType[]
): string | undefined => {
  const target: Target | undefined = stack.target(resource, key, ...types);
  return target && stack.keyOf(target);
};

/** With whom RBAC policies share a network or a security group, by its URN. */
function grantsOf(stack: Stack): Map<string, string[]> {
  const shared = new Map<string, string[]>();
  for (const policy of stack.of("rbacPolicy")) {
    if (text(policy, "action") !== "access_as_shared") continue;
    const object = keyAt(stack, policy, "objectId", "network", "securityGroup");
    const all = text(policy, "targetTenant") === "*";
    const target = all ? "*" : keyAt(stack, policy, "targetTenant", "project");
    if (object === undefined || target === undefined) continue;
    shared.set(object, [...(shared.get(object) ?? []), target]);
  }
  return shared;
}

function networksOf(stack: Stack, shared: Map<string, string[]>): ModelNetwork[] {
  const gateways = stack
    .of("router")
    .map((router) => keyAt(stack, router, "externalNetworkId", "network"));
  const external = stack
    .of("rbacPolicy")
    .filter((policy) => text(policy, "action") === "access_as_external")
    .map((policy) => keyAt(stack, policy, "objectId", "network"));
  const outside = new Set([...gateways, ...external]);
  return stack.of("network").map((network) => ({
    id: network.urn,
    owner: tenantOf(stack, network),
    external: network.props.external === true || outside.has(network.urn),
    sharedWith: network.props.shared === true ? ["*"] : (shared.get(network.urn) ?? []),
  }));
}

function subnetOf(stack: Stack, subnet: Declared): ModelSubnet[] {
  const network = keyAt(stack, subnet, "networkId", "network");
  const cidr = text(subnet, "cidr");
  if (network === undefined || !isIpv4(cidr)) return [];
  const pool = stack.follow(subnet, "subnetpoolId", "subnetPool");
  const scope = pool && keyAt(stack, pool, "addressScopeId", "addressScope");
  return [{ id: subnet.urn, network, cidr, scope }];
}

/** An interface by its subnet has the subnet's gateway address, one by a port the port's. */
function interfaceOf(stack: Stack, link: Declared): ModelInterface[] {
  const port = stack.follow(link, "portId", "port");
  const [fixed] = port === undefined ? [] : objects(port, "fixedIps");
  const subnet =
    port === undefined
      ? stack.follow(link, "subnetId", "subnet")
      : stack.follow(port, "fixedIps", "subnet");
  const cidr = subnet && text(subnet, "cidr");
  if (subnet === undefined || !isIpv4(cidr)) return [];
  const own = typeof fixed?.ipAddress === "string" ? fixed.ipAddress : undefined;
  return [{ subnet: subnet.urn, address: own ?? text(subnet, "gatewayIp") ?? firstHost(cidr) }];
}

function gatewayOf(
  stack: Stack,
  router: Declared,
): { network: string; address?: string } | undefined {
  const network = keyAt(stack, router, "externalNetworkId", "network");
  if (network === undefined) return undefined;
  const [fixed] = objects(router, "externalFixedIps");
  return { network, address: typeof fixed?.ipAddress === "string" ? fixed.ipAddress : undefined };
}

/** IANA's numbers for the protocols that rules are mostly about. */
const PROTOCOLS: Record<string, string> = { "1": "icmp", "6": "tcp", "17": "udp", "0": "any" };

function ruleOf(stack: Stack, rule: Declared): ModelRule[] {
  if (text(rule, "direction") !== "ingress") return [];
  const said = text(rule, "protocol") ?? "any";
  const protocol = PROTOCOLS[said] ?? said;
  const [min, max] = [number(rule, "portRangeMin"), number(rule, "portRangeMax")];
  const ports =
    (protocol === "tcp" || protocol === "udp") && min !== undefined && max !== undefined && max > 0
      ? { min, max }
      : undefined;
  const group = keyAt(stack, rule, "remoteGroupId", "securityGroup");
  if (group !== undefined) return [{ protocol, ports, from: { group } }];
  if (text(rule, "ethertype") === "IPv6") return [];
  return [{ protocol, ports, from: { cidr: text(rule, "remoteIpPrefix") ?? "0.0.0.0/0" } }];
}

/** Where a port or an instance puts a machine. */
function portsOf(stack: Stack, resource: Declared): ModelPort[] {
  const owner = tenantOf(stack, resource);
  const { props, urn } = resource;
  const open = props.portSecurityEnabled === false || props.noSecurityGroups === true;
  const groups = list(resource, "securityGroupIds").filter((id) => typeof id === "string");
  const own = keyAt(stack, resource, "networkId", "network");
  const networks =
    own !== undefined
      ? [own]
      : stack.leadsTo(resource, "networks", "network").map((network) => network.urn);
  return networks.map((network) => ({ id: urn, owner, network, groups, open }));
}
