import type { Properties } from "../../../embedded/engine/types";
import type { Bench, Case } from "./lifecycle";
import type { Live } from "./live";

const NETWORK = "networking/network:Network";
const SUBNET = "networking/subnet:Subnet";
const ROUTER = "networking/router:Router";
const GROUP = "networking/secGroup:SecGroup";
const PORT = "networking/port:Port";

/** Of the lab: addresses that are seen outside. */
export const EXTERNAL = "internet";

const network = (bench: Bench, name = bench.run): Promise<Live> => bench.make(NETWORK, { name });

const subnet = (bench: Bench, on: Live, cidr = "192.168.77.0/24", more: Properties = {}) =>
  bench.make(SUBNET, { name: bench.run, networkId: on.id, cidr, ...more });

const group = (bench: Bench, name = bench.run): Promise<Live> => bench.make(GROUP, { name });

const externalNetwork = async (bench: Bench, name: string): Promise<Live> => {
  const made = await bench.make(NETWORK, { name, external: true });
  await subnet(bench, made, "198.18.77.0/24", { enableDhcp: false });
  return made;
};

const otherProject = (bench: Bench): Promise<Live> =>
  bench.make("identity/project:Project", { name: bench.run });

/** A port that is reached from outside by way of a router. */
async function reachable(bench: Bench): Promise<{ ports: Live[]; external: string }> {
  const external = await bench.invoke("networking/getNetwork:getNetwork", { name: EXTERNAL });
  const inside = await network(bench);
  const addresses = await subnet(bench, inside);
  const externalNetworkId = external.id as string;
  const router = await bench.make(ROUTER, { name: bench.run, externalNetworkId });
  await bench.make("networking/routerInterface:RouterInterface", {
    routerId: router.id,
    subnetId: addresses.id,
  });
  const port = (last: number): Promise<Live> =>
    bench.make(PORT, {
      networkId: inside.id,
      fixedIps: [{ subnetId: addresses.id, ipAddress: `192.168.77.${last}` }],
    });
  return { ports: [await port(50), await port(51)], external: externalNetworkId };
}

const idOf = (live: Live | undefined): string => live?.id ?? "";

export const networking: Case[] = [
  {
    type: NETWORK,
    life: async (bench) => {
      const name = bench.run;
      const project = await otherProject(bench);
      return {
        inputs: { name, adminStateUp: true, tags: ["one"] },
        see: bench.item("network", "/v2.0/networks", "network"),
        shows: { name, admin_state_up: true, tags: ["one"], shared: false },
        changes: [
          [
            { description: "second", mtu: 1300, tags: ["one", "two"] },
            { description: "second", mtu: 1300 },
          ],
          [
            { name: `${name}-2`, adminStateUp: false, shared: true, portSecurityEnabled: false },
            { name: `${name}-2`, admin_state_up: false, shared: true },
          ],
        ],
        replace: [{ tenantId: project.id }, { project_id: project.id, mtu: 1300 }],
      };
    },
  },
  {
    type: SUBNET,
    life: async (bench) => {
      const on = await network(bench);
      const pools = (start: number, end: number) => [
        { start: `192.168.77.${start}`, end: `192.168.77.${end}` },
      ];
      return {
        inputs: {
          networkId: on.id,
          cidr: "192.168.77.0/24",
          allocationPools: pools(10, 99),
          dnsNameservers: ["9.9.9.9"],
        },
        see: bench.item("network", "/v2.0/subnets", "subnet"),
        shows: {
          cidr: "192.168.77.0/24",
          allocation_pools: pools(10, 99),
          dns_nameservers: ["9.9.9.9"],
          gateway_ip: "192.168.77.1",
          enable_dhcp: true,
        },
        changes: [
          [
            { dnsNameservers: ["8.8.8.8", "9.9.9.9"], description: "second" },
            { dns_nameservers: ["8.8.8.8", "9.9.9.9"], description: "second" },
          ],
          [
            { allocationPools: pools(10, 199), tags: ["one"], enableDhcp: false, name: "named" },
            { allocation_pools: pools(10, 199), tags: ["one"], enable_dhcp: false, name: "named" },
          ],
          [
            { hostRoutes: [{ destinationCidr: "10.9.0.0/16", nextHop: "192.168.77.9" }] },
            { host_routes: [{ destination: "10.9.0.0/16", nexthop: "192.168.77.9" }] },
          ],
          [{ gatewayIp: "192.168.77.254" }, { gateway_ip: "192.168.77.254" }],
        ],
        notImported: ["hostRoutes"],
        replace: [
          { cidr: "192.168.0.0/16" },
          { cidr: "192.168.0.0/16", gateway_ip: "192.168.77.254" },
        ],
        deleteFirst: true,
      };
    },
  },
  {
    type: SUBNET,
    title: "without a gateway",
    life: async (bench) => {
      const on = await network(bench);
      return {
        inputs: {
          name: bench.run,
          networkId: on.id,
          cidr: "192.168.77.0/24",
          noGateway: true,
        },
        see: bench.item("network", "/v2.0/subnets", "subnet"),
        shows: { gateway_ip: null, enable_dhcp: true },
        changes: [[{ dnsNameservers: ["9.9.9.9"] }, { gateway_ip: null }]],
        replace: [{ networkId: (await network(bench, `${bench.run}-2`)).id }, { gateway_ip: null }],
      };
    },
  },
  {
    type: ROUTER,
    life: async (bench) => {
      const name = bench.run;
      const external = await externalNetwork(bench, `${name}-external`);
      const project = await otherProject(bench);
      return {
        inputs: { name, adminStateUp: true, externalNetworkId: external.id, tags: ["one"] },
        see: bench.item("network", "/v2.0/routers", "router"),
        shows: { name, status: "ACTIVE", admin_state_up: true, tags: ["one"] },
        changes: [
          [
            { description: "second", tags: ["two"] },
            { description: "second", tags: ["two"] },
          ],
          [{ name: `${name}-2`, adminStateUp: false }, { admin_state_up: false }],
          [{ enableSnat: false }, { name: `${name}-2` }],
        ],
        replace: [{ tenantId: project.id }, { project_id: project.id, description: "second" }],
      };
    },
  },
  {
    type: "networking/routerInterface:RouterInterface",
    title: "that routes go through",
    life: async (bench) => {
      const on = await network(bench);
      const [first, second] = [await subnet(bench, on), await subnet(bench, on, "192.168.78.0/24")];
      const router = await bench.make(ROUTER, { name: bench.run });
      const route = { destination: "10.9.0.0/16", nexthop: "192.168.78.9" };
      return {
        inputs: { routerId: router.id, subnetId: first.id },
        see: async (id) => {
          const port = await bench.item("network", "/v2.0/ports", "port")(id);
          const ips = port?.fixed_ips as { ip_address: string }[] | undefined;
          if (ips?.[0]?.ip_address === "192.168.78.1") {
            // It keeps the interface from going, unless `forceDestroy` takes it away.
            const body = { router: { routes: [route] } };
            await bench.cloud.api.put("network", `/v2.0/routers/${router.id}`, body);
          }
          return port && { ...port, address: ips?.[0]?.ip_address };
        },
        shows: { device_id: router.id, address: "192.168.77.1" },
        changes: [[{ forceDestroy: true }, { address: "192.168.77.1" }]],
        notImported: ["forceDestroy"],
        replace: [{ subnetId: second.id }, { device_id: router.id, address: "192.168.78.1" }],
      };
    },
  },
  {
    type: "networking/routerRoute:RouterRoute",
    life: async (bench) => {
      const on = await network(bench);
      const addresses = await subnet(bench, on);
      const router = await bench.make(ROUTER, { name: bench.run });
      await bench.make("networking/routerInterface:RouterInterface", {
        routerId: router.id,
        subnetId: addresses.id,
      });
      const see = async (id: string) => {
        const found = await bench.item("network", "/v2.0/routers", "router")(router.id);
        const routes = (found?.routes ?? []) as { destination: string; nexthop: string }[];
        return routes.find(({ destination, nexthop }) =>
          id.endsWith(`-route-${destination}-${nexthop}`),
        );
      };
      const inputs = {
        routerId: router.id,
        destinationCidr: "10.9.0.0/16",
        nextHop: "192.168.77.9",
      };
      return {
        inputs,
        see,
        shows: { destination: "10.9.0.0/16", nexthop: "192.168.77.9" },
        changes: [],
        replace: [
          { nextHop: "192.168.77.10" },
          { destination: "10.9.0.0/16", nexthop: "192.168.77.10" },
        ],
      };
    },
  },
  {
    type: GROUP,
    life: async (bench) => {
      const name = bench.run;
      const project = await otherProject(bench);
      const rules = async (id: string): Promise<Record<string, unknown> | undefined> => {
        const found = await bench.item("network", "/v2.0/security-groups", "security_group")(id);
        return found && { ...found, rules: (found.security_group_rules as unknown[]).length };
      };
      return {
        inputs: { name, deleteDefaultRules: true, tags: ["one"] },
        see: rules,
        shows: { name, rules: 0, tags: ["one"] },
        changes: [
          [{ description: "second" }, { description: "second" }],
          [
            { name: `${name}-2`, tags: [] },
            { name: `${name}-2`, tags: [] },
          ],
        ],
        notImported: ["deleteDefaultRules"],
        replace: [{ tenantId: project.id }, { project_id: project.id, rules: 0 }],
      };
    },
  },
  {
    type: "networking/secGroupRule:SecGroupRule",
    title: "by CIDR",
    life: async (bench) => {
      const { id: securityGroupId } = await group(bench);
      const said = { direction: "ingress", ethertype: "IPv4", protocol: "tcp" };
      return {
        inputs: {
          ...said,
          ...{ securityGroupId, portRangeMin: 80, portRangeMax: 80, remoteIpPrefix: "0.0.0.0/0" },
        },
        see: bench.item("network", "/v2.0/security-group-rules", "security_group_rule"),
        shows: { ...said, port_range_min: 80, remote_ip_prefix: "0.0.0.0/0" },
        replace: [{ portRangeMax: 81 }, { ...said, port_range_min: 80, port_range_max: 81 }],
      };
    },
  },
  {
    type: "networking/secGroupRule:SecGroupRule",
    title: "by group",
    life: async (bench) => {
      const { id: securityGroupId } = await group(bench);
      const other = await group(bench, `${bench.run}-2`);
      const said = { direction: "ingress", ethertype: "IPv4", protocol: "icmp" };
      return {
        inputs: { ...said, securityGroupId, remoteGroupId: securityGroupId, description: "ping" },
        see: bench.item("network", "/v2.0/security-group-rules", "security_group_rule"),
        shows: { ...said, remote_group_id: securityGroupId, description: "ping" },
        replace: [{ remoteGroupId: other.id }, { ...said, remote_group_id: other.id }],
      };
    },
  },
  {
    type: PORT,
    life: async (bench) => {
      const on = await network(bench);
      const addresses = await subnet(bench, on);
      const { id: securityGroup } = await group(bench);
      const address = (last: number): string => `192.168.77.${last}`;
      const fixed = (last: number) => [{ subnetId: addresses.id, ipAddress: address(last) }];
      const shown = (last: number) => [{ subnet_id: addresses.id, ip_address: address(last) }];
      return {
        inputs: {
          name: bench.run,
          networkId: on.id,
          securityGroupIds: [securityGroup],
          fixedIps: fixed(50),
          allowedAddressPairs: [{ ipAddress: address(200) }],
          tags: ["one"],
        },
        see: bench.item("network", "/v2.0/ports", "port"),
        shows: {
          name: bench.run,
          security_groups: [securityGroup],
          fixed_ips: shown(50),
          tags: ["one"],
        },
        changes: [
          [
            { name: `${bench.run}-2`, fixedIps: fixed(51) },
            { name: `${bench.run}-2`, fixed_ips: shown(51) },
          ],
          [{ allowedAddressPairs: [], adminStateUp: false }, { allowed_address_pairs: [] }],
          [
            { extraDhcpOptions: [{ name: "mtu", value: "1400" }] },
            { extra_dhcp_opts: [{ opt_name: "mtu", opt_value: "1400", ip_version: 4 }] },
          ],
        ],
        notImported: ["fixedIps", "securityGroupIds"],
        replace: [
          { macAddress: "fa:16:3e:00:77:07" },
          { mac_address: "fa:16:3e:00:77:07", fixed_ips: shown(51) },
        ],
        deleteFirst: true,
      };
    },
  },
  {
    type: "networking/floatingIp:FloatingIp",
    life: async (bench) => {
      const { ports, external } = await reachable(bench);
      await externalNetwork(bench, `${bench.run}-external`);
      return {
        inputs: { pool: EXTERNAL, description: "first" },
        see: bench.item("network", "/v2.0/floatingips", "floatingip"),
        shows: { floating_network_id: external, description: "first", port_id: null },
        changes: [
          [
            { description: "second", tags: ["one"] },
            { description: "second", tags: ["one"] },
          ],
          [
            { portId: idOf(ports[0]) },
            { port_id: idOf(ports[0]), fixed_ip_address: "192.168.77.50" },
          ],
          [
            { portId: idOf(ports[1]) },
            { port_id: idOf(ports[1]), fixed_ip_address: "192.168.77.51" },
          ],
        ],
        // Beside the pool, of which Neutron gives any address to whoever asks for one meanwhile.
        replace: [{ address: "198.51.100.252" }, { floating_ip_address: "198.51.100.252" }],
        deleteFirst: true,
      };
    },
  },
  {
    type: "networking/floatingIpAssociate:FloatingIpAssociate",
    life: async (bench) => {
      const { ports } = await reachable(bench);
      const floating = async (): Promise<Live> =>
        bench.make("networking/floatingIp:FloatingIp", { pool: EXTERNAL });
      const [first, second] = [await floating(), await floating()];
      return {
        inputs: { floatingIp: first.outputs.address ?? "", portId: idOf(ports[0]) },
        see: async (id) => {
          const found = await bench.item("network", "/v2.0/floatingips", "floatingip")(id);
          return found?.port_id === null ? undefined : found;
        },
        shows: { port_id: idOf(ports[0]), fixed_ip_address: "192.168.77.50" },
        changes: [
          [
            { portId: idOf(ports[1]) },
            { port_id: idOf(ports[1]), fixed_ip_address: "192.168.77.51" },
          ],
        ],
        replace: [
          { floatingIp: second.outputs.address ?? "" },
          { port_id: idOf(ports[1]), floating_ip_address: second.outputs.address },
        ],
      };
    },
  },
  {
    type: "networking/rbacPolicyV2:RbacPolicyV2",
    life: async (bench) => {
      const [first, second] = [await network(bench), await network(bench, `${bench.run}-2`)];
      const project = await otherProject(bench);
      const { id } = await bench.make("identity/project:Project", { name: `${bench.run}-2` });
      const said = { action: "access_as_shared" };
      return {
        inputs: { ...said, objectType: "network", objectId: first.id, targetTenant: project.id },
        see: bench.item("network", "/v2.0/rbac-policies", "rbac_policy"),
        shows: { ...said, object_id: first.id, target_tenant: project.id },
        changes: [[{ targetTenant: id }, { target_tenant: id }]],
        replace: [{ objectId: second.id }, { ...said, object_id: second.id, target_tenant: id }],
      };
    },
  },
  {
    type: "networking/addressScope:AddressScope",
    life: (bench) =>
      Promise.resolve({
        inputs: { name: bench.run },
        see: bench.item("network", "/v2.0/address-scopes", "address_scope"),
        shows: { name: bench.run, ip_version: 4, shared: false },
        changes: [[{ name: `${bench.run}-2` }, { name: `${bench.run}-2` }]],
        replace: [{ ipVersion: 6 }, { name: `${bench.run}-2`, ip_version: 6 }],
      }),
  },
  {
    type: "networking/subnetPool:SubnetPool",
    life: async (bench) => {
      const scope = await bench.make("networking/addressScope:AddressScope", { name: bench.run });
      const project = await otherProject(bench);
      return {
        inputs: { name: bench.run, prefixes: ["10.177.0.0/16"], defaultPrefixlen: 24 },
        see: bench.item("network", "/v2.0/subnetpools", "subnetpool"),
        shows: { name: bench.run, prefixes: ["10.177.0.0/16"], default_prefixlen: "24" },
        changes: [
          [
            { description: "second", defaultPrefixlen: 25, tags: ["one"] },
            { description: "second", default_prefixlen: "25", tags: ["one"] },
          ],
          [{ addressScopeId: scope.id }, { address_scope_id: scope.id }],
          [{ addressScopeId: "" }, { address_scope_id: null }],
        ],
        replace: [{ projectId: project.id }, { project_id: project.id, description: "second" }],
      };
    },
  },
];
