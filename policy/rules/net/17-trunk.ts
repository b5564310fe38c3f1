import { made, network, ref, TENANTS } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { CaseResource, Rule } from "../../rule";
import { port } from "./cases";
import { called, differ, nameOfOwner } from "./common";

const trunk = (sub: string): Record<string, CaseResource> => ({
  ...TENANTS,
  ...network("acme", "app", "192.168.1.0/24"),
  ...network("acme", "data", "192.168.2.0/24"),
  ...network("globex", "app", "192.168.1.0/24"),
  parent: port("acme", "acme-app"),
  data: port("acme", "acme-data"),
  theirs: port("globex", "globex-app"),
  trunk: made("trunk", {
    name: "uplink",
    tenantId: ref("acme"),
    portId: ref("parent"),
    subPorts: [
      { portId: ref("data"), segmentationType: "vlan", segmentationId: 10 },
      ...(sub === "" ? [] : [{ portId: ref(sub), segmentationType: "vlan", segmentationId: 11 }]),
    ],
  }),
});

export const trunkOfTenants: Rule = {
  id: "NET-17",
  title: "A trunk has ports of its own tenant only",
  severity: "critical",
  reason:
    "the trunk's machine has every subport's network on a VLAN: with a port of another tenant it is " +
    "in that tenant's broadcast domain and may forward between the two",
  sources: ["Neutron admin guide, Trunking", "own"],
  remedy: "make each subport in the trunk's own project and on its own network",
  checkStack: (stack) =>
    stack.of("trunk").flatMap((trunk) => {
      const owner = stack.ownerOf(trunk);
      const ports = [
        ...stack.leadsTo(trunk, "portId", "port"),
        ...stack.leadsTo(trunk, "subPorts", "port"),
      ];
      return ports
        .filter((port) => differ(owner, stack.ownerOf(port)))
        .map((port) => ({
          resource: trunk,
          found: `trunk ${nameOf(trunk)} of ${nameOfOwner(owner)} has ${called("port", port, stack.ownerOf(port))}`,
        }));
    }),
  cases: {
    passes: [{ of: "ports of the same tenant", resources: trunk("") }],
    fails: [
      {
        of: "a port of another tenant",
        resources: trunk("theirs"),
        finds: { trunk: ["trunk uplink of acme has port vm of globex"] },
      },
    ],
  },
};
