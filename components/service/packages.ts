/**
 * The Debian packages of each role, and the units they bring that must not start by themselves.
 * Each service names its own packages from here; whoever builds a machine image takes them by role.
 */

/** On every host: the firewall, the certificates, the shell tools the steps use. */
export const BASE_PACKAGES = ["ca-certificates", "curl", "nftables", "python3"];

export const CONTROLPLANE_PACKAGES = {
  mariadb: ["mariadb-server", "galera-4", "mariadb-backup"],
  rabbitmq: ["rabbitmq-server"],
  memcached: ["memcached"],
  haproxy: ["haproxy"],
  keepalived: ["keepalived"],
  keystone: ["keystone", "python3-pymysql", "python3-memcache"],
  glance: ["glance-api", "python3-pymysql", "python3-memcache"],
  placement: ["placement-api", "python3-pymysql", "python3-memcache"],
  nova: [
    "nova-api",
    "nova-scheduler",
    "nova-conductor",
    "nova-consoleproxy",
    "python3-pymysql",
    "python3-memcache",
  ],
  neutron: [
    "neutron-api",
    "neutron-rpc-server",
    "neutron-periodic-workers",
    "python3-pymysql",
    "python3-memcache",
  ],
  cinder: ["cinder-api", "cinder-scheduler", "python3-pymysql", "python3-memcache"],
  horizon: ["openstack-dashboard-apache"],
};

const OPENVSWITCH_PACKAGES = ["openvswitch-switch"];
const OPENVSWITCH_AGENT_PACKAGES = ["neutron-openvswitch-agent"];

export const NETWORK_PACKAGES = {
  openvswitch: OPENVSWITCH_PACKAGES,
  openvswitchAgent: OPENVSWITCH_AGENT_PACKAGES,
  agents: ["neutron-l3-agent", "neutron-dhcp-agent", "neutron-metadata-agent"],
};

export const COMPUTE_PACKAGES = {
  openvswitch: OPENVSWITCH_PACKAGES,
  openvswitchAgent: OPENVSWITCH_AGENT_PACKAGES,
  nova: [
    "nova-compute",
    "nova-compute-qemu",
    "qemu-system-x86",
    "qemu-utils",
    "qemu-block-extra",
    "libvirt-daemon-system",
    "libvirt-clients",
  ],
  ceilometer: ["ceilometer-agent-compute"],
};

export const BILLING_PACKAGES = {
  influxdb: ["influxdb"],
  gnocchi: ["gnocchi-api", "gnocchi-metricd", "python3-memcache", "python3-pymysql"],
  ceilometer: ["ceilometer-agent-central", "ceilometer-agent-notification", "python3-memcache"],
  cloudkitty: ["cloudkitty-api", "cloudkitty-processor", "python3-memcache", "python3-pymysql"],
  reports: ["nodejs"],
};

/** Of the host that runs Ironic, which shares no image with the hosts of the cloud. */
export const SEED_PACKAGES = {
  // Ironic makes boot media of its agent: mkisofs, and a FAT file system with signed boot loaders.
  ironic: [
    "dosfstools",
    "genisoimage",
    "grub-efi-amd64-signed",
    "ironic-api",
    "ironic-conductor",
    "mtools",
    "shim-signed",
  ],
  images: ["nginx"],
};

const distinct = (names: string[]): string[] => [...new Set(names)].sort();

/** Every package a role needs, sorted. Roles without an entry carry only the base for now. */
export const PACKAGES_BY_ROLE: Record<string, string[]> = {
  controller: distinct([...BASE_PACKAGES, ...Object.values(CONTROLPLANE_PACKAGES).flat()]),
  network: distinct([...BASE_PACKAGES, ...Object.values(NETWORK_PACKAGES).flat()]),
  compute: distinct([...BASE_PACKAGES, ...Object.values(COMPUTE_PACKAGES).flat()]),
  storage: distinct(BASE_PACKAGES),
  monitoring: distinct(BASE_PACKAGES),
  billing: distinct([...BASE_PACKAGES, ...Object.values(BILLING_PACKAGES).flat()]),
};

/**
 * Units that installing the packages enables. A machine image that holds the packages of several
 * roles disables all of these; the step of a service enables those of its host.
 */
export const UNITS = [
  "apache2",
  "ceilometer-agent-central",
  "ceilometer-agent-compute",
  "ceilometer-agent-notification",
  "cinder-api",
  "cinder-scheduler",
  "cloudkitty-api",
  "cloudkitty-processor",
  "glance-api",
  "gnocchi-api",
  "gnocchi-metricd",
  "haproxy",
  "influxdb",
  "keepalived",
  "keystone",
  "libvirtd",
  "mariadb",
  "memcached",
  "neutron-api",
  "neutron-dhcp-agent",
  "neutron-l3-agent",
  "neutron-metadata-agent",
  "neutron-openvswitch-agent",
  "neutron-periodic-workers",
  "neutron-rpc-server",
  "nova-api",
  "nova-api-metadata",
  "nova-compute",
  "nova-conductor",
  "nova-novncproxy",
  "nova-scheduler",
  "nova-serialproxy",
  "nova-spicehtml5proxy",
  "openvswitch-switch",
  "placement-api",
  "rabbitmq-server",
];
