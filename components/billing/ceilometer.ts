import { stringify } from "yaml";
import type { HostFile } from "../host";
import { commonSections, configuration, serviceLogin, transportUrl } from "../service/common";
import { BILLING_PACKAGES, COMPUTE_PACKAGES } from "../service/packages";
import type { Place, Service } from "../service/service";
import { pollstersOf, resourcesOf, TRAFFIC } from "./meters";
import { periodOf, pollOf, stepOf } from "./period";
import { pluginDirectories, pluginFiles, pluginPath, type Plugin } from "./plugin";

const FOLDER = "/etc/ceilometer";
const CONFIG = `${FOLDER}/ceilometer.conf`;
const POLLING = `${FOLDER}/polling.yaml`;
const PIPELINE = `${FOLDER}/pipeline.yaml`;
const RESOURCE_TYPES = `${FOLDER}/gnocchi_resources.yaml`;
const POLLSTER_FOLDER = `${FOLDER}/pollsters.d`;
const OWN_POLLSTERS = `${POLLSTER_FOLDER}/openstack-environment.yaml`;

const PUBLISHER: Plugin = {
  file: "patient-publisher.py",
  module: "openstack_environment_publisher",
  namespace: "ceilometer.sample.publisher",
  name: "patient-gnocchi",
  class: "PatientPublisher",
};

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

/**
 * Ceilometer: asks the services for what each tenant has, and hands it to Gnocchi. It polls, because
 * a notification gives one sample for each event and none while nothing happens.
 */
export const ceilometer: Service = {
  name: "ceilometer",
  roles: ["billing"],
  packages: BILLING_PACKAGES.ceilometer,
  directories: () => [{ path: POLLSTER_FOLDER, mode: "0755" }, ...pluginDirectories(PUBLISHER)],
  files: (place) => [
    settings(place),
    ...pluginFiles(PUBLISHER),
    polling(
      pollOf(periodOf(place.site)),
      pollstersOf(place.site).map(({ name }) => name),
    ),
    yaml(PIPELINE, {
      sources: [{ name: "billing", meters: ["*"], sinks: ["gnocchi"] }],
      sinks: [
        {
          name: "gnocchi",
          // Without a policy in the address: it would be that of all metrics, counters too.
          publishers: [`${PUBLISHER.name}://`],
        },
      ],
    }),
    yaml(RESOURCE_TYPES, {
      archive_policy_default: "billing",
      archive_policies: [],
      resources: resourcesOf(place.site),
    }),
    yaml(OWN_POLLSTERS, pollstersOf(place.site)),
  ],
  messageQueue: true,
  identity: { user: true },
  // Makes Gnocchi's resource types, by Gnocchi's API.
  prepare: () => "runuser -u ceilometer -- ceilometer-upgrade",
  units: ["ceilometer-agent-central", "ceilometer-agent-notification"],
  restartOn: [CONFIG, POLLING, PIPELINE, RESOURCE_TYPES, OWN_POLLSTERS, pluginPath(PUBLISHER)],
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
