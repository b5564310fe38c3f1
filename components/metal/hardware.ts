import type * as ironic from "../../providers/ironic/sdk";

/** How several network cards are one device: the kernel's bonding modes. */
export interface Bond {
  /** Devices of the machine. */
  links: string[];
  mode: string;
}

/** A kind of machine: what it must have, and how it is installed. */
export interface HardwareProfile {
  /** Onto the disk, or booted from the medium each time. */
  deploy: "direct" | "ramdisk";
  /** What is erased before a machine is used and after. */
  cleaning: "metadata" | "none";
  secureBoot: boolean;
  /** Hardware threads. */
  cpus?: number;
  /** GiB. */
  memory?: number;
  /** GiB, at least. */
  disk?: number;
  /** Ironic's hints for the disk to install on. */
  rootDevice?: Record<string, string | number | boolean>;
  /** By name: bond0, bond1, ... */
  bonds: Record<string, Bond>;
  bios?: Record<string, string | number | boolean>;
  raid?: {
    deleteExisting: boolean;
    logicalDisks: {
      /** GiB. */
      size: number | "MAX";
      level: string;
      root: boolean;
      /** How many. */
      disks?: number;
      controller?: string;
    }[];
  };
  /** In order; `wait` in seconds. */
  firmware?: { component: string; url: string; wait?: number }[];
  /** Done in this order, once before a machine first becomes available. */
  cleanSteps?: ironic.CleanStep[];
}

/** The interfaces of Ironic's redfish driver that a profile uses. */
export function interfacesOf(profile: HardwareProfile): Partial<ironic.NodeArgs> {
  const cleans = (kind: string): boolean =>
    (profile.cleanSteps ?? []).some((step) => step.interface === kind);
  return {
    bootInterface: "redfish-virtual-media",
    deployInterface: profile.deploy,
    inspectInterface: "redfish",
    ...((profile.bios || cleans("bios")) && { biosInterface: "redfish" }),
    ...((profile.raid || cleans("raid")) && { raidInterface: "redfish" }),
    ...((profile.firmware || cleans("firmware")) && { firmwareInterface: "redfish" }),
  };
}

/** Whether Ironic boots its agent on such machines. */
export function needsAgent(profile: HardwareProfile): boolean {
  const { deploy, cleaning, cleanSteps = [] } = profile;
  const steps = [...cleanSteps, ...deployStepsOf(profile)];
  return deploy === "direct" || cleaning !== "none" || steps.length > 0;
}

/** What deployments ask for: ramdisk the medium, direct the disk image and the agent, cleaning the agent. */
export interface ImageNeeds {
  iso: boolean;
  disk: boolean;
  agent: boolean;
}

/** What machines of these profiles need altogether. */
export const imageNeeds = (profiles: HardwareProfile[]): ImageNeeds => ({
  iso: profiles.some(({ deploy }) => deploy === "ramdisk"),
  disk: profiles.some(({ deploy }) => deploy === "direct"),
  agent: profiles.some(needsAgent),
});

/**
 * What is set up on the machine before its image is written, by steps of Ironic's: firmware, then
 * BIOS settings, then volumes. Each step is done when the machine has restarted with it.
 */
export function deployStepsOf({ bios, raid, firmware }: HardwareProfile): ironic.DeployStep[] {
  const steps: ironic.DeployStep[] = [];
  if (firmware) {
    steps.push({
      interface: "firmware",
      step: "update",
      args: { settings: firmware },
      priority: 190,
    });
  }
  if (bios) {
    const settings = Object.entries(bios).map(([name, value]) => ({ name, value }));
    steps.push({
      interface: "bios",
      step: "apply_configuration",
      args: { settings },
      priority: 180,
    });
  }
  if (raid) {
    const args = {
      raid_config: { logical_disks: raid.logicalDisks.map(logicalDisk) },
      delete_existing: raid.deleteExisting,
      create_root_volume: true,
      create_nonroot_volumes: true,
    };
    steps.push({ interface: "raid", step: "apply_configuration", args, priority: 170 });
  }
  return steps;
}

type LogicalDisk = NonNullable<HardwareProfile["raid"]>["logicalDisks"][number];

const logicalDisk = ({ size, level, root, disks, controller }: LogicalDisk) => ({
  size_gb: size,
  raid_level: level,
  is_root_volume: root,
  ...(disks !== undefined && { number_of_physical_disks: disks }),
  ...(controller !== undefined && { controller }),
});
