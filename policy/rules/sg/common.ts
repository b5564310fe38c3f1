import { isGiven, isUnknown, number, text, type Declared } from "../../declared/resource";
import type { Settings } from "../../settings";
import { blockOf, blocksOf, holds, isNearlyAll, overlaps } from "../net/blocks";

/** Names of protocols by number, where rules care for them. Neutron takes either. */
const PROTOCOLS: Record<string, string> = {
  "0": "any",
  "1": "icmp",
  "4": "ipip",
  "6": "tcp",
  "17": "udp",
  "41": "ipv6-encap",
  "47": "gre",
  "58": "ipv6-icmp",
  "94": "ipip",
  "132": "sctp",
  "136": "udplite",
  icmpv6: "ipv6-icmp",
};

const WITH_PORTS = ["tcp", "udp", "sctp", "dccp", "udplite"];

/** The protocol's name; `any` where it is left out, undefined while it is unknown. */
export function protocolOf(rule: Declared): string | undefined {
  if (isUnknown(rule, "protocol")) return undefined;
  const given = text(rule, "protocol")?.toLowerCase() ?? "any";
  return PROTOCOLS[given] ?? given;
}

/** The ports that a rule is about; undefined where it has none, or none that are known. */
export function portsOf(rule: Declared): { min: number; max: number } | undefined {
  const protocol = protocolOf(rule);
  if (protocol === undefined || !WITH_PORTS.includes(protocol)) return undefined;
  if (isUnknown(rule, "portRangeMin") || isUnknown(rule, "portRangeMax")) return undefined;
  // The provider tells a port that was left out as 0, once the rule is there.
  const min = number(rule, "portRangeMin") || 1;
  return { min, max: number(rule, "portRangeMax") || (min === 1 ? 65535 : min) };
}

/** More ports than anything that people run needs: media servers take up to a quarter of them. */
export const isMost = ({ min, max }: { min: number; max: number }): boolean => max - min >= 16384;

/** Whom an ingress rule lets in, where that is as good as everybody. */
export function everybody(rule: Declared): string | undefined {
  return text(rule, "direction") === "ingress" ? anywhere(rule) : undefined;
}

/** A rule's peer, where that is as good as every address. */
export function anywhere(rule: Declared): string | undefined {
  if (isGiven(rule, "remoteGroupId") || isUnknown(rule, "remoteIpPrefix")) return undefined;
  const prefix = text(rule, "remoteIpPrefix");
  // Neither prefix nor group is Neutron's way to say: from anywhere.
  if (prefix === undefined) return `every ${text(rule, "ethertype") ?? "IP"} address`;
  const block = blockOf(prefix);
  return block !== undefined && isNearlyAll(block) ? prefix : undefined;
}

/** What listens somewhere by custom. */
export interface Service {
  name: string;
  /** A port, or the first and the last. */
  port: number | [number, number];
  /** @default tcp only */
  protocols?: string[];
}

/**
 * What a rule opens to everybody of these services, in words. Nothing where it opens all or most
 * ports: SG-01 and SG-02 say that once, instead of every rule on ports.
 */
export function openTo(rule: Declared, services: Service[]): string[] {
  const who = everybody(rule);
  const ports = portsOf(rule);
  if (who === undefined || ports === undefined || isMost(ports)) return [];
  const { min, max } = ports;
  return within(protocolOf(rule), ports, services).map(({ name, first }) => {
    const range = min === max ? "" : `, within ${min}-${max},`;
    return `port ${first} (${name})${range} is open to ${who}`;
  });
}

/** The services that are within ports, each with the first of its ports there. */
export function within(
  protocol: string | undefined,
  { min, max }: { min: number; max: number },
  services: Service[],
): { name: string; first: number }[] {
  return services.flatMap(({ name, port, protocols = ["tcp"] }) => {
    const [from, to] = typeof port === "number" ? [port, port] : port;
    if (protocol === undefined || !protocols.includes(protocol) || to < min || max < from) {
      return [];
    }
    return [{ name, first: Math.max(from, min) }];
  });
}

/** What a rule's network has of the infrastructure, where it names one and is none of the name servers. */
export function infrastructureIn(
  rule: Declared,
  direction: "ingress" | "egress",
  { infrastructure, dnsServers }: Settings,
  found: (prefix: string, parts: string) => string,
): string[] {
  const block = blockOf(text(rule, "remoteIpPrefix") ?? "");
  if (block === undefined || isNearlyAll(block) || text(rule, "direction") !== direction) return [];
  if (blocksOf(dnsServers).some((server) => holds(server, block))) return [];
  const parts = blocksOf(infrastructure).filter((part) => overlaps(part, block));
  return parts.length === 0
    ? []
    : [found(block.text, parts.map((part) => part.text).join(" and "))];
}
