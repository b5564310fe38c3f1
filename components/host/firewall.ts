import type { NetworkName } from "./host";
import type { HostFile } from "./step";

/** Something that may come in. */
export interface FirewallRule<Network extends string = NetworkName> {
  /** A number, or a range such as "5900-6900"; not for VRRP, which has no ports. */
  port?: number | string;
  protocol: "tcp" | "udp" | "vrrp";
  network: Network;
  /** Addresses that it may come from; without them, the whole network. */
  sources?: string[];
  /** The address it must be meant for; without it, any of the host. */
  destination?: string;
  /** The service, for who reads the rules on the host. */
  comment: string;
}

/** Where a host keeps its rules. */
export const FIREWALL = "/etc/openstack-environment/firewall.nft";
export const FIREWALL_UNIT = "openstack-environment-firewall";

/** The unit that puts the rules in force, before any network is up. */
export const firewallUnit: HostFile = {
  path: `/etc/systemd/system/${FIREWALL_UNIT}.service`,
  content: `[Unit]
Description=Firewall of the OpenStack environment
Before=network-pre.target
Wants=network-pre.target
DefaultDependencies=no
After=local-fs.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f ${FIREWALL}

[Install]
WantedBy=multi-user.target
`,
};

const TABLE = "inet openstack_environment";

/** The devices by network, as the kernel names what packets come in by. */
export type FirewallDevices<Network extends string = NetworkName> = Record<Network, string[]>;

const set = (items: string[]): string => `{ ${items.join(", ")} }`;

function renderRule<N extends string>(rule: FirewallRule<N>, devices: FirewallDevices<N>): string {
  const from = rule.sources === undefined ? "" : ` ip saddr ${set(rule.sources)}`;
  const to = rule.destination === undefined ? "" : ` ip daddr ${rule.destination}`;
  const what =
    rule.protocol === "vrrp" ? "meta l4proto 112" : `${rule.protocol} dport ${rule.port ?? ""}`;
  const interfaces = set(devices[rule.network].map((name) => `"${name}"`));
  return `    iifname ${interfaces}${from}${to} ${what} accept comment "${rule.comment}"`;
}

/** Addresses, first and last included. */
export interface AddressRange {
  start: string;
  end: string;
}

/**
 * Tenants' machines appear by addresses of external networks. Should the site's router let them through
 * to networks of the infrastructure, they are refused there; what is for them is on the API network.
 */
function refuse<N extends string>(tenants: AddressRange[], devices: FirewallDevices<N>): string[] {
  if (tenants.length === 0) return [];
  const inner = Object.entries<string[]>(devices)
    .filter(([network]) => network !== "api")
    .flatMap(([, names]) => names.map((name) => `"${name}"`));
  const from = tenants.map(({ start, end }) => (start === end ? start : `${start}-${end}`));
  return [`    iifname ${set(inner)} ip saddr ${set(from)} drop`];
}

/**
 * The host's firewall: what comes in by one of the site's networks and is not named is dropped. Other
 * devices, routers of tenants and bridges among them, are none of its business.
 * @param tenants addresses that tenants' machines have outside
 */
export function renderFirewall<N extends string>(
  rules: FirewallRule<N>[],
  devices: FirewallDevices<N>,
  tenants: AddressRange[] = [],
): string {
  const all = set(
    Object.values<string[]>(devices)
      .flat()
      .map((name) => `"${name}"`),
  );
  const lines = rules
    .filter((rule) => rule.sources === undefined || rule.sources.length > 0)
    .map((rule) => renderRule(rule, devices));
  return `table ${TABLE}
delete table ${TABLE}
table ${TABLE} {
  chain input {
    type filter hook input priority filter; policy accept;
    iifname != ${all} accept
    ct state established,related accept
    ct state invalid drop
${[...refuse(tenants, devices), "    meta l4proto { icmp, ipv6-icmp } accept", ...new Set(lines)].join("\n")}
    drop
  }
}
`;
}
