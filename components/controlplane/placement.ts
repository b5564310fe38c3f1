import {
  commonSections,
  configuration,
  databaseSection,
  tokenCheck,
  uwsgiFiles,
  uwsgiIni,
} from "../service/common";
import { CONTROLPLANE_PACKAGES } from "../service/packages";
import type { Service } from "../service/service";

const CONFIG = "/etc/placement/placement.conf";
const UWSGI = { service: "placement", unit: "placement-api" };

/** Placement: what the hypervisors have left. */
export const placement: Service = {
  name: "placement",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.placement,
  files: (place) => [
    configuration(CONFIG, "placement", {
      DEFAULT: {
        pybasedir: "/usr/lib/python3/dist-packages",
        log_dir: "/var/log/placement",
      },
      placement_database: databaseSection(place, "placement"),
      api: { auth_strategy: "keystone" },
      keystone_authtoken: tokenCheck(place, "placement"),
      ...commonSections(place, "placement"),
      oslo_policy: { policy_dirs: "/etc/placement/policy.d" },
    }),
    ...uwsgiFiles(place, {
      ...UWSGI,
      defaults: "placement-api",
      wsgi: "/usr/bin/placement-api",
      port: 8778,
      processes: place.site.workers,
      threads: 1,
      settings: ["add-header = Connection: close", "enable-threads = true"],
    }),
  ],
  databases: ["placement"],
  identity: {
    user: true,
    endpoints: [{ type: "placement", description: "OpenStack Placement", port: 8778, path: "" }],
  },
  prepare: () => "runuser -u placement -- placement-manage db sync",
  units: ["placement-api"],
  restartOn: [CONFIG, uwsgiIni(UWSGI), "/etc/default/placement-api"],
  ports: [{ port: 8778, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  publish: [{ port: 8778, check: "/", public: true }],
  health: ({ host }) => [{ http: `http://${host.addresses.management}:8778/` }],
  logFiles: ["/var/log/placement/*.log"],
};
