import { stringify } from "yaml";
import { commonSections, configuration, serviceLogin, transportUrl } from "../service/common";
import { BILLING_PACKAGES } from "../service/packages";
import type { Service } from "../service/service";
import { GRANULARITY } from "./gnocchi";
import { POLLSTERS, RESOURCES } from "./meters";

const FOLDER = "/etc/ceilometer";
const CONFIG = `${FOLDER}/ceilometer.conf`;
const POLLING = `${FOLDER}/polling.yaml`;
const PIPELINE = `${FOLDER}/pipeline.yaml`;
const RESOURCE_TYPES = `${FOLDER}/gnocchi_resources.yaml`;
const POLLSTER_FOLDER = `${FOLDER}/pollsters.d`;

const yaml = (path: string, value: unknown) => ({
  path,
  content: stringify(value),
  mode: "0644",
});

/**
 * Ceilometer: asks the services for what each tenant has, and hands it to Gnocchi. It polls, because
 * a notification gives one sample for each event and none while nothing happens.
 */
export const ceilometer: Service = {
  name: "ceilometer",
  roles: ["billing"],
  packages: BILLING_PACKAGES.ceilometer,
  directories: () => [{ path: POLLSTER_FOLDER, mode: "0755" }],
  files: (place) => [
    configuration(CONFIG, "ceilometer", {
      DEFAULT: { log_dir: "/var/log/ceilometer", transport_url: transportUrl(place, "ceilometer") },
      notification: { workers: 1 },
      polling: { cfg_file: POLLING, pollsters_definitions_dirs: POLLSTER_FOLDER },
      service_credentials: {
        ...serviceLogin(place, "ceilometer"),
        valid_interfaces: undefined,
        interface: "internal",
      },
      ...commonSections(place, "ceilometer"),
    }),
    yaml(POLLING, {
      sources: [
        { name: "billing", interval: GRANULARITY, meters: POLLSTERS.map(({ name }) => name) },
      ],
    }),
    yaml(PIPELINE, {
      sources: [{ name: "billing", meters: ["*"], sinks: ["gnocchi"] }],
      sinks: [
        {
          name: "gnocchi",
          publishers: ["gnocchi://?filter_project=service&archive_policy=billing"],
        },
      ],
    }),
    yaml(RESOURCE_TYPES, {
      archive_policy_default: "billing",
      archive_policies: [],
      resources: RESOURCES,
    }),
    yaml(`${POLLSTER_FOLDER}/openstack-environment.yaml`, POLLSTERS),
  ],
  messageQueue: true,
  identity: { user: true },
  // Makes Gnocchi's resource types, by Gnocchi's API.
  prepare: () => "runuser -u ceilometer -- ceilometer-upgrade",
  units: ["ceilometer-agent-central", "ceilometer-agent-notification"],
  restartOn: [
    CONFIG,
    POLLING,
    PIPELINE,
    RESOURCE_TYPES,
    `${POLLSTER_FOLDER}/openstack-environment.yaml`,
  ],
  logFiles: ["/var/log/ceilometer/*.log"],
};
