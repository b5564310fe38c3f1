import type { Metered } from "./period";

/**
 * What is metered: a pollster of Ceilometer for each, so that every figure comes from an API's answer
 * about what a tenant has now. What is worth 0 is not there, and gives no sample. Shapes: Ceilometer's
 * admin guide, "Dynamic pollsters"; what follows a bar is Python.
 */
const POLLSTER = { sample_type: "gauge", skip_sample_values: [0] };

/** States in which a machine is not there (yet, or any more): it costs nothing. */
const NO_MACHINE = "('DELETED', 'SOFT_DELETED', 'SHELVED_OFFLOADED', 'ERROR', 'BUILD')";
const NO_VOLUME = "('creating', 'error', 'error_deleting')";
const NO_IMAGE = "('queued', 'saving', 'importing', 'deleted', 'pending_delete', 'killed')";

const unless = (states: string, value: string) =>
  `. | 0 if value['status'] in ${states} else ${value}`;

const MACHINE = {
  ...POLLSTER,
  endpoint_type: "compute",
  url_path: "servers/detail?all_tenants=true",
  // From 2.47 on the answer holds the flavor itself, which may be gone by then.
  headers: { "OpenStack-API-Version": "compute 2.90" },
  response_entries_key: "servers",
  next_sample_url_attribute: "servers_links | next((link['href'] for link in value), '')",
  resource_id_attribute: "id",
  project_id_attribute: "tenant_id",
  user_id_attribute: "user_id",
  metadata_fields: ["name", "flavor", "status", "hostId"],
  metadata_mapping: { name: "display_name" },
};

const VOLUME = {
  ...POLLSTER,
  unit: "GiB",
  endpoint_type: "volumev3",
  resource_id_attribute: "id",
  value_attribute: unless(NO_VOLUME, "value['size']"),
  metadata_mapping: { name: "display_name" },
};

const NETWORK = {
  ...POLLSTER,
  endpoint_type: "network",
  // It is there whatever its status says.
  value_attribute: "id | 1 if value else 0",
  resource_id_attribute: "id",
  project_id_attribute: "project_id",
};

/** Ceilometer's own pollsters on compute hosts, by the counters of libvirt. */
export const TRAFFIC = ["network.incoming.bytes", "network.outgoing.bytes"];

const POLLSTERS = [
  { ...MACHINE, name: "instance", unit: "instance", value_attribute: unless(NO_MACHINE, "1") },
  {
    ...MACHINE,
    name: "instance.vcpus",
    unit: "vcpu",
    value_attribute: unless(NO_MACHINE, "value['flavor']['vcpus']"),
  },
  {
    ...MACHINE,
    name: "instance.memory",
    unit: "MiB",
    value_attribute: unless(NO_MACHINE, "value['flavor']['ram']"),
  },
  {
    ...VOLUME,
    name: "volume.size",
    url_path: "volumes/detail?all_tenants=true",
    response_entries_key: "volumes",
    project_id_attribute: "os-vol-tenant-attr:tenant_id",
    user_id_attribute: "user_id",
    metadata_fields: ["name", "volume_type", "status"],
  },
  {
    ...VOLUME,
    name: "snapshot.size",
    url_path: "snapshots/detail?all_tenants=true",
    response_entries_key: "snapshots",
    project_id_attribute: "os-extended-snapshot-attributes:project_id",
    metadata_fields: ["name", "status"],
  },
  {
    ...POLLSTER,
    name: "image.size",
    unit: "B",
    endpoint_type: "image",
    url_path: "v2/images?limit=1000",
    response_entries_key: "images",
    value_attribute: unless(NO_IMAGE, "(value['size'] or 0)"),
    resource_id_attribute: "id",
    project_id_attribute: "owner",
    metadata_fields: ["name", "status", "container_format", "disk_format"],
  },
  {
    ...NETWORK,
    name: "ip.floating",
    unit: "ip",
    url_path: "v2.0/floatingips",
    response_entries_key: "floatingips",
    metadata_fields: ["floating_ip_address", "status"],
  },
  {
    ...NETWORK,
    name: "router",
    unit: "router",
    url_path: "v2.0/routers",
    response_entries_key: "routers",
    metadata_fields: ["name", "status"],
  },
];

const named = { display_name: "resource_metadata.display_name" };

/** Those of every cloud, and those that an environment adds. */
export const pollstersOf = ({ billing }: Metered) => [
  ...POLLSTERS,
  ...Object.entries(billing?.meters ?? {}).map(([name, meter]) => ({
    ...POLLSTER,
    name,
    unit: meter.unit,
    endpoint_type: meter.service,
    url_path: meter.path,
    response_entries_key: meter.entries,
    value_attribute: meter.value,
    resource_id_attribute: meter.resource,
    project_id_attribute: meter.project,
  })),
];

/** Which of Gnocchi's resource types has which of them, and what of the metadata stays with it. */
const RESOURCES = [
  {
    resource_type: "instance",
    metrics: { instance: null, "instance.vcpus": null, "instance.memory": null },
    attributes: {
      ...named,
      flavor_name: "resource_metadata.flavor.original_name",
      // Gnocchi makes no resource without these two. A tenant reads them: of the host it may know a hash.
      flavor_id: "resource_metadata.flavor.original_name",
      host: "resource_metadata.hostId",
    },
  },
  {
    resource_type: "volume",
    metrics: { "volume.size": null, "snapshot.size": null },
    attributes: { ...named, volume_type: "resource_metadata.volume_type" },
  },
  {
    resource_type: "image",
    metrics: { "image.size": null },
    attributes: {
      name: "resource_metadata.name",
      container_format: "resource_metadata.container_format",
      disk_format: "resource_metadata.disk_format",
    },
  },
  { resource_type: "network", metrics: { "ip.floating": null, router: null } },
  {
    resource_type: "instance_network_interface",
    metrics: Object.fromEntries(
      TRAFFIC.map((name) => [name, { archive_policy_name: "billing-counter" }]),
    ),
    attributes: {
      name: "resource_metadata.vnic_name",
      instance_id: "resource_metadata.instance_id",
    },
  },
];

export const resourcesOf = ({ billing }: Metered) => {
  const custom = Object.keys(billing?.meters ?? {}).map((name): [string, null] => [name, null]);
  return custom.length === 0
    ? RESOURCES
    : [...RESOURCES, { resource_type: "generic", metrics: Object.fromEntries(custom) }];
};
