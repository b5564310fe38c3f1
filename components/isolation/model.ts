/**
 * A cloud as far as it matters for who reaches whom: plain values, from an environment or from a
 * stack's state. Ids are whatever names a thing uniquely; they come back in what is proven.
 */
export interface CloudModel {
  /** Names of the tenants. */
  tenants: string[];
  networks: ModelNetwork[];
  subnets: ModelSubnet[];
  routers: ModelRouter[];
  groups: ModelGroup[];
  ports: ModelPort[];
  peerings: ModelPeering[];
}

export interface ModelNetwork {
  id: string;
  /** A tenant, or undefined: the cloud's own. */
  owner?: string;
  /** Outside the cloud: nobody's machines are on it, but routers lead to it. */
  external: boolean;
  /** Tenants that may put machines on it beside its owner; `*` is everybody. */
  sharedWith: string[];
}

export interface ModelSubnet {
  id: string;
  network: string;
  /** e.g. 192.168.10.0/24 */
  cidr: string;
  /** Routers forward within one address scope only. @default none, which is one of its own */
  scope?: string;
}

export interface ModelRouter {
  id: string;
  owner?: string;
  interfaces: ModelInterface[];
  /** The external network that it leads to, and its address there, where that is known. */
  gateway?: { network: string; address?: string };
  routes: { destination: string; nextHop: string }[];
}

export interface ModelInterface {
  subnet: string;
  /** The router's address on it. */
  address: string;
}

export interface ModelGroup {
  id: string;
  owner?: string;
  /** Tenants whose machines may be in it beside its owner's. */
  sharedWith: string[];
  ingress: ModelRule[];
}

export interface ModelRule {
  protocol: Protocol;
  /** For tcp and udp. @default every port */
  ports?: { min: number; max: number };
  /** Who may: a network, or the machines of a group. */
  from: { cidr: string } | { group: string };
}

/** `tcp`, `udp`, `icmp`, `any`, or another one by the name that Neutron has for it. */
export type Protocol = string;

/** A port that the program declares: its tenant has a machine there, whosever network that is. */
export interface ModelPort {
  id: string;
  owner?: string;
  network: string;
  /** Its security groups. */
  groups: string[];
  /** Whether it takes everything: port security is off. */
  open: boolean;
}

export interface ModelPeering {
  from: string;
  to: string;
  /** What may pass. */
  allow: { protocol: Protocol; ports?: { min: number; max: number } }[];
}
