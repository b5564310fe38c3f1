import type { HardwareProfile } from "./hardware";

/** What Ironic's inspection found, as far as it is looked at. */
export interface Inventory {
  cpu?: { count?: number };
  memory?: { physical_mb?: number };
  /** Sizes in bytes. */
  disks?: { name?: string; size?: number }[];
  interfaces?: { mac_address?: string }[];
}

/** A machine as it is declared, and as it was found. */
export interface Inspected {
  host: string;
  /** The address of its management controller. */
  bmc: string;
  /** MAC addresses by the device's name in the host. */
  nics: Record<string, string>;
  hardware: HardwareProfile;
  /** Empty where Ironic could not look, for the host ran already. */
  inventory: Inventory;
}

const GIB = 2 ** 30;

/**
 * All differences between what is declared of the machines and what inspection found, as one text, or
 * undefined where there is none. Pure.
 */
export function refusal(machines: Inspected[]): string | undefined {
  const lines = machines.flatMap((machine) => {
    const found = differences(machine, machines);
    if (found.length === 0) return [];
    return [`  ${machine.host} (BMC ${machine.bmc}):`, ...found.map((line) => `    ${line}`)];
  });
  if (lines.length === 0) return undefined;
  return [
    "Inspection found other machines than the environment declares. Nothing was deployed.",
    "",
    ...lines,
    "",
    "Correct site.hosts.<name>.machine or site.metal.hardware, or the cabling and the machine.",
  ].join("\n");
}

function differences({ nics, hardware, inventory }: Inspected, machines: Inspected[]): string[] {
  if (Object.keys(inventory).length === 0) return [];
  return [
    ...amount("CPUs", inventory.cpu?.count, hardware.cpus),
    ...amount("GiB of memory", gib(inventory.memory?.physical_mb), hardware.memory),
    ...disk(inventory, hardware),
    ...Object.entries(nics)
      .filter(([, mac]) => !macsOf(inventory).includes(mac))
      .map(([nic, mac]) => {
        const other = machines.find((machine) => macsOf(machine.inventory).includes(mac));
        const where = other === undefined ? "" : `: it is ${other.host}'s, at BMC ${other.bmc}`;
        return `no network card ${mac} (${nic})${where}`;
      }),
  ];
}

function amount(what: string, found: number | undefined, declared: number | undefined): string[] {
  if (declared === undefined || found === declared) return [];
  return [`${found ?? "unknown"} ${what}, declared are ${declared}`];
}

/** Volumes of a RAID are made later: until then, their disks say nothing of the size. */
function disk({ disks = [] }: Inventory, { disk: declared, raid }: HardwareProfile): string[] {
  if (declared === undefined || raid !== undefined) return [];
  const largest = Math.max(0, ...disks.map(({ size = 0 }) => size));
  if (largest >= declared * GIB) return [];
  const found = largest === 0 ? "no disk" : `a largest disk of ${Math.floor(largest / GIB)} GiB`;
  return [`${found}, declared are at least ${declared} GiB`];
}

const gib = (mib: number | undefined): number | undefined =>
  mib === undefined ? undefined : Math.round(mib / 1024);

const macsOf = ({ interfaces = [] }: Inventory): string[] =>
  interfaces.flatMap(({ mac_address: mac }) => (mac === undefined ? [] : [mac.toLowerCase()]));
