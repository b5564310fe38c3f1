import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  configuration,
  databaseUrl,
  tokenCheck,
  TRUST_STORE,
  uwsgiFiles,
  uwsgiIni,
} from "../service/common";
import { policies, policyPath } from "../service/policies";
import { BILLING_PACKAGES } from "../service/packages";
import type { Service } from "../service/service";
import { pluginDirectories, pluginFiles, pluginPath, type Plugin } from "./plugin";

const CONFIG = "/etc/gnocchi/gnocchi.conf";
const STORE = "/var/lib/gnocchi";
const SCRIPT = "/usr/local/lib/openstack-environment/archive-policies.py";
const WANTED = "/etc/gnocchi/openstack-environment-archive-policies.json";
const FILES: Plugin = {
  file: "careful-files.py",
  module: "openstack_environment_files",
  namespace: "gnocchi.storage",
  name: "careful-file",
  class: "CarefulFiles",
};
const INCOMING: Plugin = {
  file: "careful-incoming.py",
  module: "openstack_environment_incoming",
  namespace: "gnocchi.incoming",
  name: "careful-file",
  class: "CarefulIncoming",
};
const PLUGINS = [FILES, INCOMING];
const UWSGI = { service: "gnocchi", unit: "gnocchi-api" };
const PORT = 8041;

/** @param back_window how many of the longest steps a late sample may lie back: a day of hours */
const kept = (aggregation_methods: string[]) => ({
  aggregation_methods,
  back_window: 24,
  definition: [
    { granularity: "60s", timespan: "8 days" },
    { granularity: "300s", timespan: "62 days" },
    { granularity: "3600s", timespan: "400 days" },
  ],
});

/**
 * What Gnocchi keeps of each metric, declared before the first sample comes: CloudKitty gives up on a
 * tenant where an aggregation that it asks for is not kept. 62 days are two months, which can be rated again.
 */
const ARCHIVE_POLICIES = [
  { name: "billing", ...kept(["mean"]) },
  // Of counters that only grow: what was added between samples.
  { name: "billing-counter", ...kept(["mean", "rate:sum"]) },
];

/** Gnocchi: what was measured, in files of the billing host. */
export const gnocchi: Service = {
  name: "gnocchi",
  roles: ["billing"],
  packages: BILLING_PACKAGES.gnocchi,
  directories: () => [
    { path: "/etc/gnocchi/policy.d", mode: "0755" },
    ...PLUGINS.flatMap(pluginDirectories),
  ],
  files: (place) => [
    ...PLUGINS.flatMap(pluginFiles),
    configuration(CONFIG, "gnocchi", {
      DEFAULT: { log_dir: "/var/log/gnocchi" },
      api: { auth_mode: "keystone" },
      indexer: { url: databaseUrl(place, "gnocchi") },
      keystone_authtoken: tokenCheck(place, "gnocchi"),
      metricd: { workers: 1, metric_processing_delay: 5 },
      storage: { driver: FILES.name, file_basepath: STORE },
      incoming: { driver: INCOMING.name },
      // Its own default is a policy file of older releases.
      oslo_policy: { policy_dirs: "/etc/gnocchi/policy.d" },
    }),
    ...uwsgiFiles(place, {
      ...UWSGI,
      defaults: "gnocchi-api",
      wsgi: "/usr/lib/python3/dist-packages/gnocchi/rest/wsgi.py",
      port: PORT,
      processes: 1,
      threads: 1,
      settings: ["add-header = Connection: close", "enable-threads = true"],
    }),
    policies("gnocchi"),
    { path: SCRIPT, content: readFileSync(join(__dirname, "archive-policies.py"), "utf8") },
    { path: WANTED, content: JSON.stringify(ARCHIVE_POLICIES, null, 2) },
  ],
  databases: ["gnocchi"],
  identity: {
    user: true,
    endpoints: [{ type: "metric", description: "OpenStack Metric", port: PORT, path: "" }],
  },
  // What comes in is kept in so many folders, all of which are looked through again and again: with as many
  // as there are by default a sample takes more than a minute.
  prepare: () => "runuser -u gnocchi -- gnocchi-upgrade --sacks-number 16",
  units: ["gnocchi-api", "gnocchi-metricd"],
  restartOn: [
    CONFIG,
    policyPath("gnocchi"),
    ...PLUGINS.map(pluginPath),
    uwsgiIni(UWSGI),
    "/etc/default/gnocchi-api",
  ],
  after: () => `/usr/bin/python3 ${SCRIPT} ${CONFIG} ${TRUST_STORE} ${WANTED}`,
  ports: [{ port: PORT, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  publish: [{ port: PORT, check: "/healthcheck", public: true }],
  health: ({ host }) => [{ http: `http://${host.addresses.management}:${PORT}/healthcheck` }],
  logFiles: ["/var/log/gnocchi/*.log"],
  backup: [STORE],
};
