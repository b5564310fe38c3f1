import type { Matrix } from "../cells";
import { rows } from "../table";
import { bodies } from "./network-bodies";

/** What all of a tenant see, and the Cloud Admin. */
const tenants = (all: string, own: string) => ({
  "cloud admin": all,
  "tenant admin": own,
  "tenant user": own,
  reader: own,
});
const each = (kind: string): string => `other ${kind}, own ${kind}, system ${kind}`;

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
  bodies,
};
