import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HostFile } from "../host";
import {
  commonSections,
  configuration,
  databaseSection,
  tokenCheck,
  TRUST_STORE,
} from "../service/common";
import { CONTROLPLANE_PACKAGES } from "../service/packages";
import { policies, policyPath } from "../service/policies";
import type { Place, Service } from "../service/service";

const CONFIG = "/etc/glance/glance-api.conf";
const STORE = "/var/lib/glance/images";
const REPLICATE = "/usr/local/lib/openstack-environment/glance-replicate.py";
const REPLICATE_CONFIG = "/etc/glance/openstack-environment-replicate.json";
const REPLICATE_UNIT = "/etc/systemd/system/openstack-environment-images.service";
const API_DROPIN = "/etc/systemd/system/glance-api.service.d/openstack-environment.conf";

const replicate = (command: string): string =>
  `/usr/bin/python3 ${REPLICATE} ${command} ${REPLICATE_CONFIG}`;

const UNIT = `[Unit]
Description=Images of the other controllers
After=network-online.target
Wants=network-online.target

[Service]
User=glance
Group=glance
ExecStart=${replicate("serve")}
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;

/** Whoever comes back gets what it missed before it answers. */
const FETCH_FIRST = `[Service]
ExecStartPre=${replicate("once")}
TimeoutStartSec=infinity
`;

/**
 * Images are files of the host that they were uploaded to. With several controllers each fetches what
 * the others have; a lone one has nobody to fetch from.
 */
function replication({ host, peers }: Place): HostFile[] {
  const others = peers.filter((peer) => peer.name !== host.name);
  const settings = {
    config: CONFIG,
    store: STORE,
    peers: others.map(({ addresses }) => `http://${addresses.management}:9292`),
    ca: TRUST_STORE,
  };
  return [
    { path: REPLICATE, content: readFileSync(join(__dirname, "glance-replicate.py"), "utf8") },
    { path: REPLICATE_CONFIG, content: JSON.stringify(settings, null, 2) },
    { path: REPLICATE_UNIT, content: UNIT },
    { path: API_DROPIN, content: others.length === 0 ? "" : FETCH_FIRST },
  ];
}

/** Glance, the image service, with images in files of its hosts. */
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
        enabled_backends: "file:file",
        // Not web-download: a tenant could have a controller open pages of the management network.
        enabled_import_methods: "[glance-direct,copy-image]",
      },
      database: databaseSection(place, "glance"),
      keystone_authtoken: tokenCheck(place, "glance"),
      paste_deploy: { flavor: "keystone" },
      glance_store: { default_backend: "file" },
      file: { filesystem_store_datadir: STORE },
      ...commonSections(place, "glance"),
      oslo_policy: { policy_dirs: "/etc/glance/policy.d" },
    }),
    policies("glance"),
    ...replication(place),
  ],
  databases: ["glance"],
  identity: {
    user: true,
    endpoints: [{ type: "image", description: "OpenStack Image", port: 9292, path: "" }],
  },
  prepare: () => "runuser -u glance -- glance-manage db_sync",
  before: ({
    peers,
  }) => `if changed ${REPLICATE_UNIT} ${API_DROPIN}; then systemctl daemon-reload; fi
${
  peers.length > 1
    ? `ensure_units openstack-environment-images -- ${REPLICATE} ${REPLICATE_CONFIG} ${REPLICATE_UNIT}`
    : "if systemctl is-enabled -q openstack-environment-images; then systemctl disable -q --now openstack-environment-images; fi"
}`,
  units: ["glance-api"],
  restartOn: [CONFIG, policyPath("glance"), API_DROPIN],
  ports: [{ port: 9292, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  publish: [{ port: 9292, check: "/healthcheck", public: true, standby: true }],
  health: ({ host }) => [{ http: `http://${host.addresses.management}:9292/healthcheck` }],
  logFiles: ["/var/log/glance/*.log"],
  backup: [STORE],
};
