import { ACME, made, network } from "../../cases";
import { number } from "../../declared/resource";
import type { Rule } from "../../rule";
import { called } from "./common";

export const mtu: Rule = {
  id: "NET-28",
  title: "No tenant's network has a larger MTU than the tunnels carry",
  severity: "low",
  reason:
    "larger packets are lost on the way between hosts without a word, or cut into fragments that " +
    "take the hosts' time from all tenants",
  sources: ["Neutron admin guide, MTU considerations"],
  remedy: "leave mtu out: Neutron knows what fits; or raise the setting maxMtu with the site's own",
  checkStack: (stack, { maxMtu }) =>
    stack.of("network").flatMap((network) => {
      const owner = stack.ownerOf(network);
      const own = number(network, "mtu");
      // Networks of the cloud's own are no tunnels.
      if (owner?.tenant === undefined || own === undefined || own <= maxMtu) return [];
      return [
        {
          resource: network,
          found: `${called("network", network, owner)} has an MTU of ${own}, and ${maxMtu} is the most`,
        },
      ];
    }),
  cases: {
    passes: [
      {
        of: "the most that there is",
        resources: { ...ACME, ...network("acme", "app", "192.168.1.0/24", { mtu: 8950 }) },
      },
      {
        of: "a network of the cloud's own",
        resources: { lan: made("network", { name: "lan", mtu: 9000 }) },
      },
    ],
    fails: [
      {
        of: "jumbo frames on a site with small ones",
        resources: { ...ACME, ...network("acme", "app", "192.168.1.0/24", { mtu: 8950 }) },
        settings: { maxMtu: 1450 },
        finds: { "acme-app": ["network app of acme has an MTU of 8950, and 1450 is the most"] },
      },
    ],
  },
};
