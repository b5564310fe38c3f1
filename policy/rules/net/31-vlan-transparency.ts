import { ACME, network } from "../../cases";
import type { Rule } from "../../rule";

export const vlanTransparency: Rule = {
  id: "NET-31",
  title: "No network carries VLAN tags of machines' own choice",
  severity: "medium",
  reason:
    "security groups and the protection against forged senders look at the packet, not at one within " +
    "a tag: whatever a machine tags passes them, and where the network ends on a VLAN may leave it",
  sources: ["own"],
  remedy: "leave transparentVlan out, and use a trunk with a subport for each VLAN",
  types: ["network"],
  check: ({ props }) => (props.transparentVlan === true ? ["transparentVlan is true"] : []),
  cases: {
    passes: [
      {
        of: "the default",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24", { transparentVlan: false }),
        },
      },
    ],
    fails: [
      {
        of: "tags that pass",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24", { transparentVlan: true }),
        },
        finds: { "acme-app": ["transparentVlan is true"] },
      },
    ],
  },
};
