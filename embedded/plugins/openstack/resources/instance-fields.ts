import { createHash } from "node:crypto";
import type { Value } from "../../../engine/types";
import { Field, Fields } from "../table/types";
import { REGION } from "./common";

/** The state keeps a digest of the user data only: it may be long, and hold what is nobody's. */
function digest(value: Value): Value {
  if (typeof value !== "string" || value === "" || /^[0-9a-f]{40}$/.test(value)) return value;
  return createHash("sha1").update(value).digest("hex");
}

function lower(value: Value): Value {
  return typeof value === "string" ? value.toLowerCase() : value;
}

/** `zone:host` asks for a host; the answer names the zone only. */
function zoneOnly(old: Value, now: Value): { old: Value; now: Value } {
  return { old, now: typeof now === "string" ? (now.split(":")[0] ?? now) : now };
}

/** A server that failed or is on the move is nothing that a change of power mends. */
function power(old: Value, now: Value): { old: Value; now: Value } {
  return old === "error" || old === "migrating" ? { old: now, now } : { old, now };
}

const fixed = (type: Field["type"]): Field => ({ type, replaces: true });

export const instanceFields: Fields = {
  region: REGION,
  name: { type: "string", required: true },
  imageId: { type: "string", computed: true },
  imageName: { type: "string", computed: true },
  flavorId: { type: "string", computed: true },
  flavorName: { type: "string", computed: true },
  userData: { type: "string", replaces: true, read: false, kept: digest },
  securityGroups: { type: "set", computed: true },
  availabilityZoneHints: {
    type: "string",
    replaces: true,
    conflicts: ["availabilityZone"],
    read: false,
  },
  availabilityZone: {
    type: "string",
    computed: true,
    replaces: true,
    conflicts: ["availabilityZoneHints"],
    compare: zoneOnly,
  },
  networkMode: {
    type: "string",
    replaces: true,
    conflicts: ["networks"],
    oneOf: ["auto", "none"],
    read: false,
  },
  networks: {
    type: "list",
    computed: true,
    replaces: true,
    fields: {
      uuid: { type: "string", computed: true, replaces: true },
      name: { type: "string", computed: true, replaces: true },
      port: { type: "string", computed: true, replaces: true },
      fixedIpV4: { type: "string", computed: true, replaces: true },
      fixedIpV6: { type: "string", computed: true, replaces: true },
      floatingIp: { type: "string", output: true },
      mac: { type: "string", output: true },
      accessNetwork: { type: "bool", default: false },
    },
  },
  metadata: { type: "map", read: false },
  configDrive: { type: "bool", replaces: true, read: false },
  adminPass: { type: "string", secret: true, read: false },
  accessIpV4: { type: "string", computed: true },
  accessIpV6: { type: "string", computed: true },
  keyPair: { type: "string", replaces: true },
  blockDevices: {
    type: "list",
    read: false,
    fields: {
      sourceType: { ...fixed("string"), required: true },
      uuid: fixed("string"),
      volumeSize: fixed("int"),
      destinationType: fixed("string"),
      bootIndex: fixed("int"),
      deleteOnTermination: { type: "bool", replaces: true, default: false },
      guestFormat: fixed("string"),
      volumeType: fixed("string"),
      deviceType: fixed("string"),
      diskBus: fixed("string"),
      multiattach: { type: "bool", replaces: true, default: false },
    },
  },
  schedulerHints: {
    type: "set",
    read: false,
    fields: {
      group: fixed("string"),
      differentHosts: { ...fixed("list"), api: "different_host" },
      sameHosts: { ...fixed("list"), api: "same_host" },
      queries: { ...fixed("list"), api: "query" },
      targetCell: fixed("string"),
      differentCells: { ...fixed("list"), api: "different_cell" },
      buildNearHostIp: fixed("string"),
      additionalProperties: fixed("map"),
    },
  },
  personalities: {
    type: "set",
    read: false,
    fields: {
      file: { type: "string", required: true },
      content: { type: "string", required: true },
    },
  },
  stopBeforeDestroy: { type: "bool", default: false, read: false },
  forceDelete: { type: "bool", default: false, read: false },
  allMetadata: { type: "map", output: true },
  powerState: {
    type: "string",
    default: "active",
    oneOf: ["active", "shutoff", "shelved_offloaded"],
    kept: lower,
    compare: power,
  },
  tags: { type: "set" },
  allTags: { type: "set", output: true },
  vendorOptions: {
    type: "object",
    read: false,
    fields: {
      ignoreResizeConfirmation: { type: "bool", default: false },
      detachPortsBeforeDestroy: { type: "bool", default: false },
    },
  },
  created: { type: "string", output: true },
  updated: { type: "string", output: true },
};
