import { ref } from "../../cases";
import type { Rule } from "../../rule";
import { secondSubnet } from "./cases";
import { called } from "./common";

const second = (tenant?: string) =>
  secondSubnet(tenant === undefined ? {} : { tenantId: ref(tenant) });

export const subnetOfAnother: Rule = {
  id: "NET-18",
  title: "A subnet belongs to the tenant that its network belongs to",
  severity: "high",
  reason:
    "the other tenant sees the subnet as its own and changes its gateway, name servers and routes, " +
    "which the machines on the network then follow",
  sources: ["own: programs set tenants up as the administrator, who may use every tenant's ids"],
  remedy: "give the subnet the tenantId of its network",
  checkStack: (stack) =>
    stack.of("subnet").flatMap((subnet) => {
      const network = stack.follow(subnet, "networkId", "network");
      const [owner, other] = [stack.ownerOf(subnet), network && stack.ownerOf(network)];
      // Of subnets with no tenantId the provider tells the administrator's project, once they are there.
      if (network === undefined || !owner?.tenant || !other?.tenant || owner.key === other.key) {
        return [];
      }
      return [
        {
          resource: subnet,
          found: `${called("subnet", subnet, owner)} is on ${called("network", network, other)}`,
        },
      ];
    }),
  cases: {
    passes: [
      { of: "a subnet of the same tenant", resources: second("acme") },
      { of: "a subnet that says nothing", resources: second() },
    ],
    fails: [
      {
        of: "a subnet of another tenant",
        resources: second("globex"),
        finds: { more: ["subnet more of globex is on network app of acme"] },
      },
    ],
  },
};
