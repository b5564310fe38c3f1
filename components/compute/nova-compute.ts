import { configuration, serviceLogin } from "../service/common";
import { consoleUrl, novaDefaults, novaSections } from "../controlplane/nova";
import { COMPUTE_PACKAGES } from "../service/packages";
import type { Place, Service } from "../service/service";

const NOVA = "/etc/nova/nova.conf";
const DRIVER = "/etc/nova/nova-compute.conf";
const LIBVIRT = "/etc/libvirt/qemu.conf";

const settings = (place: Place) => {
  const address = place.host.addresses.management;
  return configuration(NOVA, "nova", {
    DEFAULT: {
      ...novaDefaults(place),
      reserved_host_memory_mb: place.site.virtualization === "qemu" ? 0 : 4096,
      instance_usage_audit: true,
      resume_guests_state_on_host_boot: true,
    },
    vnc: {
      enabled: true,
      server_listen: address,
      server_proxyclient_address: address,
      novncproxy_base_url: consoleUrl(place),
    },
    neutron: serviceLogin(place, "neutron"),
    ...novaSections(place),
  });
};

/** Emulation goes with hosts that are containers, where libvirt can isolate nothing further. */
const libvirtSettings = ({ site }: Place) =>
  site.virtualization === "qemu"
    ? [
        {
          path: LIBVIRT,
          content: `security_driver = "none"
cgroup_controllers = []
namespaces = []
remember_owner = 0
`,
          mode: "0600",
        },
      ]
    : [];

/** Nova's hypervisor side: libvirt and nova-compute. */
export const novaCompute: Service = {
  name: "nova-compute",
  roles: ["compute"],
  packages: COMPUTE_PACKAGES.nova,
  files: (place) => [
    settings(place),
    configuration(DRIVER, "nova", {
      DEFAULT: { compute_driver: "libvirt.LibvirtDriver" },
      libvirt: {
        virt_type: place.site.virtualization,
        cpu_mode: place.site.virtualization === "qemu" ? "none" : "host-model",
      },
    }),
    ...libvirtSettings(place),
  ],
  before: () => `ensure_units libvirtd -- ${LIBVIRT}`,
  units: ["nova-compute"],
  restartOn: [NOVA, DRIVER],
  ports: [
    { port: "5900-6900", protocol: "tcp", from: ["management"], roles: ["controller"] },
    { port: "49152-49215", protocol: "tcp", from: ["management"], roles: ["compute"] },
  ],
  patience: 180,
  logFiles: ["/var/log/nova/nova-compute.log", "/var/log/libvirt/qemu/*.log"],
  backup: [],
};
