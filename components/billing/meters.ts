/**
 * What is metered: a pollster of Ceilometer for each, so that every figure comes from an API's answer
 * about what a tenant has now. Shapes: Ceilometer's admin guide, "Dynamic pollsters".
 */

const MACHINE = {
  sample_type: "gauge",
  endpoint_type: "compute",
  url_path: "servers/detail?all_tenants=true",
  // From 2.47 on the answer holds the flavor itself, which may be gone by then.
  headers: { "OpenStack-API-Version": "compute 2.90" },
  response_entries_key: "servers",
  resource_id_attribute: "id",
  project_id_attribute: "tenant_id",
  user_id_attribute: "user_id",
  metadata_fields: ["name", "flavor", "status"],
  metadata_mapping: { name: "display_name" },
};

/** States in which a machine is not there (any more): it costs nothing. */
const GONE = { DELETED: 0, SOFT_DELETED: 0, SHELVED_OFFLOADED: 0, ERROR: 0, BUILD: 0 };

/** What counts as one, whatever its status is: without a mapping the status itself would be the value. */
const THERE = { ACTIVE: 1 };

export const POLLSTERS = [
  {
    ...MACHINE,
    name: "instance",
    unit: "instance",
    value_attribute: "status",
    value_mapping: GONE,
    default_value: 1,
  },
  { ...MACHINE, name: "instance.vcpus", unit: "vcpu", value_attribute: "flavor.vcpus" },
  { ...MACHINE, name: "instance.memory", unit: "MiB", value_attribute: "flavor.ram" },
  {
    name: "volume.size",
    sample_type: "gauge",
    unit: "GiB",
    endpoint_type: "volumev3",
    url_path: "volumes/detail?all_tenants=true",
    response_entries_key: "volumes",
    value_attribute: "size",
    resource_id_attribute: "id",
    project_id_attribute: "os-vol-tenant-attr:tenant_id",
    user_id_attribute: "user_id",
    metadata_fields: ["name", "volume_type", "status"],
    metadata_mapping: { name: "display_name" },
  },
  {
    name: "snapshot.size",
    sample_type: "gauge",
    unit: "GiB",
    endpoint_type: "volumev3",
    url_path: "snapshots/detail?all_tenants=true",
    response_entries_key: "snapshots",
    value_attribute: "size",
    resource_id_attribute: "id",
    project_id_attribute: "os-extended-snapshot-attributes:project_id",
    user_id_attribute: "user_id",
    metadata_fields: ["name", "status"],
    metadata_mapping: { name: "display_name" },
  },
  {
    name: "ip.floating",
    sample_type: "gauge",
    unit: "ip",
    endpoint_type: "network",
    url_path: "v2.0/floatingips",
    response_entries_key: "floatingips",
    value_attribute: "status",
    value_mapping: THERE,
    default_value: 1,
    resource_id_attribute: "id",
    project_id_attribute: "project_id",
    metadata_fields: ["floating_ip_address", "status"],
  },
  {
    name: "router",
    sample_type: "gauge",
    unit: "router",
    endpoint_type: "network",
    url_path: "v2.0/routers",
    response_entries_key: "routers",
    value_attribute: "status",
    value_mapping: THERE,
    default_value: 1,
    resource_id_attribute: "id",
    project_id_attribute: "project_id",
    metadata_fields: ["name", "status"],
    metadata_mapping: { name: "display_name" },
  },
];

/** Which of Gnocchi's resource types has which of them, and what of the metadata stays with it. */
export const RESOURCES = [
  {
    resource_type: "instance",
    metrics: { instance: null, "instance.vcpus": null, "instance.memory": null },
    attributes: {
      display_name: "resource_metadata.display_name",
      flavor_name: "resource_metadata.flavor.original_name",
    },
  },
  {
    resource_type: "volume",
    metrics: { "volume.size": null, "snapshot.size": null },
    attributes: {
      display_name: "resource_metadata.display_name",
      volume_type: "resource_metadata.volume_type",
    },
  },
  { resource_type: "network", metrics: { "ip.floating": null, router: null } },
];
