import { formatAddress, readCidr, type Cidr } from "../../components/addresses/ipv4";
import type { Environment } from "../../stacks/environment";
import { Problem } from "./problem";

/** A network on this computer. */
export interface Bridge {
  name: string;
  cidr: string;
  /** This computer's own address in it with the prefix length, where it has one. */
  address?: string;
  mtu: number;
}

/** A machine's network card and the cable from it to a bridge. */
export interface Card {
  /** The device's name inside the machine. */
  device: string;
  /** The cable's end on this computer. */
  cable: string;
  bridge: string;
  /** With the prefix length; cards of external networks have none. */
  address?: string;
  mtu: number;
}

export interface Machine {
  name: string;
  /** Its address on the management network, where SSH answers. */
  management: string;
  /** What its namespace, control group and container are called on this computer. */
  label: string;
  cards: Card[];
  /** Folders of this computer that it sees, read-only, by where it sees them. */
  folders?: Record<string, string>;
  /** Whether its host key is its own affair: Ironic made a host of it. */
  deployed?: boolean;
}

/** Everything that is made on this computer for an environment. */
export interface Lab {
  /** What every name on this computer starts with. */
  prefix: string;
  /** Disks, keys and logs. */
  folder: string;
  domain: string;
  /** The machines' way out: this computer's management address. */
  gateway: string;
  bridges: Bridge[];
  machines: Machine[];
  /** Networks whose traffic leaves under this computer's address. */
  masqueraded: string[];
  /** Bridges of external networks, and the one address of the site that is reached from there. @default none */
  outside?: { bridges: string[]; api: string };
}

const LONGEST_DEVICE_NAME = 15;

/**
 * What the environment's hosts and networks become on this computer. Pure.
 * @throws Problem when names would not be distinct or be longer than the kernel takes
 */
export function planLab(
  { site, cloud }: Pick<Environment, "site" | "cloud">,
  prefix: string,
  folder: string,
): Lab {
  const management = cidrOf(site.networks.management.cidr);
  const gateway = site.networks.management.gateway ?? formatAddress(management.base + 1);
  const { prefix: bits } = management;
  const networks = Object.entries(site.networks).map(([key, network]) => ({
    key,
    device: network.interface,
    mtu: network.mtu,
    bits: cidrOf(network.cidr).prefix,
    bridge: {
      name: bridgeName(prefix, network.interface),
      cidr: network.cidr,
      mtu: network.mtu,
      ...(key === "management" && { address: `${gateway}/${bits}` }),
      ...(key === "api" && { address: firstAddress(network.cidr) }),
    },
  }));
  const outside = Object.values(cloud.externalNetworks).map((external) => ({
    physical: external.physicalNetwork,
    device: deviceOf(site.hosts, external.physicalNetwork),
    cidr: external.cidr,
    address: `${external.gateway}/${cidrOf(external.cidr).prefix}`,
  }));
  const external = outside.flatMap(({ device, cidr, address }) =>
    device === undefined ? [] : [{ name: bridgeName(prefix, device), cidr, address, mtu: 1500 }],
  );

  const machines = Object.entries(site.hosts).map(([name, host]): Machine => {
    const number = numberOf(host.addresses.management, management);
    const card = (device: string, mtu: number, address?: string): Card => ({
      device,
      cable: `${prefix}${number}-${stem(device)}`,
      bridge: bridgeName(prefix, device),
      mtu,
      ...(address !== undefined && { address }),
    });
    const addresses: Record<string, string | undefined> = host.addresses;
    return {
      name,
      management: host.addresses.management,
      label: `${prefix}${name}`,
      cards: [
        ...networks.flatMap(({ key, device, mtu, bits: length }) => {
          const address = addresses[key];
          return address === undefined ? [] : [card(device, mtu, `${address}/${length}`)];
        }),
        ...Object.values(host.externalInterfaces).map((device) => card(device, 1500)),
      ],
    };
  });
  const lab: Lab = {
    prefix,
    folder,
    domain: site.domain,
    gateway,
    bridges: [...networks.map(({ bridge }) => bridge), ...external],
    machines,
    masqueraded: [site.networks.management.cidr, ...external.map(({ cidr }) => cidr)],
    ...(external.length > 0 && {
      outside: { bridges: external.map(({ name }) => name), api: site.vip.api },
    }),
  };
  checkNames(lab);
  return lab;
}

function checkNames(lab: Lab): void {
  const names = [
    ...lab.bridges.map(({ name }) => name),
    ...lab.machines.flatMap(({ cards }) => cards.map(({ cable }) => cable)),
  ];
  const long = names.find((name) => name.length > LONGEST_DEVICE_NAME);
  if (long !== undefined) {
    throw new Problem(
      `The network device ${long} would be longer than the ${LONGEST_DEVICE_NAME} characters that Linux allows. Give the networks' interfaces shorter names in the environment file.`,
    );
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new Problem(
      `Two network devices would be called ${twice}: names of interfaces must differ in more than the digits at their end. Rename one in the environment file, e.g. mgmt0 and api0.`,
    );
  }
}

/** mgmt0 → mgmt: the same on every machine, and it leaves room for the prefix. */
const stem = (device: string): string => device.replace(/\d+$/, "") || device;

const bridgeName = (prefix: string, device: string): string => `${prefix}${stem(device)}`;

function cidrOf(text: string): Cidr {
  const read = readCidr(text);
  if (!read) throw new Problem(`'${text}' is not a network. Write it like 10.0.0.0/24.`);
  return read.cidr;
}

const firstAddress = (cidr: string): string => {
  const { base, prefix } = cidrOf(cidr);
  return `${formatAddress(base + 1)}/${prefix}`;
};

/** The host part of an address: short, and distinct among the machines. */
function numberOf(address: string, network: Cidr): number {
  return cidrOf(`${address}/32`).base - network.base;
}

function deviceOf(hosts: Environment["site"]["hosts"], physical: string): string | undefined {
  return Object.values(hosts)
    .map((host) => host.externalInterfaces[physical])
    .find((device) => device !== undefined);
}
