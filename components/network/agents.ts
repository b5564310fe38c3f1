import { commonSections, configuration, TRUST_STORE } from "../service/common";
import { NETWORK_PACKAGES } from "../service/packages";
import type { Place, Service } from "../service/service";
import { neutronConfig } from "./neutron";

const METADATA = "/etc/neutron/metadata_agent.ini";

/** In user space a restart of Open vSwitch would take internal ports out of their namespaces. */
const interfaces = ({ site }: Place) => ({
  interface_driver: "openvswitch",
  ovs_use_veth: site.datapath === "netdev",
});

/** Routers, DHCP and metadata on hosts with role network. */
export const networkAgents: Service = {
  name: "neutron-agents",
  roles: ["network"],
  packages: NETWORK_PACKAGES.agents,
  files: (place) => [
    neutronConfig(place),
    configuration("/etc/neutron/l3_agent.ini", "neutron", {
      DEFAULT: { ...interfaces(place), agent_mode: "legacy" },
    }),
    configuration("/etc/neutron/dhcp_agent.ini", "neutron", {
      DEFAULT: {
        ...interfaces(place),
        dhcp_driver: "neutron.agent.linux.dhcp.Dnsmasq",
        enable_isolated_metadata: true,
      },
    }),
    configuration(METADATA, "neutron", {
      DEFAULT: {
        nova_metadata_host: place.site.vip.management,
        nova_metadata_port: 8775,
        nova_metadata_protocol: "https",
        auth_ca_cert: TRUST_STORE,
        metadata_proxy_shared_secret: place.secrets.metadata,
        metadata_workers: 0,
      },
      cache: commonSections(place, "neutron").cache ?? {},
    }),
  ],
  units: ["neutron-l3-agent", "neutron-dhcp-agent", "neutron-metadata-agent"],
  health: () => [{ command: "test -S /var/lib/neutron/metadata_proxy" }],
  logFiles: ["/var/log/neutron/*.log"],
};
