import type { Matrix } from "../cells";
import { rows } from "../table";

/** What all of a tenant see, and the Cloud Admin. */
const tenants = (all: string, own: string) => ({
  "cloud admin": all,
  "tenant admin": own,
  "tenant user": own,
  reader: own,
});
const each = (kind: string): string => `other ${kind}, own ${kind}, system ${kind}`;

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

/** Neutron. */
export const networking: Matrix = {
  service: "network",
  lists: [
    {
      object: "network",
      path: "/networks",
      key: "networks",
      sees: tenants(`${each("network")}, system external`, "own network, system external"),
    },
    {
      object: "subnet",
      path: "/subnets",
      key: "subnets",
      sees: tenants(
        `${each("subnet")}, system externalSubnet`,
        "own subnet, system externalSubnet",
      ),
    },
    { object: "port", path: "/ports", key: "ports", sees: tenants(each("port"), "own port") },
    {
      object: "router",
      path: "/routers",
      key: "routers",
      sees: tenants(each("router"), "own router"),
    },
    {
      object: "floating IP",
      path: "/floatingips",
      key: "floatingips",
      sees: tenants(each("floatingIp"), "own floatingIp"),
    },
    {
      object: "security group",
      path: "/security-groups",
      key: "security_groups",
      sees: tenants(
        `${each("securityGroup")}, ${each("defaultGroup")}`,
        "own defaultGroup, own securityGroup",
      ),
    },
    {
      object: "subnet pool",
      path: "/subnetpools",
      key: "subnetpools",
      sees: tenants(each("subnetPool"), "own subnetPool"),
    },
    {
      object: "address scope",
      path: "/address-scopes",
      key: "address_scopes",
      sees: tenants(each("addressScope"), "own addressScope"),
    },
    {
      object: "IP availability",
      path: "/network-ip-availabilities",
      key: "network_ip_availabilities",
      sees: tenants(`${each("network")}, system external`, ""),
    },
    { object: "agent", path: "/agents", key: "agents", sees: tenants("system agent", "") },
    { object: "share", path: "/rbac-policies", key: "rbac_policies", sees: tenants("", "") },
  ],
  rows: rows(`
    network  | show     | GET /networks/{network}            | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    network  | external | GET /networks/{external}           | -               | -               | 200 200 200 200
    network  | create   | POST /networks                     | 201 201 201 403 | 201 400 400 400 | 201 400 400 400
    network  | create shared                | POST /networks | -   403 403 403 | -   400 400 400 | -   400 400 400
    network  | create external              | POST /networks | -   403 403 403 | -               | -
    network  | create with a VXLAN id       | POST /networks | -   403 403 403 | -               | -
    network  | create on a physical network | POST /networks | -   403 403 403 | -               | -
    network  | create without port security | POST /networks | 201 403 403 403 | -               | -
    network  | update                       | PUT /networks/{network}   | 200 200 200 403 | 200 404 404 404 | 200 404 404 404
    network  | update shared                | PUT /networks/{network}   | -   403 403 403 | -   404 404 404 | -   404 404 404
    network  | update external              | PUT /networks/{network}   | -   403 403 403 | -   404 404 404 | -   404 404 404
    network  | update without port security | PUT /networks/{network}   | -   403 403 403 | -   404 404 404 | -   404 404 404
    network  | give away                    | PUT /networks/{network}   | 400 400 400 400 | 400 400 400 400 | -
    network  | delete                       | DELETE /networks/{fresh.network} | 204 204 204 403 | 204 404 404 404 | 204 404 404 404
    external network | update | PUT /networks/{external}     | -               | -               | -   403 403 403
    external network | delete | DELETE /networks/{external}  | -               | -               | -   403 403 403
    external network | subnet | POST /subnets                | -               | -               | -   403 403 403
    external network | port   | POST /ports                  | -               | -               | -   403 403 403
    external network | port with an address | POST /ports    | -               | -               | -   403 403 403
    external network | update its subnet | PUT /subnets/{externalSubnet} | -   | -               | -   403 403 403
    subnet   | show     | GET /subnets/{subnet}              | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    subnet   | create   | POST /subnets                      | 201 201 201 403 | 201 404 404 404 | 201 404 404 404
    subnet   | update   | PUT /subnets/{subnet}              | 200 200 200 403 | 200 404 404 404 | 200 404 404 404
    subnet   | delete   | DELETE /subnets/{fresh.subnet}     | 204 204 204 403 | 204 404 404 404 | 204 404 404 404
    port     | show     | GET /ports/{port}                  | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    port     | create   | POST /ports                        | 201 201 201 403 | 201 404 404 404 | 201 404 404 404
    port     | create for it  | POST /ports                  | 201 201 201 403 | 201 400 400 400 | 201 400 400 400
    port     | with a MAC address        | POST /ports       | 201 201 201 403 | -   404 404 404 | -   404 404 404
    port     | with an address pair      | POST /ports       | 201 201 201 403 | -   404 404 404 | -   404 404 404
    port     | without port security     | POST /ports       | 201 403 403 403 | -   404 404 404 | -   404 404 404
    port     | with port security        | POST /ports       | 201 201 201 403 | -   404 404 404 | -   404 404 404
    port     | as a router's             | POST /ports       | 201 403 403 403 | -   404 404 404 | -   404 404 404
    port     | as a DHCP server's        | POST /ports       | 201 403 403 403 | -   404 404 404 | -   404 404 404
    port     | on a host                 | POST /ports       | 201 403 403 403 | -   404 404 404 | -   404 404 404
    port     | with a profile            | POST /ports       | 403 403 403 403 | -   404 404 404 | -   404 404 404
    port     | in a security group       | POST /ports       | 201 201 201 403 | -   404 404 403 | -   404 404 403
    port     | update   | PUT /ports/{port}                  | 200 200 200 403 | 200 404 404 404 | 200 404 404 404
    port     | update without port security | PUT /ports/{port}    | -   403 403 403 | -   404 404 404 | -   404 404 404
    port     | update as a router's      | PUT /ports/{port}       | -   403 403 403 | -   404 404 404 | -   404 404 404
    port     | update host               | PUT /ports/{port}       | -   403 403 403 | -   404 404 404 | -   404 404 404
    port     | update into the security group | PUT /ports/{own.port} | 200 200 200 403 | - 404 404 403 | -   404 404 403
    port     | delete   | DELETE /ports/{fresh.port}         | 204 204 204 403 | 204 404 404 404 | 204 404 404 404
    router   | show     | GET /routers/{router}              | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    router   | create   | POST /routers                      | 201 201 201 403 | 201 400 400 400 | 201 400 400 400
    router   | with a gateway            | POST /routers     | 201 201 201 403 | -               | -
    router   | with a gateway's address  | POST /routers     | -   403 403 403 | -               | -
    router   | without SNAT              | POST /routers     | -   403 403 403 | -               | -
    router   | highly available          | POST /routers     | -   403 403 403 | -               | -
    router   | update   | PUT /routers/{router}              | 200 200 200 403 | 200 404 404 404 | 200 404 404 404
    router   | gateway to a network      | PUT /routers/{own.router} | -   400 400 403 | -   404 404 403 | -   404 404 403
    router   | delete   | DELETE /routers/{fresh.router}     | 204 204 204 403 | 204 404 404 404 | 204 404 404 404
    router   | attach its subnet         | PUT /routers/{own.router}/add_router_interface | - 200 - 403 | - 404 404 403 | - 404 404 403
    router   | attach its port           | PUT /routers/{own.router}/add_router_interface | -           | - 404 404 403 | - 404 404 403
    router   | attach to the external subnet | PUT /routers/{own.router}/add_router_interface | -       | -             | - 400 400 403
    router   | attach the own subnet to it | PUT /routers/{router}/add_router_interface   | -           | - 404 404 404 | - 404 404 404
    router   | routes   | PUT /routers/{own.router}/add_extraroutes | -   400 400 403 | -          | -
    router   | agents   | GET /routers/{router}/l3-agents    | 200 403 403 403 | 200 403 403 403 | 200 403 403 403
    network  | agents   | GET /networks/{network}/dhcp-agents | 200 403 403 403 | 200 403 403 403 | 200 403 403 403
    agent    | show     | GET /agents/{agent}                | -               | -               | 200 404 404 404
    agent    | update   | PUT /agents/{agent}                | -               | -               | -   404 404 404
    agent    | routers  | GET /agents/{agent}/l3-routers     | -               | -               | 200 403 403 403
    agent    | take a router | POST /agents/{agent}/l3-routers | -             | -               | -   403 403 403
    floating IP | show   | GET /floatingips/{floatingIp}     | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    floating IP | create | POST /floatingips                 | 201 201 201 403 | 201 400 400 400 | 201 400 400 400
    floating IP | take   | PUT /floatingips/{floatingIp}     | -   404 404 403 | -   404 404 404 | -   404 404 404
    floating IP | for its port  | PUT /floatingips/{own.floatingIp}  | -         | -   404 404 403 | -   404 404 403
    floating IP | on a network | POST /floatingips           | -   400 400 403 | -   404 404 403 | -   404 404 403
    floating IP | delete | DELETE /floatingips/{fresh.floatingIp} | 204 204 204 403 | 204 404 404 404 | 204 404 404 404
    security group | show   | GET /security-groups/{securityGroup}          | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    security group | create | POST /security-groups                         | 201 201 201 403 | 201 400 400 400 | 201 400 400 400
    security group | update | PUT /security-groups/{securityGroup}          | 200 200 200 403 | 200 404 404 404 | 200 404 404 404
    security group | delete | DELETE /security-groups/{fresh.securityGroup} | 204 204 204 403 | 204 404 404 404 | 204 404 404 404
    security group | add a rule | POST /security-group-rules                | 201 201 201 403 | 201 403 403 403 | 201 403 403 403
    security group | let it in  | POST /security-group-rules                | -   201 -   403 | -   404 404 403 | -   404 404 403
    security group | default rules | POST /default-security-group-rules     | -               | -               | -   403 403 403
    share  | with another tenant   | POST /rbac-policies           | 201 403 403 403 | -   403 403 403 | -   403 403 403
    share  | with everybody        | POST /rbac-policies           | -   403 403 403 | -   403 403 403 | -   403 403 403
    share  | the external network  | POST /rbac-policies           | -               | -               | -   403 403 403
    share  | a security group      | POST /rbac-policies           | 201 403 403 403 | -   403 403 403 | -   403 403 403
    subnet pool | show           | GET /subnetpools/{subnetPool} | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    subnet pool | create         | POST /subnetpools             | 201 201 201 403 | 201 400 400 400 | 201 400 400 400
    subnet pool | create shared  | POST /subnetpools             | -   403 403 403 | -               | -
    subnet pool | update         | PUT /subnetpools/{subnetPool} | 200 200 200 403 | 200 404 404 404 | 200 404 404 404
    address scope | show         | GET /address-scopes/{addressScope} | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    address scope | create       | POST /address-scopes          | 201 201 201 403 | 201 400 400 400 | 201 400 400 400
    address scope | create shared | POST /address-scopes         | -   403 403 403 | -               | -
    address scope | share        | PUT /address-scopes/{addressScope} | - 403 403 403 | -   404 404 404 | -   404 404 404
    segment | list      | GET /segments                        | -               | -               | 404 404 404 404
    quota   | show      | GET /quotas/{project}                | 200 200 200 200 | 200 403 403 403 | 200 403 403 403
    quota   | update    | PUT /quotas/{project}                | 200 403 403 403 | 200 403 403 403 | -   403 403 403
    quota   | list      | GET /quotas                          | -               | -               | 200 403 403 403
    quota   | delete    | DELETE /quotas/{project}             | -   403 403 403 | -   403 403 403 | -   403 403 403
    QoS policy | create | POST /qos/policies                   | 201 201 403 403 | 201 400 400 400 | 201 400 400 400
    availability zone | list | GET /availability_zones         | -               | -               | 200 200 200 200
    service provider | list | GET /service-providers           | -               | -               | 200 200 200 200
  `),
  bodies: {
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
  },
};
