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
import type { Service } from "../service/service";

const CONFIG = "/etc/cinder/cinder.conf";
const UWSGI = { service: "cinder", unit: "cinder-api" };

/** Cinder's control plane: quotas and requests. Volumes themselves come with a storage backend. */
export const cinder: Service = {
  name: "cinder",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.cinder,
  files: (place) => [
    configuration(CONFIG, "cinder", {
      DEFAULT: {
        my_ip: place.host.addresses.management,
        log_dir: "/var/log/cinder",
        state_path: "/var/lib/cinder",
        auth_strategy: "keystone",
        transport_url: transportUrl(place, "cinder"),
        glance_api_servers: `https://${place.site.vip.management}:9292`,
      },
      database: databaseSection(place, "cinder"),
      keystone_authtoken: tokenCheck(place, "cinder"),
      service_user: { send_service_user_token: true, ...serviceLogin(place, "cinder") },
      nova: { ...serviceLogin(place, "nova"), valid_interfaces: undefined, interface: "internal" },
      ...commonSections(place, "cinder"),
      oslo_policy: {
        policy_dirs: "/etc/cinder/policy.d",
        // Off in Cinder alone: there the role reader could delete volumes.
        enforce_new_defaults: true,
      },
    }),
    policies("cinder"),
    ...uwsgiFiles(place, {
      ...UWSGI,
      defaults: "cinder-api",
      wsgi: "/usr/bin/cinder-wsgi",
      port: 8776,
      processes: place.site.workers,
      threads: 1,
      settings: ["add-header = Connection: close", "enable-threads = true"],
    }),
  ],
  databases: ["cinder"],
  messageQueue: true,
  identity: {
    user: true,
    endpoints: [
      {
        type: "volumev3",
        description: "OpenStack Block Storage",
        port: 8776,
        path: "/v3",
      },
    ],
  },
  prepare: () => "runuser -u cinder -- cinder-manage db sync",
  units: ["cinder-api", "cinder-scheduler"],
  restartOn: [CONFIG, policyPath("cinder"), uwsgiIni(UWSGI), "/etc/default/cinder-api"],
  ports: [{ port: 8776, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  publish: [{ port: 8776, check: "/", public: true }],
  health: ({ host }) => [{ http: `http://${host.addresses.management}:8776/` }],
  logFiles: ["/var/log/cinder/*.log"],
};
