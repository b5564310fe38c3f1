import { commonSections, configuration, databaseSection, tokenCheck } from "../service/common";
import { CONTROLPLANE_PACKAGES } from "../service/packages";
import type { Service } from "../service/service";

const CONFIG = "/etc/glance/glance-api.conf";

/** Glance, the image service, with images in files of its host. */
export const glance: Service = {
  name: "glance",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.glance,
  files: (place) => [
    configuration(CONFIG, "glance", {
      DEFAULT: {
        log_dir: "/var/log/glance",
        bind_host: place.host.addresses.management,
        workers: 1,
        // An image is shared with each tenant that may use it, and there may be more than 128.
        image_member_quota: -1,
        enabled_backends: "file:file",
      },
      database: databaseSection(place, "glance"),
      keystone_authtoken: tokenCheck(place, "glance"),
      paste_deploy: { flavor: "keystone" },
      glance_store: { default_backend: "file" },
      file: { filesystem_store_datadir: "/var/lib/glance/images" },
      ...commonSections(place, "glance"),
      oslo_policy: { policy_dirs: "/etc/glance/policy.d" },
    }),
  ],
  databases: ["glance"],
  identity: {
    user: true,
    endpoints: [{ type: "image", description: "OpenStack Image", port: 9292, path: "" }],
  },
  prepare: () => "runuser -u glance -- glance-manage db_sync",
  units: ["glance-api"],
  ports: [{ port: 9292, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  publish: [{ port: 9292, check: "/healthcheck", public: true }],
  health: ({ host }) => [{ http: `http://${host.addresses.management}:9292/healthcheck` }],
  logFiles: ["/var/log/glance/*.log"],
  backup: ["/var/lib/glance/images"],
};
