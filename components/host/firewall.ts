import type { NetworkName } from "./host";

/** Something that may come in. */
export interface FirewallRule {
  /** A number, or a range such as "5900-6900"; not for VRRP, which has no ports. */
  port?: number | string;
  protocol: "tcp" | "udp" | "vrrp";
  network: NetworkName;
  /** Addresses that it may come from; without them, the whole network. */
  sources?: string[];
  /** The address it must be meant for; without it, any of the host. */
  destination?: string;
  /** The service, for who reads the rules on the host. */
  comment: string;
}

const TABLE = "inet openstack_environment";

/** The devices by network, as the kernel names what packets come in by. */
export type FirewallDevices = Record<NetworkName, string[]>;

const set = (items: string[]): string => `{ ${items.join(", ")} }`;

function renderRule(rule: FirewallRule, devices: FirewallDevices): string {
  const from = rule.sources === undefined ? "" : ` ip saddr ${set(rule.sources)}`;
  const to = rule.destination === undefined ? "" : ` ip daddr ${rule.destination}`;
  const what =
    rule.protocol === "vrrp" ? "meta l4proto 112" : `${rule.protocol} dport ${rule.port ?? ""}`;
  const interfaces = set(devices[rule.network].map((name) => `"${name}"`));
  return `    iifname ${interfaces}${from}${to} ${what} accept comment "${rule.comment}"`;
}

/**
 * The host's firewall: what comes in by one of the site's networks and is not named is dropped. Other
 * devices, routers of tenants and bridges among them, are none of its business.
 */
export function renderFirewall(rules: FirewallRule[], devices: FirewallDevices): string {
  const all = set(
    Object.values(devices)
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
    meta l4proto { icmp, ipv6-icmp } accept
${[...new Set(lines)].join("\n")}
    drop
  }
}
`;
}
