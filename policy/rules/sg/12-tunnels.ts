import { groupRule } from "../../cases";
import type { Rule } from "../../rule";
import { opened } from "./cases";
import { everybody, openTo, protocolOf, type Service } from "./common";

/** Tunnels that know no sender: what is in the packet gets in. */
const PROTOCOLS: Record<string, string> = {
  ipip: "IP in IP",
  "ipv6-encap": "IPv6 in IP",
  gre: "GRE",
};

const SERVICES: Service[] = [
  { name: "VXLAN", port: 4789, protocols: ["udp"] },
  { name: "Geneve", port: 6081, protocols: ["udp"] },
  { name: "VXLAN of Linux", port: 8472, protocols: ["udp"] },
];

export const tunnels: Rule = {
  id: "SG-12",
  title: "No tunnel without a key is open to everybody",
  severity: "high",
  reason:
    "whatever somebody packs into GRE, IP in IP, VXLAN or Geneve comes out behind the security " +
    "group with any sender's address: the group filters the outer packet only",
  sources: [
    "CVE-2020-10136 (IP in IP)",
    "CVE-2024-7595 (GRE)",
    "RFC 7348, VXLAN, Security Considerations",
  ],
  remedy: "name the other end's address, or use a tunnel with keys (WireGuard, IPsec)",
  types: ["securityGroupRule"],
  check: (rule) => {
    const [who, protocol] = [everybody(rule), protocolOf(rule)];
    const tunnel = protocol === undefined ? undefined : PROTOCOLS[protocol];
    return [
      ...(who !== undefined && tunnel !== undefined ? [`${tunnel} is open to ${who}`] : []),
      ...openTo(rule, SERVICES),
    ];
  },
  cases: {
    passes: [
      {
        of: "GRE from one address",
        resources: groupRule({ protocol: "gre", remoteIpPrefix: "198.51.100.7/32" }),
      },
      { of: "WireGuard for all", resources: opened(51820, { protocol: "udp" }) },
      {
        of: "IPsec for all",
        resources: groupRule({ protocol: "esp", remoteIpPrefix: "0.0.0.0/0" }),
      },
    ],
    fails: [
      {
        of: "GRE by its number",
        resources: groupRule({ protocol: "47", remoteIpPrefix: "0.0.0.0/0" }),
        finds: { rule: ["GRE is open to 0.0.0.0/0"] },
      },
      {
        of: "IP in IP with no peer",
        resources: groupRule({ protocol: "4" }),
        finds: { rule: ["IP in IP is open to every IPv4 address"] },
      },
      {
        of: "VXLAN",
        resources: opened(4789, { protocol: "udp" }),
        finds: { rule: ["port 4789 (VXLAN) is open to 0.0.0.0/0"] },
      },
    ],
  },
};
