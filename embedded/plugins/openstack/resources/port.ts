import type { Properties, Value } from "../../../engine/types";
import { isObject } from "../../../../providers/server/values";
import type { Body } from "../client/cloud";
import { Definition, Fields } from "../table/types";
import { REGION } from "./common";
import { withTags } from "./network";

const fields: Fields = {
  region: REGION,
  name: { type: "string" },
  description: { type: "string" },
  networkId: { type: "string", required: true, replaces: true },
  adminStateUp: { type: "bool", computed: true },
  macAddress: { type: "string", computed: true, replaces: true },
  tenantId: { type: "string", computed: true, replaces: true },
  deviceOwner: { type: "string", computed: true, replaces: true },
  // What the program asked for; what the port has is in allSecurityGroupIds.
  securityGroupIds: { type: "set", api: "security_groups", read: false },
  noSecurityGroups: { type: "bool", sent: false, read: false },
  deviceId: { type: "string", computed: true, replaces: true },
  fixedIps: {
    type: "list",
    conflicts: ["noFixedIp"],
    read: false,
    fields: { subnetId: { type: "string", required: true }, ipAddress: { type: "string" } },
  },
  noFixedIp: { type: "bool", conflicts: ["fixedIps"], sent: false, read: false },
  allowedAddressPairs: {
    type: "set",
    fields: { ipAddress: { type: "string", required: true }, macAddress: { type: "string" } },
  },
  extraDhcpOptions: {
    type: "set",
    api: "extra_dhcp_opts",
    sent: false,
    fields: {
      name: { type: "string", required: true, api: "opt_name" },
      value: { type: "string", required: true, api: "opt_value" },
      ipVersion: { type: "int", default: 4 },
    },
  },
  valueSpecs: { type: "map", replaces: true, read: false },
  allFixedIps: { type: "list", output: true },
  allSecurityGroupIds: { type: "set", output: true },
  tags: { type: "set" },
  allTags: { type: "set", output: true },
  portSecurityEnabled: { type: "bool", computed: true },
  binding: {
    type: "object",
    computed: true,
    sent: false,
    fields: {
      hostId: { type: "string", computed: true },
      profile: { type: "string", compare: asJson },
      vifDetails: { type: "map", output: true },
      vifType: { type: "string", output: true },
      vnicType: {
        type: "string",
        default: "normal",
        oneOf: ["direct", "direct-physical", "macvtap", "normal", "baremetal", "virtio-forwarder"],
      },
    },
  },
  dnsName: { type: "string", computed: true },
  dnsAssignments: { type: "list", output: true, api: "dns_assignment" },
  qosPolicyId: { type: "string", computed: true },
};

function asJson(old: Value, now: Value): { old: Value; now: Value } {
  return { old: parsed(old), now: parsed(now) };
}

function parsed(value: Value): Value {
  try {
    return typeof value === "string" && value !== "" ? (JSON.parse(value) as Value) : {};
  } catch {
    return value;
  }
}

interface DhcpOption {
  name: string;
  value: string;
  ipVersion?: number;
}

function dhcpOptions(now: DhcpOption[], old: DhcpOption[]): Body[] {
  const gone = old.filter((option) => !now.some((kept) => kept.name === option.name));
  return [
    ...now.map((option) => ({
      opt_name: option.name,
      opt_value: option.value,
      ip_version: option.ipVersion ?? 4,
    })),
    // Null takes an option away.
    ...gone.map((option) => ({ opt_name: option.name, opt_value: null })),
  ];
}

function withBinding(body: Body, inputs: Properties): void {
  const binding = inputs.binding;
  if (!isObject(binding)) return;
  if (binding.vnicType) body["binding:vnic_type"] = binding.vnicType;
  if (binding.hostId) body["binding:host_id"] = binding.hostId;
  if (binding.profile) body["binding:profile"] = parsed(binding.profile);
}

const port: Definition = {
  service: "network",
  path: "/ports",
  key: "port",
  timeouts: { create: 10, delete: 10 },
  tagged: true,
  leftover: {
    by: ["name", "tenant_id", "network_id"],
    nothingElse: ["device_id", "device_owner"],
    again: ["securityGroupIds", "fixedIps"],
  },
  fields,
  mistakes(inputs) {
    const groups = (inputs.securityGroupIds ?? []) as string[];
    return inputs.noSecurityGroups === true && groups.length > 0
      ? { noSecurityGroups: "cannot stand beside securityGroupIds: leave one out" }
      : {};
  },
  prepareCreate(body, inputs) {
    if (inputs.noSecurityGroups === true) body.security_groups = [];
    if (inputs.noFixedIp === true) body.fixed_ips = [];
    const options = inputs.extraDhcpOptions as DhcpOption[] | undefined;
    if (options && options.length > 0) body.extra_dhcp_opts = dhcpOptions(options, []);
    withBinding(body, inputs);
  },
  prepareUpdate(body, inputs, olds, changed) {
    if (changed.has("noSecurityGroups") && inputs.noSecurityGroups === true) {
      body.security_groups = [];
    }
    if (inputs.noFixedIp === true && changed.has("noFixedIp")) body.fixed_ips = [];
    if (changed.has("extraDhcpOptions")) {
      body.extra_dhcp_opts = dhcpOptions(
        (inputs.extraDhcpOptions ?? []) as unknown as DhcpOption[],
        (olds.extraDhcpOptions ?? []) as unknown as DhcpOption[],
      );
    }
    if (changed.has("binding")) withBinding(body, inputs);
  },
  view(answer) {
    const pairs = (answer.allowed_address_pairs ?? []) as { mac_address: string }[];
    const ips = (answer.fixed_ips ?? []) as { ip_address: string }[];
    const details = (answer["binding:vif_details"] ?? {}) as Body;
    return {
      ...withTags(answer),
      all_fixed_ips: ips.map((ip) => ip.ip_address),
      all_security_group_ids: answer.security_groups ?? [],
      // The port's own address is what stands there when none was asked for.
      allowed_address_pairs: pairs.map((pair) =>
        pair.mac_address === answer.mac_address ? { ...pair, mac_address: "" } : pair,
      ),
      extra_dhcp_opts: answer.extra_dhcp_opts ?? [],
      binding: {
        host_id: answer["binding:host_id"] ?? "",
        profile: JSON.stringify(answer["binding:profile"] ?? {}),
        vif_details: details,
        vif_type: answer["binding:vif_type"] ?? "",
        vnic_type: answer["binding:vnic_type"] ?? "",
      },
      dns_name: answer.dns_name ?? "",
      dns_assignment: answer.dns_assignment ?? [],
      qos_policy_id: answer.qos_policy_id ?? "",
    };
  },
};

export const ports: Readonly<Record<string, Definition>> = { "networking/port:Port": port };
