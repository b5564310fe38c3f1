import { ref } from "../../cases";
import { objects } from "../../declared/resource";
import type { Rule } from "../../rule";
import { blockOf } from "./blocks";
import { acmePort } from "./cases";

/** What a cluster's machine may have for its containers. */
const WIDEST = { four: 24, six: 64 };

const pairs = (...addresses: string[]) => ({
  allowedAddressPairs: addresses.map((ipAddress) => ({ ipAddress })),
});

export const wideAddressPair: Rule = {
  id: "NET-10",
  title: "No address pair lets a machine send as a whole network",
  severity: "high",
  reason:
    "address pairs are let past the protection against forged senders, and count as addresses of " +
    "the port's security groups: rules that let the group in then let all of these in",
  sources: [
    "Red Hat OpenStack Platform Networking Guide, Configuring allowed address pairs",
    "own",
  ],
  remedy: "name single addresses, or at most a /24 (IPv4) or a /64 (IPv6) for each port",
  types: ["port"],
  check: (port) =>
    objects(port, "allowedAddressPairs").flatMap(({ ipAddress }) => {
      const block = typeof ipAddress === "string" ? blockOf(ipAddress) : undefined;
      if (block === undefined || block.prefix >= (block.six ? WIDEST.six : WIDEST.four)) return [];
      return [`address pair ${block.text} is wider than /${block.six ? WIDEST.six : WIDEST.four}`];
    }),
  cases: {
    passes: [
      { of: "a virtual address", resources: acmePort(pairs("192.168.1.50", "fd00::50/128")) },
      { of: "the containers of one machine", resources: acmePort(pairs("10.244.3.0/24")) },
      {
        of: "an address that only the update will tell",
        resources: acmePort({
          allowedAddressPairs: [{ ipAddress: ref("acme-app-subnet", "cidr") }],
        }),
      },
    ],
    fails: [
      {
        of: "every address",
        resources: acmePort(pairs("0.0.0.0/0", "::/0")),
        finds: {
          vm: ["address pair 0.0.0.0/0 is wider than /24", "address pair ::/0 is wider than /64"],
        },
      },
      {
        of: "a private network",
        resources: acmePort(pairs("192.168.1.50", "10.0.0.0/8")),
        finds: { vm: ["address pair 10.0.0.0/8 is wider than /24"] },
      },
    ],
  },
};
