import { quote, type HostFile } from "../host";
import { configuration } from "../service/common";
import { NETWORK_PACKAGES } from "../service/packages";
import type { Place, Service } from "../service/service";
import { neutronConfig } from "./neutron";

const AGENT = "/etc/neutron/plugins/ml2/openvswitch_agent.ini";
const UNDERLAY_SCRIPT = "/usr/local/sbin/openstack-environment-underlay";
const UNDERLAY_UNIT = "/etc/systemd/system/openstack-environment-underlay.service";

/** The bridge of a physical network. */
const bridgeOf = (physicalNetwork: string): string => `br-${physicalNetwork}`.slice(0, 15);

const agentConfig = ({ site, host }: Place): HostFile => {
  const mappings = Object.keys(host.externalInterfaces).map((net) => `${net}:${bridgeOf(net)}`);
  return configuration(AGENT, "neutron", {
    agent: { tunnel_types: ["vxlan"], l2_population: true, arp_responder: true },
    ovs: {
      integration_bridge: "br-int",
      tunnel_bridge: "br-tun",
      local_ip: host.addresses.tenant ?? host.addresses.management,
      bridge_mappings: mappings.length > 0 ? mappings : undefined,
      datapath_type: site.datapath,
    },
    securitygroup: { enable_security_group: true, firewall_driver: "openvswitch" },
  });
};

const externalBridges = ({ site, host }: Place): string =>
  Object.entries(host.externalInterfaces)
    .map(([network, device]) => {
      const bridge = quote(bridgeOf(network));
      return `ovs-vsctl --may-exist add-br ${bridge} -- set bridge ${bridge} datapath_type=${site.datapath}
ovs-vsctl --may-exist add-port ${bridge} ${quote(device)}
ip link set ${quote(device)} up`;
    })
    .join("\n");

/**
 * Open vSwitch in user space finds the other ends of tunnels only through a bridge of its own: the
 * tenant network's device becomes a port of that bridge, and the bridge takes the address. Neither
 * outlives a reboot, so a unit puts both back before the agent starts.
 */
const underlayScript = ({ site, host }: Place): string => {
  const { interface: device, cidr, mtu } = site.networks.tenant;
  const address = `${host.addresses.tenant ?? ""}/${cidr.split("/")[1] ?? "24"}`;
  return `#!/bin/sh
# Puts the address of the tenant network on the bridge that carries its device.
set -eu
ovs-vsctl --may-exist add-br br-underlay -- set bridge br-underlay datapath_type=netdev
ovs-vsctl --may-exist add-port br-underlay ${device}
ip address flush dev ${device}
ip link set ${device} up
ip link set br-underlay mtu ${mtu ?? 1500} up
ip address replace ${address} dev br-underlay
`;
};

const UNDERLAY = `[Unit]
Description=Address of the tenant network on its bridge
After=openvswitch-switch.service network.target
Requires=openvswitch-switch.service
Before=neutron-openvswitch-agent.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${UNDERLAY_SCRIPT}

[Install]
WantedBy=multi-user.target
`;

const inUserSpace = (place: Place): boolean =>
  place.site.datapath === "netdev" && place.host.addresses.tenant !== undefined;

/** Open vSwitch with the bridges that the agents work on. */
export const openvswitch: Service = {
  name: "openvswitch",
  roles: ["network", "compute"],
  packages: NETWORK_PACKAGES.openvswitch,
  files: (place) =>
    inUserSpace(place)
      ? [
          { path: UNDERLAY_SCRIPT, content: underlayScript(place), mode: "0755" },
          { path: UNDERLAY_UNIT, content: UNDERLAY },
        ]
      : [],
  restartOn: [],
  units: ["openvswitch-switch"],
  // Without this, TCP through the user-space datapath fails on its checksums. It is read at start.
  before: (place) =>
    place.site.datapath === "netdev"
      ? `systemctl is-active -q ovsdb-server || systemctl start ovsdb-server
if [[ $(ovs-vsctl --if-exists get Open_vSwitch . other_config:userspace-tso-enable) != '"true"' ]]; then
  ovs-vsctl --no-wait set Open_vSwitch . other_config:userspace-tso-enable=true
  if systemctl is-active -q ovs-vswitchd; then systemctl restart ovs-vswitchd; fi
fi`
      : "",
  after: (place) =>
    [
      externalBridges(place),
      inUserSpace(place)
        ? `if changed ${UNDERLAY_UNIT}; then systemctl daemon-reload; fi
ensure_units openstack-environment-underlay -- ${UNDERLAY_SCRIPT} ${UNDERLAY_UNIT}`
        : "",
    ].join("\n"),
  ports: [{ port: 4789, protocol: "udp", from: ["tenant"] }],
  health: () => [{ command: "ovs-vsctl --timeout=5 get Open_vSwitch . ovs_version" }],
  logFiles: ["/var/log/openvswitch/*.log"],
};

/** Neutron's agent for Open vSwitch: ports of virtual machines and routers, security groups. */
export const openvswitchAgent: Service = {
  name: "neutron-openvswitch-agent",
  roles: ["network", "compute"],
  packages: NETWORK_PACKAGES.openvswitchAgent,
  files: (place) => [neutronConfig(place), agentConfig(place)],
  units: ["neutron-openvswitch-agent"],
  // The agent makes its flows once it has heard from the server.
  health: () => [
    { command: "ovs-vsctl br-exists br-int && ovs-vsctl br-exists br-tun" },
    { command: "[[ -n $(ovs-ofctl dump-flows br-tun table=22 2>/dev/null | grep cookie) ]]" },
  ],
  logFiles: ["/var/log/neutron/neutron-openvswitch-agent.log"],
};
