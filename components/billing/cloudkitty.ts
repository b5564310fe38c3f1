import { stringify } from "yaml";
import {
  commonSections,
  configuration,
  databaseAddress,
  databaseSection,
  tokenCheck,
  transportUrl,
  uwsgiFiles,
  uwsgiIni,
} from "../service/common";
import { policies, policyPath } from "../service/policies";
import { BILLING_PACKAGES } from "../service/packages";
import type { Service } from "../service/service";
import { RATED } from "./influxdb";
import { metrics } from "./metrics";
import { periodOf, waitOf } from "./period";
import { pluginDirectories, pluginFiles, pluginPath, type Plugin } from "./plugin";

const CONFIG = "/etc/cloudkitty/cloudkitty.conf";
const METRICS_FILE = "/etc/cloudkitty/metrics.yml";
const FETCHER: Plugin = {
  file: "measured-fetcher.py",
  module: "openstack_environment_fetcher",
  namespace: "cloudkitty.fetchers",
  name: "measured",
  class: "MeasuredFetcher",
};
const COLLECTOR: Plugin = {
  file: "stepwise-collector.py",
  module: "openstack_environment_collector",
  namespace: "cloudkitty.collector.backends",
  name: "stepwise",
  class: "StepwiseCollector",
};
const STORAGE: Plugin = {
  file: "careful-storage.py",
  module: "openstack_environment_storage",
  namespace: "cloudkitty.storage.v2.backends",
  name: "careful-influxdb",
  class: "CarefulStorage",
};
const PLUGINS = [FETCHER, COLLECTOR, STORAGE];
const UWSGI = { service: "cloudkitty", unit: "cloudkitty-api" };
const PORT = 8889;

/** CloudKitty: makes amounts of what Gnocchi has, by the rules of the price list. */
export const cloudkitty: Service = {
  name: "cloudkitty",
  roles: ["billing"],
  packages: BILLING_PACKAGES.cloudkitty,
  directories: () => PLUGINS.flatMap(pluginDirectories),
  files: (place) => [
    policies("cloudkitty"),
    ...PLUGINS.flatMap(pluginFiles),
    configuration(CONFIG, "cloudkitty", {
      DEFAULT: {
        auth_strategy: "keystone",
        log_dir: "/var/log/cloudkitty",
        transport_url: transportUrl(place, "cloudkitty"),
      },
      collect: {
        collector: COLLECTOR.name,
        metrics_conf: METRICS_FILE,
        period: periodOf(place.site),
        wait_periods: waitOf(periodOf(place.site)),
      },
      collector_gnocchi: {
        auth_section: "keystone_authtoken",
        interface: "internal",
        region_name: place.site.region,
      },
      database: databaseSection(place, "cloudkitty"),
      // Every project that Gnocchi has measured something of: none is forgotten.
      fetcher: { backend: FETCHER.name },
      fetcher_gnocchi: {
        auth_section: "keystone_authtoken",
        interface: "internal",
        region_name: place.site.region,
        scope_attribute: "project_id",
        resource_types: ["instance", "volume", "network", "image", "generic"],
      },
      keystone_authtoken: tokenCheck(place, "cloudkitty"),
      orchestrator: {
        // Not by SQLAlchemy: tooz speaks to the database itself.
        coordination_url: `mysql://cloudkitty:${place.secrets.database.cloudkitty ?? ""}@${databaseAddress(place)}:3306/cloudkitty`,
        max_workers: 1,
        // Its own way of rating again fails with this InfluxDB.
        max_workers_reprocessing: 0,
      },
      storage: { version: 2, backend: STORAGE.name },
      storage_influxdb: {
        version: 1,
        host: "127.0.0.1",
        port: 8086,
        use_ssl: false,
        database: RATED.database,
        retention_policy: RATED.retentionPolicy,
        username: RATED.user,
        password: place.secrets.database.cloudkitty ?? "",
      },
      ...commonSections(place, "cloudkitty"),
      oslo_policy: { policy_dirs: "/etc/cloudkitty/policy.d" },
    }),
    { path: METRICS_FILE, content: stringify({ metrics: metrics(place.site) }) },
    ...uwsgiFiles(place, {
      ...UWSGI,
      defaults: "cloudkitty-api",
      wsgi: "/usr/bin/cloudkitty-api",
      port: PORT,
      processes: 1,
      // Its summary keeps one caller's filter for the next within a process.
      threads: 1,
      settings: ["add-header = Connection: close", "enable-threads = true"],
    }),
  ],
  databases: ["cloudkitty"],
  messageQueue: true,
  identity: {
    user: true,
    endpoints: [{ type: "rating", description: "OpenStack Rating", port: PORT, path: "" }],
  },
  prepare: () =>
    "runuser -u cloudkitty -- cloudkitty-dbsync upgrade && runuser -u cloudkitty -- cloudkitty-storage-init",
  units: ["cloudkitty-api", "cloudkitty-processor"],
  restartOn: [
    CONFIG,
    policyPath("cloudkitty"),
    METRICS_FILE,
    ...PLUGINS.map(pluginPath),
    uwsgiIni(UWSGI),
    "/etc/default/cloudkitty-api",
  ],
  ports: [{ port: PORT, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  publish: [{ port: PORT, check: "/healthcheck", public: true }],
  health: ({ host }) => [{ http: `http://${host.addresses.management}:${PORT}/healthcheck` }],
  logFiles: ["/var/log/cloudkitty/*.log"],
};
