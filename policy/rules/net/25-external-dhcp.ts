import { ACME, EXTERNAL, made, network, ref } from "../../cases";
import { isUnknown } from "../../declared/resource";
import type { Rule } from "../../rule";
import { external } from "./cases";
import { called, isExternal } from "./common";

const second = (enableDhcp?: boolean) =>
  made("subnet", {
    name: "more",
    networkId: ref("internet"),
    cidr: "198.51.100.0/24",
    ...(enableDhcp === undefined ? {} : { enableDhcp }),
  });

export const externalDhcp: Rule = {
  id: "NET-25",
  title: "There is no DHCP on an external network",
  severity: "medium",
  reason:
    "Neutron's DHCP server would answer on the site's own cables, to machines that are not the " +
    "cloud's, and take addresses there that routers and floating IPs need",
  sources: ["own: Neutron turns it on where nothing is said"],
  remedy: "set enableDhcp: false (it is on by default)",
  checkStack: (stack) =>
    stack.of("subnet").flatMap((subnet) => {
      const network = stack.follow(subnet, "networkId", "network");
      if (network === undefined || !isExternal(stack, network)) return [];
      const { enableDhcp } = subnet.props;
      if (enableDhcp === false || isUnknown(subnet, "enableDhcp")) return [];
      const what = called("external network", network, stack.ownerOf(network));
      return [{ resource: subnet, found: `DHCP is on for ${what}` }];
    }),
  cases: {
    passes: [
      {
        of: "an external network without it",
        resources: { ...ACME, ...EXTERNAL, given: external("internet", "acme") },
      },
      {
        of: "a tenant's network with it",
        resources: { ...ACME, ...network("acme", "app", "192.168.1.0/24") },
      },
    ],
    fails: [
      {
        of: "the default on a network that is given as external",
        resources: { ...ACME, ...EXTERNAL, given: external("internet", "acme"), more: second() },
        finds: { more: ["DHCP is on for external network internet of the cloud"] },
      },
      {
        of: "a network that is external by itself",
        resources: {
          internet: made("network", { name: "internet", external: true }),
          more: second(true),
        },
        finds: { more: ["DHCP is on for external network internet of the cloud"] },
      },
    ],
  },
};
