import { ACME, EXTERNAL, network } from "../../cases";
import { objects } from "../../declared/resource";
import type { Rule } from "../../rule";
import { called } from "./common";

/** Networks of these types are the site's own cables; in tunnels (VXLAN, Geneve, GRE) tenants are apart. */
const PHYSICAL = ["flat", "vlan", "local"];

const known = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;

export const providerSegment: Rule = {
  id: "NET-07",
  title: "A tenant's network is a tunnel of Neutron's choice",
  severity: "critical",
  reason:
    "a segment on a physical network puts the tenant's machines onto the site's own cables, beside " +
    "its hosts and whoever else has that VLAN",
  sources: [
    "OpenStack Security Guide, Networking services (L2 isolation using VLANs and tunneling)",
    "scs-0126, Provider Networks",
  ],
  remedy: "leave segments out: Neutron then takes a free VXLAN id",
  checkStack: (stack) =>
    stack.of("network").flatMap((network) => {
      const owner = stack.ownerOf(network);
      if (owner?.tenant === undefined) return [];
      return objects(network, "segments").flatMap((segment) => {
        const type = known(segment.networkType);
        const physical = known(segment.physicalNetwork);
        // What Neutron chose by itself is told as a segment as well, once the network is there.
        if (!physical && !PHYSICAL.includes(type ?? "")) return [];
        const id = known(segment.segmentationId);
        const where = [
          type,
          id === "0" ? undefined : id,
          physical && `of physical network ${physical}`,
        ].filter((part) => part !== undefined && part !== "");
        return [
          {
            resource: network,
            found: `${called("network", network, owner)} is ${where.join(" ")}`,
          },
        ];
      });
    }),
  cases: {
    passes: [
      { of: "a network of the cloud's own", resources: EXTERNAL },
      {
        of: "a tenant's network without segments",
        resources: { ...ACME, ...network("acme", "app", "192.168.1.0/24") },
      },
      {
        of: "a tenant's network with the tunnel that Neutron chose",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24", {
            segments: [{ physicalNetwork: "", networkType: "vxlan", segmentationId: 812 }],
          }),
        },
      },
    ],
    fails: [
      {
        of: "a tenant's network on a VLAN of the site",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24", {
            segments: [{ physicalNetwork: "bond0", networkType: "vlan", segmentationId: 100 }],
          }),
        },
        finds: { "acme-app": ["network app of acme is vlan 100 of physical network bond0"] },
      },
      {
        of: "a tenant's flat network",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24", { segments: [{ networkType: "flat" }] }),
        },
        finds: { "acme-app": ["network app of acme is flat"] },
      },
    ],
  },
};
