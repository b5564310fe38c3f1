import { ACME, made, network, ref, TENANTS } from "../../cases";
import { nameOf, objects } from "../../declared/resource";
import type { CaseValue, Rule } from "../../rule";
import { blockOf, holds } from "./blocks";
import { port, PEERED, ROUTED } from "./cases";
import { gatewayAddress, gatewayIsTaken, subnetsOf } from "./common";

const pair = (ipAddress: CaseValue) => ({ allowedAddressPairs: [{ ipAddress }] });

export const gatewayPair: Rule = {
  id: "NET-11",
  title: "No address pair has the address of a gateway in it",
  severity: "critical",
  reason:
    "the machine may then answer for the gateway: all that the network's machines send out goes " +
    "through it first, readable and changeable",
  sources: [
    "Red Hat OpenStack Platform Networking Guide, Configuring allowed address pairs",
    "own",
  ],
  remedy: "name the virtual addresses that the machine needs, each by itself",
  checkStack: (stack) =>
    stack.of("port").flatMap((port) => {
      const pairs = objects(port, "allowedAddressPairs");
      if (pairs.length === 0) return [];
      const network = stack.follow(port, "networkId", "network");
      return (network ? subnetsOf(stack, network) : []).flatMap((subnet) => {
        const gateway = gatewayAddress(subnet);
        if (gateway === undefined || !gatewayIsTaken(stack, port, subnet)) return [];
        return pairs.flatMap(({ ipAddress }) => {
          const block = typeof ipAddress === "string" ? blockOf(ipAddress) : undefined;
          if (block === undefined || !holds(block, gateway)) return [];
          return [
            {
              resource: port,
              found: `address pair ${block.text} has the gateway of subnet ${nameOf(subnet)} in it`,
            },
          ];
        });
      });
    }),
  cases: {
    passes: [
      {
        of: "a virtual address",
        resources: { ...ROUTED, vm: port("acme", "acme-app", pair("192.168.1.50")) },
      },
      {
        of: "a tenant's own firewalls that are the gateway, where no router is",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24"),
          vm: port("acme", "acme-app", pair("192.168.1.1")),
        },
      },
      {
        of: "an address that only the update will tell",
        resources: {
          ...ROUTED,
          other: made("floatingIp", { pool: "internet", address: "192.168.1.77" }),
          vm: port("acme", "acme-app", pair(ref("other", "address"))),
        },
      },
    ],
    fails: [
      {
        of: "the router's address",
        resources: { ...ROUTED, vm: port("acme", "acme-app", pair("192.168.1.1")) },
        finds: { vm: ["address pair 192.168.1.1 has the gateway of subnet app in it"] },
      },
      {
        of: "the gateway of a network that is shared by a peering",
        resources: {
          ...TENANTS,
          ...network("globex", "app", "192.168.1.0/24"),
          vm: port("acme", "globex-app", pair("192.168.1.0/24")),
        },
        settings: PEERED,
        finds: { vm: ["address pair 192.168.1.0/24 has the gateway of subnet app in it"] },
      },
    ],
  },
};
