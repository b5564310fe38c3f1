import type { Body } from "../../support/openstack-api";

const share = (target: string) => ({
  rbac_policy: {
    action: "access_as_shared",
    object_type: "network",
    object_id: "{network}",
    target_tenant: target,
  },
});
const network = (settings: object) => ({
  network: { name: "{name}", project_id: "{project}", ...settings },
});
const port = (settings: object) => ({
  port: { name: "{name}", network_id: "{network}", project_id: "{own.project}", ...settings },
});
const router = (settings: object) => ({
  router: { name: "{name}", project_id: "{project}", admin_state_up: false, ...settings },
});

/** What is sent with Neutron's rows. */
export const bodies: Record<string, Body> = {
  "network create": network({}),
  "network create shared": network({ shared: true }),
  "network create external": network({ "router:external": true }),
  "network create with a VXLAN id": network({
    "provider:network_type": "vxlan",
    "provider:segmentation_id": 3999,
  }),
  "network create on a physical network": network({
    "provider:network_type": "flat",
    "provider:physical_network": "external",
  }),
  "network create without port security": network({ port_security_enabled: false }),
  "network update": { network: { description: "changed" } },
  "network update shared": { network: { shared: true } },
  "network update external": { network: { "router:external": true } },
  "network update without port security": { network: { port_security_enabled: false } },
  "network give away": { network: { project_id: "{system.project}" } },
  "external network update": { network: { description: "changed" } },
  "external network subnet": {
    subnet: { network_id: "{external}", ip_version: 4, cidr: "203.0.113.0/24" },
  },
  "external network port": { port: { name: "{name}", network_id: "{external}" } },
  "external network port with an address": {
    port: {
      name: "{name}",
      network_id: "{external}",
      fixed_ips: [{ ip_address: "198.51.100.1" }],
    },
  },
  "external network update its subnet": { subnet: { description: "changed" } },
  "subnet create": {
    subnet: {
      name: "{name}",
      network_id: "{network}",
      ip_version: 6,
      cidr: "fd00:{hex}::/64",
      enable_dhcp: false,
    },
  },
  "subnet update": { subnet: { description: "changed" } },
  "port create": port({}),
  "port create for it": port({ network_id: "{own.network}", project_id: "{project}" }),
  "port with a MAC address": port({ mac_address: "{mac}" }),
  "port with an address pair": port({
    allowed_address_pairs: [{ ip_address: "10.64.0.200" }],
  }),
  "port without port security": port({ port_security_enabled: false }),
  "port with port security": port({ port_security_enabled: true }),
  "port as a router's": port({ device_owner: "network:router_interface" }),
  "port as a DHCP server's": port({ device_owner: "network:dhcp" }),
  "port on a host": port({ "binding:host_id": "{system.computeHost}" }),
  "port with a profile": port({ "binding:profile": { vnic: "personas" } }),
  "port in a security group": port({
    network_id: "{own.network}",
    security_groups: ["{securityGroup}"],
  }),
  "port update": { port: { description: "changed" } },
  "port update without port security": {
    port: { port_security_enabled: false, security_groups: [] },
  },
  "port update as a router's": { port: { device_owner: "network:router_interface" } },
  "port update host": { port: { "binding:host_id": "{system.computeHost}" } },
  "port update into the security group": { port: { security_groups: ["{securityGroup}"] } },
  "router create": router({}),
  "router with a gateway": router({ external_gateway_info: { network_id: "{system.external}" } }),
  "router with a gateway's address": router({
    external_gateway_info: {
      network_id: "{system.external}",
      external_fixed_ips: [{ ip_address: "198.51.100.249" }],
    },
  }),
  "router without SNAT": router({
    external_gateway_info: { network_id: "{system.external}", enable_snat: false },
  }),
  "router highly available": router({ ha: true }),
  "router update": { router: { description: "changed" } },
  "router gateway to a network": {
    router: { external_gateway_info: { network_id: "{network}" } },
  },
  "router attach its subnet": { subnet_id: "{subnet}" },
  "router attach its port": { port_id: "{port}" },
  "router attach to the external subnet": { subnet_id: "{system.externalSubnet}" },
  "router attach the own subnet to it": { subnet_id: "{own.subnet}" },
  "router routes": {
    router: { routes: [{ destination: "10.0.0.0/24", nexthop: "198.51.100.1" }] },
  },
  "agent update": { agent: { admin_state_up: false } },
  "agent take a router": { router_id: "{own.router}" },
  "floating IP create": {
    floatingip: {
      floating_network_id: "{system.external}",
      project_id: "{project}",
      description: "{name}",
    },
  },
  "floating IP take": { floatingip: { port_id: "{own.port}" } },
  "floating IP for its port": { floatingip: { port_id: "{port}" } },
  "floating IP on a network": { floatingip: { floating_network_id: "{network}" } },
  "security group create": { security_group: { name: "{name}", project_id: "{project}" } },
  "security group update": { security_group: { description: "changed" } },
  "security group add a rule": {
    security_group_rule: {
      security_group_id: "{securityGroup}",
      direction: "ingress",
      protocol: "tcp",
      port_range_min: "{number}",
      port_range_max: "{number}",
    },
  },
  "security group let it in": {
    security_group_rule: {
      security_group_id: "{own.securityGroup}",
      direction: "ingress",
      remote_group_id: "{securityGroup}",
    },
  },
  "security group default rules": {
    default_security_group_rule: {
      direction: "ingress",
      protocol: "tcp",
      used_in_default_sg: true,
      used_in_non_default_sg: true,
    },
  },
  "share with another tenant": share("{system.project}"),
  "share with everybody": share("*"),
  "share the external network": {
    rbac_policy: {
      action: "access_as_external",
      object_type: "network",
      object_id: "{external}",
      target_tenant: "{serviceProject}",
    },
  },
  "share a security group": {
    rbac_policy: {
      action: "access_as_shared",
      object_type: "security_group",
      object_id: "{securityGroup}",
      target_tenant: "{system.project}",
    },
  },
  "subnet pool create": {
    subnetpool: { name: "{name}", project_id: "{project}", prefixes: ["192.168.80.0/24"] },
  },
  "subnet pool create shared": {
    subnetpool: { name: "{name}", prefixes: ["192.168.81.0/24"], shared: true },
  },
  "subnet pool update": { subnetpool: { description: "changed" } },
  "address scope create": {
    address_scope: { name: "{name}", ip_version: 4, project_id: "{project}" },
  },
  "address scope create shared": {
    address_scope: { name: "{name}", ip_version: 4, shared: true },
  },
  "address scope share": { address_scope: { shared: true } },
  "quota update": { quota: { network: 20 } },
  "QoS policy create": { policy: { name: "{name}", project_id: "{project}" } },
};
