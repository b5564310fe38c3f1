import type { HostFile } from "../host";
import {
  commonSections,
  configuration,
  databaseSection,
  serviceLogin,
  tokenCheck,
  transportUrl,
  uwsgiFiles,
  uwsgiIni,
} from "../service/common";
import { CONTROLPLANE_PACKAGES } from "../service/packages";
import { policies, policyPath } from "../service/policies";
import type { Place, Service, Site } from "../service/service";

const CONFIG = "/etc/neutron/neutron.conf";
const ML2 = "/etc/neutron/plugins/ml2/ml2_conf.ini";
const PERIODIC_UNIT = "/etc/systemd/system/neutron-periodic-workers.service";
const UWSGI = { service: "neutron", unit: "neutron-api" };

const distinct = (names: string[]): string[] => [...new Set(names)].sort();

/** The physical networks that carry external networks: without and with VLAN tags. */
function physicalNetworks(site: Site): { flat: string[]; vlan: string[] } {
  const all = Object.values(site.externalNetworks);
  const names = (tagged: boolean): string[] =>
    distinct(
      all.filter((net) => (net.vlan !== undefined) === tagged).map((n) => n.physicalNetwork),
    );
  return { flat: names(false), vlan: names(true) };
}

/** Two network hosts are enough for a router to survive one of them. */
const networkHosts = (site: Site): number =>
  site.hosts.filter((host) => host.roles.includes("network")).length;

/** neutron.conf: on a controller whole, on a host that is only an agent the part agents read. */
export function neutronConfig(place: Place): HostFile {
  const { site, host } = place;
  const agent = {
    DEFAULT: {
      log_dir: "/var/log/neutron",
      core_plugin: "ml2",
      transport_url: transportUrl(place, "neutron"),
    },
    agent: {
      root_helper: "sudo /usr/bin/neutron-rootwrap /etc/neutron/rootwrap.conf",
      // Commands as root go to a process that stays, instead of starting Python for each.
      root_helper_daemon: "sudo /usr/bin/neutron-rootwrap-daemon /etc/neutron/rootwrap.conf",
    },
    ...commonSections(place, "neutron"),
  };
  if (!host.roles.includes("controller")) return configuration(CONFIG, "neutron", agent);
  const several = networkHosts(site) > 1;
  return configuration(CONFIG, "neutron", {
    ...agent,
    DEFAULT: {
      ...agent.DEFAULT,
      service_plugins: ["router", "qos"],
      auth_strategy: "keystone",
      interface_driver: "openvswitch",
      rpc_workers: 1,
      rpc_state_report_workers: 0,
      notify_nova_on_port_status_changes: true,
      notify_nova_on_port_data_changes: true,
      dhcp_agents_per_network: several ? 2 : 1,
      l3_ha: several,
      max_l3_agents_per_router: several ? 2 : undefined,
      global_physnet_mtu: site.networks.tenant.mtu ?? 1500,
    },
    database: databaseSection(place, "neutron"),
    keystone_authtoken: tokenCheck(place, "neutron"),
    service_user: { send_service_user_token: true, ...serviceLogin(place, "neutron") },
    nova: {
      ...serviceLogin(place, "nova"),
      valid_interfaces: undefined,
      endpoint_type: "internal",
    },
    placement: {
      ...serviceLogin(place, "placement"),
      valid_interfaces: undefined,
      endpoint_type: "internal",
    },
    oslo_policy: { policy_dirs: "/etc/neutron/policy.d" },
  });
}

function ml2Config({ site }: Place): HostFile {
  const { flat, vlan } = physicalNetworks(site);
  const mtu = site.networks.tenant.mtu ?? 1500;
  return configuration(ML2, "neutron", {
    ml2: {
      type_drivers: vlan.length > 0 ? ["flat", "vlan", "vxlan"] : ["flat", "vxlan"],
      tenant_network_types: ["vxlan"],
      mechanism_drivers: ["openvswitch", "l2population"],
      extension_drivers: ["port_security", "qos"],
      path_mtu: mtu,
    },
    ml2_type_flat: { flat_networks: flat.length > 0 ? flat : undefined },
    ml2_type_vlan: { network_vlan_ranges: vlan.length > 0 ? vlan : undefined },
    // Every process keeps the whole range in memory, and the database a row for each number.
    ml2_type_vxlan: { vni_ranges: ["1:4000"] },
    securitygroup: { enable_security_group: true },
  });
}

/** Debian brings a start script for the periodic workers, but no unit. */
const PERIODIC = `[Unit]
Description=OpenStack Neutron periodic workers
After=network-online.target mysql.service rabbitmq-server.service keystone.service

[Service]
User=neutron
Group=neutron
WorkingDirectory=/var/lib/neutron
ExecStart=/etc/init.d/neutron-periodic-workers systemd-start
Restart=on-failure
LimitNOFILE=65535

[Install]
WantedBy=multi-user.target
`;

/** Neutron's control plane: API, RPC server, periodic workers. */
export const neutron: Service = {
  name: "neutron",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.neutron,
  files: (place) => [
    neutronConfig(place),
    ml2Config(place),
    policies("neutron"),
    { path: PERIODIC_UNIT, content: PERIODIC },
    ...uwsgiFiles(place, {
      ...UWSGI,
      defaults: "neutron-server",
      wsgi: "/usr/bin/neutron-api",
      port: 9696,
      // A process answers one request at a time.
      processes: 2 * place.site.workers,
      threads: 1,
      settings: [
        "add-header = Connection: close",
        "paste = config:/etc/neutron/api-paste.ini",
        "start-time = %t",
      ],
    }),
  ],
  databases: ["neutron"],
  messageQueue: true,
  identity: {
    user: true,
    endpoints: [{ type: "network", description: "OpenStack Networking", port: 9696, path: "" }],
  },
  prepare: () =>
    `runuser -u neutron -- neutron-db-manage --config-file ${CONFIG} --config-file ${ML2} upgrade head`,
  before: () => `if changed ${PERIODIC_UNIT}; then systemctl daemon-reload; fi`,
  units: ["neutron-api", "neutron-rpc-server", "neutron-periodic-workers"],
  restartOn: [
    CONFIG,
    policyPath("neutron"),
    ML2,
    uwsgiIni(UWSGI),
    "/etc/default/neutron-server",
    PERIODIC_UNIT,
  ],
  ports: [{ port: 9696, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  publish: [{ port: 9696, check: "/", public: true }],
  health: ({ host }) => [{ http: `http://${host.addresses.management}:9696/` }],
  logFiles: ["/var/log/neutron/*.log"],
};
