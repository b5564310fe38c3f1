import { CONTROLPLANE_PACKAGES } from "../service/packages";
import type { NetworkName } from "../host";
import type { Place, Service } from "../service/service";

/** The virtual router's number follows from the address, so that two sites on a wire differ. */
const routerId = (address: string): number => (Number(address.split(".")[3]) % 255) + 1;

function instance({ site, host, peers, secrets }: Place, network: "api" | "management"): string {
  const address = site.vip[network];
  const device = site.networks[network].interface;
  const others = peers
    .filter((peer) => peer.name !== host.name)
    .map((peer) => peer.addresses[network])
    .filter((other) => other !== undefined);
  const rank = peers.findIndex((peer) => peer.name === host.name);
  const unicast =
    others.length === 0
      ? ""
      : `  unicast_src_ip ${host.addresses[network] ?? ""}
  unicast_peer {
${others.map((other) => `    ${other}\n`).join("")}  }
`;
  return `vrrp_instance ${network} {
  interface ${device}
  virtual_router_id ${routerId(address)}
  priority ${100 - rank}
  state BACKUP
  nopreempt
  advert_int 1
  authentication {
    auth_type PASS
    auth_pass ${secrets.vrrp}
  }
${unicast}  track_script {
    haproxy
  }
  virtual_ipaddress {
    ${address}/32 dev ${device}
  }
}
`;
}

const cut = ({ site: { vip } }: Place): string =>
  `/usr/bin/ss -K dst ${vip.api} or dst ${vip.management} or src ${vip.api} or src ${vip.management}`;

/**
 * A controller that comes back leaves the addresses where they are: one move is enough. One that
 * loses them cuts the connections that went by them, which would wait for an answer for minutes.
 */
const settings = (place: Place): string => `global_defs {
  vrrp_garp_master_refresh 60
  enable_script_security
  script_user root
}
vrrp_script haproxy {
  script "/usr/bin/pkill -0 -F /run/haproxy.pid -x haproxy"
  interval 2
  timeout 10
  fall 2
  rise 1
}
vrrp_sync_group cloud {
  group {
    api
    management
  }
  notify_backup "${cut(place)}"
  notify_fault "${cut(place)}"
}
${instance(place, "api")}${instance(place, "management")}`;

const NETWORKS: NetworkName[] = ["api", "management"];

/** keepalived: moves the cloud's addresses to a controller whose load balancer runs. */
export const keepalived: Service = {
  name: "keepalived",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.keepalived,
  files: (place) => [
    {
      path: "/etc/keepalived/keepalived.conf",
      content: settings(place),
      mode: "0600",
    },
  ],
  units: ["keepalived"],
  ports: NETWORKS.map((network) => ({
    port: 112,
    protocol: "vrrp",
    from: [network],
    roles: ["controller"],
  })),
  // Some controller holds the addresses, this one or another: the load balancer answers on them.
  health: ({ site }) => [
    { tcp: { address: site.vip.management, port: 5000 } },
    { tcp: { address: site.vip.api, port: 5000 } },
  ],
  logFiles: [],
};
