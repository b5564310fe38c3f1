import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  formatAddress,
  parseAddress,
  readCidr,
  size,
  type Cidr,
} from "../../../components/addresses/ipv4";
import type { Bridge, Lab } from "../plan";
import { Problem } from "../problem";

/** A network card of a machine without an operating system: a name on the board and a MAC address. */
export interface Card {
  /** As the board calls it, e.g. eno1. */
  device: string;
  mac: string;
  /** The cable's end on this computer. */
  cable: string;
  bridge: string;
  mtu: number;
}

export interface Hardware {
  cpus: number;
  memoryGiB: number;
  diskGiB: number;
}

/** Metal as it is delivered: known by its management controller, and nothing on its disk. */
export interface BareMachine {
  name: string;
  /** A container, or a virtual machine with UEFI, which starts as metal does. @default "container" */
  kind?: "container" | "virtual";
  /** What its control group and container are called on this computer. */
  label: string;
  /** Where its Redfish service answers, on the BMC network. */
  bmc: string;
  uuid: string;
  serial: string;
  hardware: Hardware;
  cards: Card[];
  /** Its disk, media, settings and keys. */
  folder: string;
}

/** The machines of a lab with their management controllers. */
export interface Room {
  prefix: string;
  folder: string;
  network: Bridge;
  machines: BareMachine[];
}

export const BMC_USER = "root";
const BMC_NETWORK = "10.0.9.0/24";
const HARDWARE: Hardware = { cpus: 2, memoryGiB: 4, diskGiB: 16 };

/** What is given of a machine; the rest is made up. */
export interface Given {
  bmc: string;
  hardware: Hardware;
  /** MAC addresses by the device's name in the host that the machine becomes. */
  macs: Record<string, string>;
}

/**
 * The lab's machines as metal: each with a controller whose address on the BMC network ends like
 * the machine's on the management network, unless another is given. Pure.
 * @throws Problem when the BMC network is one of the lab's, or has too few addresses
 */
export function planRoom(
  lab: Lab,
  network = BMC_NETWORK,
  hardware = HARDWARE,
  given: Record<string, Given> = {},
): Room {
  const cidr = cidrOf(network);
  const management = cidrOf(lab.bridges[0]?.cidr ?? "");
  const folder = join(lab.folder, "bmc");
  return {
    prefix: lab.prefix,
    folder,
    network: bmcNetwork(lab.prefix, network),
    machines: lab.machines.map(({ name, label, cards, management: address }): BareMachine => {
      const own = given[name];
      const number = (parseAddress(address) ?? 0) - management.base;
      if (own === undefined && number >= size(cidr.prefix) - 1) {
        throw new Problem(
          `The BMC network ${network} has no address that ends like ${address}, the management address of ${name}. Give it a prefix of at most ${management.prefix}.`,
        );
      }
      return {
        name,
        label,
        bmc: own?.bmc ?? formatAddress(cidr.base + number),
        uuid: uuidOf(label),
        serial: createHash("sha256").update(label).digest("hex").slice(0, 8).toUpperCase(),
        hardware: own?.hardware ?? hardware,
        cards: cards.map(({ device, cable, bridge, mtu }, at) => ({
          device: `eno${at + 1}`,
          mac: own?.macs[device] ?? macOf(at + 1, number),
          cable,
          bridge,
          mtu,
        })),
        folder: join(folder, name),
      };
    }),
  };
}

/** The bridge of the controllers, where this computer has the first address. Pure. */
export function bmcNetwork(prefix: string, network: string): Bridge {
  const cidr = cidrOf(network);
  return {
    name: `${prefix}bmc`,
    cidr: network,
    address: `${formatAddress(cidr.base + 1)}/${cidr.prefix}`,
    mtu: 1500,
  };
}

/** A MAC address of QEMU's range, distinct by card and machine. */
function macOf(card: number, machine: number): string {
  const bytes = [0x52, 0x54, 0x00, card, (machine >> 8) & 0xff, machine & 0xff];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** Always the same for a name: a machine keeps its identity when the lab is made anew. */
function uuidOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
    .concat(hex.slice(20, 32))
    .join("-");
}

function cidrOf(text: string): Cidr {
  const read = readCidr(text);
  if (!read) throw new Problem(`'${text}' is not a network. Write it like ${BMC_NETWORK}.`);
  return read.cidr;
}
