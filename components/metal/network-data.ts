import type { NetworkName } from "../host";
import { readDevice } from "./devices";
import type { Bond } from "./hardware";

/** One of the site's networks. */
export interface HostNetwork {
  cidr: string;
  gateway?: string;
  /** The device's name in hosts; VLAN 100 on bond0 is bond0.100. */
  interface: string;
  /** Bytes. */
  mtu: number;
}

/** A host as far as its networks depend on it. */
export interface NetworkedHost {
  addresses: { management: string } & Partial<Record<NetworkName, string>>;
  /** Devices without an address. */
  externalInterfaces: Record<string, string>;
  /** MAC addresses by the device's name in the host. */
  nics: Record<string, string>;
  bonds: Record<string, Bond>;
}

interface Link {
  id: string;
  type: "phy" | "bond" | "vlan";
  name?: string;
  mtu: number;
  ethernet_mac_address?: string;
  bond_links?: string[];
  bond_mode?: string;
  bond_miimon?: number;
  bond_xmit_hash_policy?: string;
  vlan_link?: string;
  vlan_id?: number;
  vlan_mac_address?: string;
}

interface Network {
  id: string;
  network_id: string;
  link: string;
  type: "ipv4";
  ip_address: string;
  netmask: string;
  routes: { network: string; netmask: string; gateway: string }[];
}

/** OpenStack's network_data.json, which cloud-init and Ironic's agent read. */
export interface NetworkData {
  links: Link[];
  networks: Network[];
  services: { type: "dns"; address: string }[];
}

const DEFAULT_MTU = 1500;
const MIIMON_MS = 100;

/**
 * A host's networks, by the MAC addresses of its cards. The default route leads through the API
 * network where the host has an address and that network a gateway, else through management: answers
 * to people leave as their questions came. Pure.
 * @param only the networks to make. @default all on which the host has an address
 */
export function networkData(
  host: NetworkedHost,
  networks: Record<NetworkName, HostNetwork>,
  dnsServers: string[],
  only?: NetworkName[],
): NetworkData {
  const entries = (Object.entries(networks) as [NetworkName, HostNetwork][]).filter(
    ([name]) => host.addresses[name] !== undefined && (only?.includes(name) ?? true),
  );
  const external = only === undefined ? Object.values(host.externalInterfaces) : [];
  const wanted = new Map(external.map((device) => [device, DEFAULT_MTU]));
  for (const [, { interface: device, mtu }] of entries) {
    wanted.set(device, Math.max(mtu, wanted.get(device) ?? 0));
  }
  const way = (["api", "management"] as const).find((name) =>
    entries.some(([entry, { gateway }]) => entry === name && gateway !== undefined),
  );
  return {
    links: linksOf(host, wanted),
    networks: entries.map(([name, network]) => {
      const gateway = name === way ? network.gateway : undefined;
      return {
        id: name,
        network_id: name,
        link: network.interface,
        type: "ipv4",
        ip_address: host.addresses[name] ?? "",
        netmask: netmaskOf(network.cidr),
        routes: gateway === undefined ? [] : [{ network: "0.0.0.0", netmask: "0.0.0.0", gateway }],
      };
    }),
    services: dnsServers.map((address) => ({ type: "dns", address })),
  };
}

/** @param wanted MTU by device */
function linksOf({ nics, bonds }: NetworkedHost, wanted: Map<string, number>): Link[] {
  const mtu = (device: string): number =>
    Math.max(
      ...[...wanted]
        .filter(([name]) => name === device || readDevice(name).parent === device)
        .map(([, size]) => size),
      0,
    ) || DEFAULT_MTU;
  // cloud-init names bonds by their order, bond0 first: so each of them is there.
  const joined = Object.entries(bonds).sort(([a], [b]) => numberOf(a) - numberOf(b));
  const bondOf = new Map(joined.flatMap(([bond, { links }]) => links.map((link) => [link, bond])));
  const parents = new Set([...wanted.keys()].map((device) => readDevice(device).parent));
  const macOf = (device: string): string => nics[bonds[device]?.links[0] ?? device] ?? "";

  const cards = Object.entries(nics)
    .filter(([nic]) => bondOf.has(nic) || parents.has(nic))
    .map(([nic, mac]): Link => ({
      id: nic,
      type: "phy",
      name: nic,
      mtu: mtu(bondOf.get(nic) ?? nic),
      ethernet_mac_address: mac,
    }));
  const bonded = joined.map(([bond, { links, mode }]): Link => ({
    id: bond,
    type: "bond",
    mtu: mtu(bond),
    ethernet_mac_address: macOf(bond),
    bond_links: links,
    bond_mode: mode,
    bond_miimon: MIIMON_MS,
    ...(mode === "802.3ad" && { bond_xmit_hash_policy: "layer3+4" }),
  }));
  const vlans = [...wanted].flatMap(([device, size]): Link[] => {
    const { parent, vlan } = readDevice(device);
    if (vlan === undefined) return [];
    return [
      {
        id: device,
        type: "vlan",
        mtu: size,
        vlan_link: parent,
        vlan_id: vlan,
        vlan_mac_address: macOf(parent),
      },
    ];
  });
  return [...cards, ...bonded, ...vlans];
}

const numberOf = (bond: string): number => Number(/\d+$/.exec(bond)?.[0] ?? 0);

function netmaskOf(cidr: string): string {
  const mask = 2 ** 32 - 2 ** (32 - Number(cidr.split("/")[1]));
  return [24, 16, 8, 0].map((shift) => Math.floor(mask / 2 ** shift) % 256).join(".");
}
