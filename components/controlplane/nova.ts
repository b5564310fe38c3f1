import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quoteAll, type HostFile } from "../host";
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
import type { IniConfig } from "../service/ini";
import { CONTROLPLANE_PACKAGES } from "../service/packages";
import type { Place, Service } from "../service/service";

const CONFIG = "/etc/nova/nova.conf";
const API = { service: "nova", unit: "nova-api" };
const METADATA = { service: "nova", unit: "nova-api-metadata" };
const PREPARE = "/usr/local/lib/openstack-environment/nova-prepare.py";
const DEFAULTS = ["nova-api", "nova-api-metadata", "nova-consoleproxy"].map(
  (name) => `/etc/default/${name}`,
);

/** What controllers and compute hosts have in common. */
export function novaSections(place: Place): IniConfig {
  return {
    service_user: { send_service_user_token: true, ...serviceLogin(place, "nova") },
    glance: { region_name: place.site.region, valid_interfaces: "internal" },
    cinder: { os_region_name: place.site.region, catalog_info: "volumev3::internalURL" },
    placement: serviceLogin(place, "placement"),
    ...commonSections(place, "nova"),
  };
}

export const novaDefaults = (place: Place) => ({
  my_ip: place.host.addresses.management,
  log_dir: "/var/log/nova",
  pybasedir: "/usr/lib/python3/dist-packages",
  state_path: "/var/lib/nova",
  transport_url: transportUrl(place, "nova"),
});

export const consoleUrl = ({ site }: Place): string => `https://${site.vip.api}:6080/vnc_lite.html`;

function settings(place: Place): HostFile {
  const address = place.host.addresses.management;
  return configuration(CONFIG, "nova", {
    DEFAULT: {
      ...novaDefaults(place),
      enabled_apis: ["osapi_compute", "metadata"],
      cpu_allocation_ratio: 16,
      ram_allocation_ratio: 1.5,
    },
    api_database: databaseSection(place, "nova", "nova_api"),
    database: databaseSection(place, "nova"),
    api: { auth_strategy: "keystone" },
    keystone_authtoken: tokenCheck(place, "nova"),
    conductor: { workers: 1 },
    scheduler: { workers: 1, discover_hosts_in_cells_interval: 30 },
    vnc: {
      enabled: true,
      server_listen: address,
      server_proxyclient_address: address,
      novncproxy_host: address,
      novncproxy_base_url: consoleUrl(place),
    },
    neutron: {
      ...serviceLogin(place, "neutron"),
      service_metadata_proxy: true,
      metadata_proxy_shared_secret: place.secrets.metadata,
    },
    ...novaSections(place),
    oslo_policy: { policy_dirs: "/etc/nova/policy.d" },
  });
}

/** The database runs on the same host, so that a look at the cells costs nothing. */
const prepare = (): string => `cell=
if mariadb --batch -N nova_api -e "SHOW TABLES LIKE 'cell_mappings'" | grep -q .; then
  cell=$(mariadb --batch -N nova_api -e "SELECT uuid FROM cell_mappings WHERE name = 'cell1'")
fi
runuser -u nova -- python3 ${PREPARE} $cell`;

/** Nova's control plane: API, metadata, scheduler, conductor, console. */
export const nova: Service = {
  name: "nova",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.nova,
  files: (place) => [
    settings(place),
    { path: PREPARE, content: readFileSync(join(__dirname, "nova-prepare.py"), "utf8") },
    ...uwsgiFiles(place, {
      ...API,
      defaults: "nova-api",
      wsgi: "/usr/bin/nova-api-wsgi",
      port: 8774,
      processes: place.site.workers,
      // Nova's green threads must not meet real ones: with more than one they wait for ever.
      threads: 1,
      settings: ["enable-threads = true"],
    }),
    ...uwsgiFiles(place, {
      ...METADATA,
      defaults: "nova-api-metadata",
      wsgi: "/usr/bin/nova-metadata-wsgi",
      port: 8775,
      processes: place.site.workers,
      threads: 1,
      settings: ["enable-threads = true"],
    }),
    {
      path: "/etc/default/nova-consoleproxy",
      content: "NOVA_CONSOLE_PROXY_TYPE=novnc\nNOVA_SERIAL_PROXY_START=false\n",
    },
  ],
  databases: ["nova_api", "nova", "nova_cell0"],
  messageQueue: true,
  identity: {
    user: true,
    endpoints: [{ type: "compute", description: "OpenStack Compute", port: 8774, path: "/v2.1" }],
  },
  prepare,
  units: ["nova-api", "nova-api-metadata", "nova-scheduler", "nova-conductor", "nova-novncproxy"],
  restartOn: [CONFIG, uwsgiIni(API), uwsgiIni(METADATA), ...DEFAULTS],
  ports: [8774, 8775, 6080].map((port) => ({
    port,
    protocol: "tcp" as const,
    from: ["management" as const],
    roles: ["controller" as const],
  })),
  publish: [
    { port: 8774, check: "/", public: true },
    { port: 8775, check: "/", public: false },
    { port: 6080, check: "/vnc_lite.html", public: true, sticky: true },
  ],
  health: ({ host }) =>
    [8774, 8775, 6080].map((port) => ({ http: `http://${host.addresses.management}:${port}/` })),
  logFiles: ["/var/log/nova/*.log"],
};

/** Waits until every compute host reported, and gives each to the cell. Runs on one controller. */
export const discoverHosts = (computes: string[]): string => `known() {
  local host hosts
  hosts=$(mariadb --batch -N nova_api -e 'SELECT host FROM host_mappings') || return
  for host in ${quoteAll(computes)}; do grep -qxF -- "$host" <<<"$hosts" || return; done
}
known_or_found() {
  known || { runuser -u nova -- nova-manage cell_v2 discover_hosts && known; }
}
wait_for 120 "compute hosts in Nova's cell" known_or_found`;
