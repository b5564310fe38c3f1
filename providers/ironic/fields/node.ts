import { nameMistake, resourceClassMistake, sortedNames, traitsMistake } from "../checks/values";
import type { Field, Fields } from "../../fields/field";
import { textOf } from "../../fields/text";

/** Ironic shows values of such keys as ******. */
export const SECRET_KEY =
  /passw|passphrase|secret|token|credential|_pass$|priv.*key|auth_key|community/i;

const INTERFACES: Readonly<Record<string, string>> = {
  bios: "how BIOS settings are made",
  boot: "how a ramdisk or an image is booted, such as redfish-virtual-media",
  console: "how the serial or graphical console is reached",
  deploy: "how an image gets onto the machine: direct (onto its disk) or ramdisk (into memory)",
  firmware: "how firmware is brought up to date",
  inspect: "how hardware is looked at: redfish (by its BMC) or agent (by a ramdisk)",
  management: "how boot device and boot mode are set",
  network: "how ports are connected: noop, flat or neutron",
  power: "how power is switched",
  raid: "how RAID is set up",
  rescue: "how a rescue ramdisk is booted",
  storage: "how volumes are attached",
  vendor: "what a vendor offers beside",
};

/** Property → the kind of interface. */
export const INTERFACE_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(INTERFACES).map((kind) => [`${kind}Interface`, kind]),
);

const interfaces: Fields = Object.fromEntries(
  Object.entries(INTERFACES).map(([kind, what]): [string, Field] => [
    `${kind}Interface`,
    {
      kind: "string",
      description: `The driver's ${kind} interface: ${what}.`,
      defaultText: "Ironic's default for the driver",
    },
  ]),
);

/** What Ironic takes steps of a manual cleaning from. */
export const CLEANING_INTERFACES: readonly string[] = [
  ...["bios", "deploy", "firmware", "management", "power", "raid", "vendor"],
];

const cleanStep: Fields = {
  interface: {
    kind: "string",
    required: true,
    description: `${CLEANING_INTERFACES.slice(0, -1).join(", ")} or ${CLEANING_INTERFACES.at(-1)}`,
    mistake: (value) =>
      CLEANING_INTERFACES.includes(textOf(value))
        ? undefined
        : `expected one of ${CLEANING_INTERFACES.join(", ")}, found ${JSON.stringify(value)}`,
  },
  step: { kind: "string", required: true, description: "the step's name" },
  args: { kind: "map", description: "the step's arguments" },
};

export const nodeInputs: Fields = {
  name: {
    kind: "string",
    description: "The node's name, unique in this Ironic.",
    defaultText: "the resource's name",
    mistake: nameMistake,
  },
  driver: {
    kind: "string",
    required: true,
    description: "The hardware type, such as redfish. Changes while the node is not deployed.",
  },
  driverInfo: {
    kind: "map",
    description:
      "What the driver needs to reach the machine, by Ironic's names: redfish_address, redfish_username, " +
      "redfish_password, deploy_kernel, ... Passwords in it are secrets.",
    secret: (key) => SECRET_KEY.test(key),
  },
  ...interfaces,
  properties: {
    kind: "map",
    description:
      "What the machine is, by Ironic's names: cpu_arch, memory_mb, local_gb, root_device, capabilities. " +
      "Keys that inspection finds beside these are left alone.",
  },
  resourceClass: {
    kind: "string",
    description: "The class that allocations and flavors ask for, such as baremetal-small.",
    mistake: resourceClassMistake,
  },
  traits: {
    kind: "list",
    items: "string",
    description:
      "Traits that allocations and flavors ask for: standard ones, or CUSTOM_ and a name.",
    mistake: traitsMistake,
    normal: sortedNames,
  },
  description: {
    kind: "string",
    description: "For people; up to 4096 characters.",
    mistake: (value) =>
      textOf(value).length > 4096
        ? `expected at most 4096 characters, found ${textOf(value).length}`
        : undefined,
  },
  extra: {
    kind: "map",
    description: "Anything, kept with the node. Keys that others add are left alone.",
  },
  automatedClean: {
    kind: "boolean",
    description: "Whether the node is cleaned before it becomes available.",
    defaultText: "what Ironic's configuration says",
  },
  cleanSteps: {
    kind: "list",
    fields: cleanStep,
    type: "CleanStep",
    description:
      "Steps that the machine is cleaned by (Ironic's manual cleaning) before it becomes available, " +
      "once, in this order. Other steps are done before it next becomes available, which a machine " +
      "that is available at the time does at once, and one that carries a host does before its next " +
      "deployment: a deployed host is left alone, and so is one that is adopted.",
    mistake: (value) =>
      Array.isArray(value) && value.length === 0
        ? "expected at least one step: leave it out where there is none"
        : undefined,
  },
  conductorGroup: { kind: "string", description: "The group of conductors that manages the node." },
  owner: { kind: "string", description: "The project that owns the node." },
  lessee: { kind: "string", description: "The project that may use the node." },
  shard: { kind: "string", description: "The shard that the node belongs to." },
  networkData: {
    kind: "map",
    description: "Network data (network_data.json) for the agent's ramdisk where there is no DHCP.",
  },
  disablePowerOff: {
    kind: "boolean",
    description: "Whether the machine is never powered off, only restarted.",
    defaultText: "false",
  },
  retired: {
    kind: "boolean",
    default: false,
    description: "Whether the machine is not to be used again once it is undeployed.",
  },
  retiredReason: { kind: "string", description: "Why it is retired." },
  maintenance: {
    kind: "boolean",
    default: false,
    description:
      "Whether Ironic leaves the node alone. Somebody's maintenance ends with the next update.",
  },
  maintenanceReason: { kind: "string", description: "Why it is in maintenance." },
  inspect: {
    kind: "boolean",
    default: false,
    description: "Whether the hardware is looked at once, before the node becomes available.",
  },
  provisionState: {
    kind: "string",
    default: "available",
    values: ["enroll", "manageable", "available"],
    description:
      "How far the node is brought: enroll (only known), manageable (its BMC answers) or available " +
      "(cleaned, ready for a deployment). A node with a deployment is past all three and stays as it " +
      "is. For a Deployment with adopt, take manageable: becoming available may clean the machine.",
  },
};

/** Inputs that stand in no request for the node itself. */
export const NODE_APART: readonly string[] = [
  "cleanSteps",
  "traits",
  "maintenance",
  "maintenanceReason",
  "inspect",
  "provisionState",
];
