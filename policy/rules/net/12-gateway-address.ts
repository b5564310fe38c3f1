import { ACME, made, network, ref } from "../../cases";
import { nameOf, objects } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { CaseValue, Rule } from "../../rule";
import { blockOf, holds } from "./blocks";
import { port, ROUTED } from "./cases";
import { gatewayAddress, gatewayIsTaken, once } from "./common";

const routersPorts = once(
  (stack: Stack) =>
    new Set(stack.of("interface").map((link) => stack.follow(link, "portId", "port"))),
);

const at = (ipAddress: CaseValue, subnet = "acme-app-subnet") => ({
  fixedIps: [{ subnetId: ref(subnet), ipAddress }],
});

export const gatewayAddressTaken: Rule = {
  id: "NET-12",
  title: "No machine has the address of a gateway",
  severity: "critical",
  reason:
    "a machine that comes before the router takes its address: the router cannot be made, and all " +
    "that the network sends out goes to the machine",
  sources: ["own: Neutron gives a free address to whoever asks first"],
  remedy: "leave ipAddress out, or take another address of the subnet",
  checkStack: (stack) =>
    stack.of("port").flatMap((port) => {
      const fixed = objects(port, "fixedIps");
      if (fixed.length === 0 || routersPorts(stack).has(port)) return [];
      return stack.leadsTo(port, "fixedIps", "subnet").flatMap((subnet) => {
        const gateway = gatewayAddress(subnet);
        if (gateway === undefined || !gatewayIsTaken(stack, port, subnet)) return [];
        return fixed.flatMap(({ ipAddress }) => {
          const address = typeof ipAddress === "string" ? blockOf(ipAddress) : undefined;
          if (address === undefined || !holds(gateway, address)) return [];
          return [
            {
              resource: port,
              found: `${address.text} is the gateway of subnet ${nameOf(subnet)}`,
            },
          ];
        });
      });
    }),
  cases: {
    passes: [
      {
        of: "another address",
        resources: { ...ROUTED, vm: port("acme", "acme-app", at("192.168.1.10")) },
      },
      {
        of: "a tenant's own firewall that is the gateway, where no router is",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24"),
          vm: port("acme", "acme-app", at("192.168.1.1")),
        },
      },
      {
        of: "the port that a router has there",
        resources: {
          ...ROUTED,
          vm: port("acme", "acme-app", at("192.168.1.1")),
          link: made("interface", { routerId: ref("acme-edge"), portId: ref("vm") }),
        },
      },
    ],
    fails: [
      {
        of: "the first address, which is the gateway's by default",
        resources: { ...ROUTED, vm: port("acme", "acme-app", at("192.168.1.1")) },
        finds: { vm: ["192.168.1.1 is the gateway of subnet app"] },
      },
      {
        of: "the gateway's address that is given, by IPv6",
        resources: {
          ...ROUTED,
          six: made("subnet", {
            name: "six",
            networkId: ref("acme-app"),
            tenantId: ref("acme"),
            ipVersion: 6,
            cidr: "fd00:1::/64",
            gatewayIp: "fd00:1::fe",
          }),
          door: made("interface", { routerId: ref("acme-edge"), subnetId: ref("six") }),
          vm: port("acme", "acme-app", at("fd00:1:0:0::00fe", "six")),
        },
        finds: { vm: ["fd00:1:0:0::00fe is the gateway of subnet six"] },
      },
    ],
  },
};
