import { text } from "../../../embedded/plugins/openstack/table/text";
import type { Properties } from "../../../embedded/engine/types";
import type { Routes } from "./answers";
import { ADMIN_PROJECT, Json } from "./fake-openstack";

const dates = { created_at: "2026-11-24T04:19:00Z", updated_at: "2026-11-24T04:19:00Z" };

/** A collection of Neutron with one item: created without tags, read with them. */
function item(
  path: string,
  key: string,
  id: string,
  tags: unknown,
  body: Json,
): Record<string, unknown> {
  const whole = { id, ...dates, revision_number: 0, ...body };
  return {
    [`POST /network/v2.0/${path}`]: { [key]: { ...whole, tags: [] } },
    [`PUT /network/v2.0/${path}/${id}/tags`]: { tags },
    [`GET /network/v2.0/${path}/${id}`]: { [key]: { ...whole, tags: tags ?? [] } },
  };
}

function owner(out: Properties): Json {
  return { tenant_id: out.tenantId, project_id: out.tenantId };
}

export const networkAnswers: Record<string, Routes> = {
  "openstack:networking/network:Network": (id, out) => {
    const [segment] = out.segments as { networkType: string; segmentationId: number }[];
    return item("networks", "network", id, out.tags, {
      ...owner(out),
      ...{ name: out.name, description: out.description, admin_state_up: true, shared: false },
      ...{ "router:external": false, mtu: out.mtu, port_security_enabled: true, status: "ACTIVE" },
      ...{ availability_zone_hints: [], availability_zones: [], subnets: [], l2_adjacency: true },
      ...{ "provider:network_type": segment?.networkType, "provider:physical_network": null },
      "provider:segmentation_id": segment?.segmentationId,
    });
  },
  "openstack:networking/subnet:Subnet": (id, out) =>
    item("subnets", "subnet", id, out.tags, {
      ...owner(out),
      ...{ name: out.name, description: "", network_id: out.networkId, cidr: out.cidr },
      ...{ ip_version: 4, enable_dhcp: true, gateway_ip: out.gatewayIp, subnetpool_id: null },
      ...{ ipv6_address_mode: null, ipv6_ra_mode: null, host_routes: [], service_types: [] },
      ...{ dns_nameservers: out.dnsNameservers, allocation_pools: out.allocationPools },
    }),
  "openstack:networking/router:Router": (id, out) => {
    const [ip] = out.externalFixedIps as { ipAddress: string; subnetId: string }[];
    return item("routers", "router", id, out.tags, {
      ...owner(out),
      ...{ name: out.name, description: out.description, admin_state_up: true, status: "ACTIVE" },
      ...{ distributed: false, ha: false, routes: [], availability_zone_hints: [] },
      external_gateway_info: {
        network_id: out.externalNetworkId,
        enable_snat: true,
        external_fixed_ips: [{ subnet_id: ip?.subnetId, ip_address: ip?.ipAddress }],
      },
    });
  },
  "openstack:networking/routerInterface:RouterInterface": (id, out) => ({
    [`PUT /network/v2.0/routers/${text(out.routerId)}/add_router_interface`]: {
      ...{ id: out.routerId, tenant_id: "t", network_id: "n", port_id: id },
      ...{ subnet_id: out.subnetId, subnet_ids: [out.subnetId] },
    },
    [`GET /network/v2.0/ports/${id}`]: {
      port: {
        ...{ id, device_id: out.routerId, device_owner: "network:router_interface" },
        fixed_ips: [{ subnet_id: out.subnetId, ip_address: "192.168.10.1" }],
      },
    },
  }),
  "openstack:networking/floatingIp:FloatingIp": (id, out) => {
    const network = { id: "59cd96e4-f4d8-4bd1-8643-2306c322af52", name: out.pool };
    return {
      "GET /network/v2.0/networks": { networks: [network] },
      [`GET /network/v2.0/networks/${network.id}`]: { network },
      ...item("floatingips", "floatingip", id, out.tags, {
        ...owner(out),
        ...{ description: out.description, floating_ip_address: out.address, status: "DOWN" },
        ...{ floating_network_id: network.id, port_id: out.portId, router_id: "r" },
        ...{ fixed_ip_address: out.fixedIp, dns_name: "", dns_domain: "" },
      }),
    };
  },
  "openstack:networking/secGroup:SecGroup": (id, out) => ({
    ...item("security-groups", "security_group", id, out.tags, {
      ...owner(out),
      ...{ name: out.name, description: out.description, stateful: true, shared: false },
      security_group_rules: [{ id: "default-1" }, { id: "default-2" }],
    }),
    "DELETE /network/v2.0/security-group-rules/default-1": null,
    "DELETE /network/v2.0/security-group-rules/default-2": null,
  }),
  "openstack:networking/secGroupRule:SecGroupRule": (id, out) =>
    item("security-group-rules", "security_group_rule", id, [], {
      ...owner(out),
      ...{ description: out.description, direction: out.direction, ethertype: out.ethertype },
      ...{ protocol: out.protocol, port_range_min: out.portRangeMin },
      ...{ port_range_max: out.portRangeMax, remote_group_id: null, remote_address_group_id: null },
      ...{ remote_ip_prefix: out.remoteIpPrefix, security_group_id: out.securityGroupId },
    }),
  "openstack:networking/port:Port": (id, out) => {
    const ips = out.fixedIps as { ipAddress: string; subnetId: string }[];
    const pairs = out.allowedAddressPairs as { ipAddress: string }[];
    return item("ports", "port", id, out.tags, {
      ...owner(out),
      ...{ name: out.name, description: "", network_id: out.networkId, admin_state_up: true },
      ...{ mac_address: out.macAddress, device_id: "", device_owner: "", status: "DOWN" },
      ...{ security_groups: out.allSecurityGroupIds, port_security_enabled: true },
      fixed_ips: ips.map((ip) => ({ subnet_id: ip.subnetId, ip_address: ip.ipAddress })),
      allowed_address_pairs: pairs.map((pair) => ({
        ip_address: pair.ipAddress,
        mac_address: out.macAddress,
      })),
      ...{ extra_dhcp_opts: [], qos_policy_id: null, "binding:vnic_type": "normal" },
      ...{ "binding:vif_type": "unbound", "binding:vif_details": {}, "binding:profile": {} },
      "binding:host_id": "",
    });
  },
  "openstack:networking/quotaV2:QuotaV2": (_id, out) => {
    const quota = {
      ...{ floatingip: out.floatingip, network: out.network, port: out.port },
      ...{ rbac_policy: out.rbacPolicy, router: out.router, security_group: out.securityGroup },
      ...{ security_group_rule: out.securityGroupRule, subnet: out.subnet },
      subnetpool: out.subnetpool,
    };
    const path = `/network/v2.0/quotas/${text(out.projectId)}`;
    return { [`PUT ${path}`]: { quota }, [`GET ${path}`]: { quota } };
  },
  "openstack:networking/rbacPolicyV2:RbacPolicyV2": (id, out) =>
    item("rbac-policies", "rbac_policy", id, [], {
      ...{ action: out.action, object_id: out.objectId, object_type: out.objectType },
      ...{ target_tenant: out.targetTenant, project_id: ADMIN_PROJECT, tenant_id: ADMIN_PROJECT },
    }),
  "openstack:networking/addressScope:AddressScope": (id, out) =>
    item("address-scopes", "address_scope", id, [], {
      ...{ name: out.name, ip_version: 4, shared: false },
      ...{ project_id: out.projectId, tenant_id: out.projectId },
    }),
  "openstack:networking/subnetPool:SubnetPool": (id, out) =>
    item("subnetpools", "subnetpool", id, [], {
      ...{ name: out.name, description: out.description, prefixes: out.prefixes, ip_version: 4 },
      // Neutron answers prefix lengths as text.
      ...{ default_prefixlen: "24", min_prefixlen: "24", max_prefixlen: "28", shared: false },
      ...{ address_scope_id: out.addressScopeId, default_quota: null, is_default: false },
      ...{ project_id: out.projectId, tenant_id: out.projectId },
    }),
};
