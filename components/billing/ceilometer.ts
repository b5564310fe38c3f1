import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { HostFile } from "../host";
import { commonSections, configuration, serviceLogin, transportUrl } from "../service/common";
import { BILLING_PACKAGES, COMPUTE_PACKAGES } from "../service/packages";
import type { Place, Service } from "../service/service";
import { POLLSTERS, RESOURCES, TRAFFIC } from "./meters";
import { periodOf, pollOf, stepOf } from "./period";

const FOLDER = "/etc/ceilometer";
const CONFIG = `${FOLDER}/ceilometer.conf`;
const POLLING = `${FOLDER}/polling.yaml`;
const PIPELINE = `${FOLDER}/pipeline.yaml`;
const RESOURCE_TYPES = `${FOLDER}/gnocchi_resources.yaml`;
const POLLSTER_FOLDER = `${FOLDER}/pollsters.d`;
const OWN_POLLSTERS = `${POLLSTER_FOLDER}/openstack-environment.yaml`;

/** Where Debian 13's Python looks for what no package brings. */
const PYTHON = "/usr/local/lib/python3.13/dist-packages";
const PUBLISHER = "openstack_environment_publisher";
const PUBLISHER_FILE = `${PYTHON}/${PUBLISHER}.py`;

const yaml = (path: string, value: unknown): HostFile => ({
  path,
  content: stringify(value),
  mode: "0644",
});

const settings = (place: Place): HostFile =>
  configuration(CONFIG, "ceilometer", {
    DEFAULT: { log_dir: "/var/log/ceilometer", transport_url: transportUrl(place, "ceilometer") },
    compute: { instance_discovery_method: "libvirt_metadata" },
    notification: { workers: 1 },
    polling: { cfg_file: POLLING, pollsters_definitions_dirs: POLLSTER_FOLDER },
    service_credentials: {
      ...serviceLogin(place, "ceilometer"),
      valid_interfaces: undefined,
      interface: "internal",
    },
    ...commonSections(place, "ceilometer"),
  });

const polling = (interval: number, meters: string[]): HostFile =>
  yaml(POLLING, { sources: [{ name: "billing", interval, meters }] });

/** A publisher of our own, which Ceilometer finds as it finds those that packages bring. */
const publisher: HostFile[] = [
  {
    path: PUBLISHER_FILE,
    content: readFileSync(join(__dirname, "patient-publisher.py"), "utf8"),
    mode: "0644",
  },
  {
    path: `${PYTHON}/${PUBLISHER}-1.dist-info/METADATA`,
    content: `Metadata-Version: 2.1\nName: ${PUBLISHER}\nVersion: 1\n`,
    mode: "0644",
  },
  {
    path: `${PYTHON}/${PUBLISHER}-1.dist-info/entry_points.txt`,
    content: `[ceilometer.sample.publisher]\npatient-gnocchi = ${PUBLISHER}:PatientPublisher\n`,
    mode: "0644",
  },
];

/**
 * Ceilometer: asks the services for what each tenant has, and hands it to Gnocchi. It polls, because
 * a notification gives one sample for each event and none while nothing happens.
 */
export const ceilometer: Service = {
  name: "ceilometer",
  roles: ["billing"],
  packages: BILLING_PACKAGES.ceilometer,
  directories: () => [
    { path: POLLSTER_FOLDER, mode: "0755" },
    { path: `${PYTHON}/${PUBLISHER}-1.dist-info`, mode: "0755" },
  ],
  files: (place) => [
    settings(place),
    ...publisher,
    polling(
      pollOf(periodOf(place.site)),
      POLLSTERS.map(({ name }) => name),
    ),
    yaml(PIPELINE, {
      sources: [{ name: "billing", meters: ["*"], sinks: ["gnocchi"] }],
      sinks: [
        {
          name: "gnocchi",
          publishers: ["patient-gnocchi://?filter_project=service&archive_policy=billing"],
        },
      ],
    }),
    yaml(RESOURCE_TYPES, {
      archive_policy_default: "billing",
      archive_policies: [],
      resources: RESOURCES,
    }),
    yaml(OWN_POLLSTERS, POLLSTERS),
  ],
  messageQueue: true,
  identity: { user: true },
  // Makes Gnocchi's resource types, by Gnocchi's API.
  prepare: () => "runuser -u ceilometer -- ceilometer-upgrade",
  units: ["ceilometer-agent-central", "ceilometer-agent-notification"],
  restartOn: [CONFIG, POLLING, PIPELINE, RESOURCE_TYPES, OWN_POLLSTERS, PUBLISHER_FILE],
  logFiles: ["/var/log/ceilometer/*.log"],
};

/** Ceilometer on compute hosts: the counters of machines' network interfaces, which no API knows. */
export const ceilometerCompute: Service = {
  name: "ceilometer-compute",
  roles: ["compute"],
  packages: COMPUTE_PACKAGES.ceilometer,
  files: (place) => [settings(place), polling(stepOf(periodOf(place.site)), TRAFFIC)],
  units: ["ceilometer-agent-compute"],
  restartOn: [CONFIG, POLLING],
  logFiles: ["/var/log/ceilometer/*.log"],
};
