import {
  macMistake,
  nameMistake,
  resourceClassMistake,
  sortedNames,
  traitMistake,
  traitsMistake,
  uuidMistake,
} from "../checks/values";
import { deployStep } from "./deployment";
import type { Field, Fields } from "../../fields/field";
import { textOf } from "../../fields/text";

const mac = (required: boolean, of: string): Field => ({
  kind: "string",
  required,
  description: `The MAC address of the ${of}.`,
  mistake: macMistake,
  normal: (value) => textOf(value).toLowerCase(),
});

const nodeUuid: Field = {
  kind: "string",
  required: true,
  change: "replace",
  description: "The node that it belongs to: the uuid of a Node.",
  mistake: uuidMistake,
};

const extra: Field = { kind: "map", description: "Anything, kept with it." };

const named = (what: string): Field => ({
  kind: "string",
  description: `The name of the ${what}, unique in this Ironic.`,
  defaultText: "the resource's name",
  mistake: nameMistake,
});

export const portInputs: Fields = {
  nodeUuid,
  address: mac(true, "network card"),
  name: { ...named("port"), defaultText: undefined },
  pxeEnabled: {
    kind: "boolean",
    default: true,
    description: "Whether the machine may be booted through this card.",
  },
  physicalNetwork: {
    kind: "string",
    description: "The physical network that the card is plugged into.",
  },
  portgroupUuid: {
    kind: "string",
    description: "The uuid of its PortGroup.",
    mistake: uuidMistake,
  },
  isSmartnic: { kind: "boolean", default: false, description: "Whether it is a Smart NIC." },
  localLinkConnection: {
    kind: "map",
    description: "The port of the switch that the card is plugged into.",
    type: "LocalLinkConnection",
    fields: {
      switchId: { kind: "string", description: "The switch's MAC address or datapath id." },
      portId: { kind: "string", description: "The switch's port, such as Ethernet1/1." },
      switchInfo: { kind: "string", description: "The switch's name." },
      networkType: { kind: "string", description: "managed or unmanaged." },
      hostname: { kind: "string", description: "The host of a Smart NIC." },
    },
  },
  extra,
};

export const portGroupInputs: Fields = {
  nodeUuid,
  name: named("port group"),
  address: mac(false, "bond"),
  mode: {
    kind: "string",
    description: "The bond's mode, as Linux names it.",
    values: [
      "balance-rr",
      "active-backup",
      "balance-xor",
      "broadcast",
      "802.3ad",
      "balance-tlb",
      "balance-alb",
    ],
    defaultText: "Ironic's default, active-backup",
  },
  properties: { kind: "map", description: "The bond's settings, such as {miimon}." },
  standalonePortsSupported: {
    kind: "boolean",
    default: true,
    description: "Whether each of its ports works alone, too, as for booting.",
  },
  extra,
};

export const allocationInputs: Fields = {
  name: named("allocation"),
  resourceClass: {
    kind: "string",
    required: true,
    change: "replace",
    description: "The class that the node has to have.",
    mistake: resourceClassMistake,
  },
  traits: {
    kind: "list",
    items: "string",
    change: "replace",
    description: "Traits that the node has to have.",
    mistake: traitsMistake,
    normal: sortedNames,
  },
  candidateNodes: {
    kind: "list",
    items: "string",
    change: "replace",
    description: "The only nodes to choose from: names or UUIDs.",
  },
  owner: {
    kind: "string",
    change: "replace",
    description: "The project whose nodes to choose from.",
  },
  extra,
};

export const deployTemplateInputs: Fields = {
  name: {
    kind: "string",
    required: true,
    description: "The trait that brings these steps to a deployment: CUSTOM_ and a name.",
    mistake: traitMistake,
  },
  steps: {
    kind: "list",
    required: true,
    fields: deployStep,
    type: "DeployStep",
    description: "The steps.",
    mistake: (value) =>
      Array.isArray(value) && value.length === 0 ? "expected one step or more" : undefined,
  },
  extra,
};
